import { readFileSync } from 'node:fs';
import { buildSync } from 'esbuild';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { objectAt, type Json, type JsonObject } from '../../src/injection/json.ts';
import { findSchemaViolations } from '../../src/injection/pod-validator.ts';
import { BROKEN_PODS } from '../support/broken-pods.ts';
import { listGoldenCases } from '../support/golden-cases.ts';
import { loadReviews, podOf } from '../support/load-example.ts';
import type { JsonSchemaObject } from '../support/generate/json-schema.ts';
import { renderPodValidator } from '../support/generate/pod-validator-module.ts';

const SCHEMA = new URL('../../schema/pod.schema.json', import.meta.url);
const VALIDATOR = new URL('../../src/injection/pod-validator.generated.js', import.meta.url);
const WRAPPER = new URL('../../src/injection/pod-validator.ts', import.meta.url);

/** The case whose Pod has a field that no version of Kubernetes knows. */
const WITH_UNKNOWN_FIELD = 'duplicate-env-and-unknown-fields';

describe('findSchemaViolations', () => {
  it.each(BROKEN_PODS)('names $what', ({ pod, violations }) => {
    expect(findSchemaViolations(pod)).toEqual(violations);
  });

  it.each(loadReviews())('finds nothing in what an API server sent: $name', ({ body }) => {
    expect(findSchemaViolations(objectAt(objectAt(body, 'request'), 'object') ?? null)).toEqual([]);
  });

  it.each(listGoldenCases())('finds in the golden Pods of $name only what their author put there', (golden) => {
    for (const file of ['pod.yaml', 'injected.yaml']) {
      const pod = parse(readFileSync(new URL(file, golden.folder), 'utf8')) as JsonObject;
      const unknown = findSchemaViolations(pod).filter((violation) => !violation.endsWith(' is not a field'));
      expect(unknown).toEqual([]);
      expect(findSchemaViolations(pod).length > 0).toBe(golden.name === WITH_UNKNOWN_FIELD);
    }
  });

  it('takes a null field for an absent one, as the API server does', () => {
    const spec = {
      hostNetwork: null,
      nodeSelector: { zone: null },
      containers: [{ name: 'app', image: 'shop:1', env: null }],
    };
    expect(findSchemaViolations({ ...podOf(spec), status: null })).toEqual([]);
  });

  it('takes the empty string for an absent choice, as the API server does', () => {
    expect(findSchemaViolations(podOf({ dnsPolicy: '', restartPolicy: '' }))).toEqual([]);
  });

  it.each(['1', 2, '0.5', '.5', '5.', '100m', '1Ki', '1e3', '1E-2', '+1', '-1G'])('takes the quantity %j', (cpu) => {
    const containers = [{ name: 'app', image: 'shop:1', resources: { limits: { cpu } } }];
    expect(findSchemaViolations(podOf({ containers }))).toEqual([]);
  });

  it('names keys that could not stand in a path by themselves', () => {
    const pod = JSON.parse(
      '{"metadata":{"__proto__":{},"a/~b\\u001b":1,"labels":{"a/~b":2}},"spec":{"containers":[]}}',
    ) as Json;
    expect(findSchemaViolations(pod)).toEqual([
      'metadata["__proto__"] is not a field',
      String.raw`metadata["a/~b\u001b"] is not a field`,
      'metadata.labels["a/~b"] must be a string, not 2',
    ]);
  });

  it.each([null, 3, 'Pod', []])('does not take %j for a Pod', (value) => {
    expect(findSchemaViolations(value)).toEqual([`a Pod must be a mapping, not ${JSON.stringify(value)}`]);
  });

  it('works in a bundle, alone', async () => {
    const { outputFiles } = buildSync({
      entryPoints: [WRAPPER.pathname],
      bundle: true,
      format: 'esm',
      minifySyntax: true,
      platform: 'neutral',
      write: false,
    });
    const url = `data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? '')}`;
    const bundled = (await import(/* @vite-ignore */ url)) as { findSchemaViolations: typeof findSchemaViolations };
    expect(bundled.findSchemaViolations(podOf({ volume: [] }))).toEqual(['spec.volume is not a field']);
  });
});

describe('pod-validator.generated.js', () => {
  it('is what schema/pod.schema.json compiles to', () => {
    const schema = JSON.parse(readFileSync(SCHEMA, 'utf8')) as JsonSchemaObject;
    expect(renderPodValidator(schema) === readFileSync(VALIDATOR, 'utf8')).toBe(true);
  });

  it('needs no library', () => {
    expect(readFileSync(VALIDATOR, 'utf8')).not.toMatch(/\b(?:import|require|eval|Function)\b/);
  });
});
