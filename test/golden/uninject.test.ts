import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { uninjectPod } from '../../src/injection/uninject-pod.ts';
import { copyOf, deepFreeze } from '../support/apply-patch.ts';
import { injectGoldenCase, listGoldenCases, manifestOf } from '../support/golden-cases.ts';
import { runCommand } from '../support/run-command.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { fileURLToPath } from 'node:url';

/** What comes back with other words: a value that gave way, and a container that moved away, are written in block style. */
const REWRITTEN = new Set([
  'override-moved-to-native',
  'override-in-a-job',
  'every-container-conflict-replaced',
  'example-envoy-overridden',
]);

/** Its parameter stands in an annotation of the namespace, without which nothing is injected. */
const OF_ITS_NAMESPACE = 'example-cloud-sql-proxy-job';

const cases = listGoldenCases().map((golden) => Object.assign({}, golden, injectGoldenCase(golden)));
const injected = cases.filter(({ outcome }) => outcome.decision.action === 'inject');

describe('what was injected is taken out again', () => {
  it('has cases', () => {
    expect(injected.length).toBeGreaterThan(12);
    expect([...REWRITTEN].filter((name) => !injected.some((one) => one.name === name))).toStrictEqual([]);
  });

  it.each(injected)('as a Pod: $name', ({ subject, outcome }) => {
    const { pod, problems, templates } = uninjectPod(deepFreeze(copyOf(outcome.pod)));
    expect(pod).toStrictEqual(copyOf(subject.pod));
    expect(problems).toStrictEqual([]);
    const expected = outcome.verdicts.filter(({ decision }) => decision.action === 'inject');
    expect(templates).toStrictEqual(expected.map(({ template }) => template));
  });

  it.each(injected.filter(({ name }) => name !== OF_ITS_NAMESPACE))('as text: $name', async (golden) => {
    const { name, folder } = golden;
    const file = (one: string): string => fileURLToPath(new URL(one, folder));
    const text = readFileSync(file('pod.yaml'), 'utf8');
    const temporary = makeTempFolder();
    writeFileSync(join(temporary, 'templates.yaml'), manifestOf(golden));
    const there = await runCommand([
      'inject',
      file('pod.yaml'),
      `--template-file=${join(temporary, 'templates.yaml')}`,
      // Goldens without a namespace ask themselves; the others are in a namespace that is enabled.
      '--namespace-label=enabled',
    ]);
    expect(there.code).toBe(0);
    writeFileSync(join(temporary, 'injected.yaml'), there.written);
    const back = await runCommand(['uninject', '-f', join(temporary, 'injected.yaml')]);
    expect(back.code).toBe(0);
    expect(there.written).not.toBe(text);
    if (REWRITTEN.has(name)) expect(back.written).not.toBe(text);
    else expect(back.written).toBe(text);
  });

  it.each(cases.filter((one) => !injected.includes(one)))('leaves alone what was not injected: $name', ({ subject }) => {
    const { pod, templates } = uninjectPod(subject.pod);
    expect(pod).toBe(subject.pod);
    expect(templates).toStrictEqual([]);
  });
});
