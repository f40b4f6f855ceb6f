import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../../src/injection/template/parse-template.ts';
import { SAMPLE_PODS } from '../../../src/injection/template/sample-pods.ts';
import { sha256Hex } from '../../support/load-example.ts';

const ENVOY = '{name: envoy, image: "e:1"}';

/** The codes and messages of what trying a template on sample Pods showed. */
function tried(template: string): readonly string[] {
  const parsed = parseTemplate('envoy', template, sha256Hex);
  const found = parsed.ok ? parsed.value.warnings : parsed.error;
  return found.map(({ code, message }) => `${code}: ${message}`);
}

describe('dryRun', () => {
  it('warns of a template that some Pods cannot have', () => {
    const template = `containers: [${ENVOY}, {name: "*", resources: {limits: {memory: 32Mi}}}]\nonConflict: reject`;
    const [warning, ...others] = tried(template);
    expect(warning).toMatch(
      /^sample-failed: tried on a Pod with labels, .* conflicts with the Pod at .*limits\.memory/,
    );
    expect(others).toStrictEqual([]);
  });

  it('lets a template in that only unusual Pods can have', () => {
    const found = tried('containers: [{name: envoy, image: "e:1", securityContext: {procMount: Unmasked}}]');
    expect(found).toHaveLength(SAMPLE_PODS.length - 1);
    expect(found[0]).toMatch(/^sample-failed: .*procMount: Unmasked/);
  });

  it('refuses one that no Pod can have', () => {
    const found = tried(`containers: [${ENVOY}, {name: "*", terminationMessagePath: /x}]\nonConflict: reject`);
    expect(found.map((one) => one.split(':')[0])).toStrictEqual(Array(SAMPLE_PODS.length).fill('dry-run-failed'));
  });
});
