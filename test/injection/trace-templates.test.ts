import { describe, expect, it } from 'vitest';
import { injectPod } from '../../src/injection/inject-pod.ts';
import type { JsonObject } from '../../src/injection/json.ts';
import { podOf, setOf, subjectOf } from '../support/load-example.ts';

const SET = setOf({
  envoy: `
when: "object.metadata.name == 'shop'"
params: {count: {type: integer, default: 2}}
containers: [{name: envoy, image: "e:1", args: ["n \${{ params.count }}"]}]
volumes: [{name: v, emptyDir: {}}]
`,
  broken: 'containers: 1',
});

const asking = (names: string, more: JsonObject = {}): JsonObject => ({
  'sidecar-injector.dev/inject': names,
  ...more,
});
const own = {
  containers: [
    { name: 'app', image: 'a:1' },
    { name: 'envoy', image: 'mine:1' },
  ],
};

describe('the trace of a template', () => {
  it.each<[string, JsonObject, string, string]>([
    ['8', podOf({}, asking('nobody')), 'unknown-template', 'no such template'],
    ['8c', podOf({}, asking('broken')), 'template-unavailable', 'must be a list'],
    ['9', podOf({ hostNetwork: true }, asking('envoy')), 'host-network', 'on the host network'],
    ['10', podOf({ os: { name: 'windows' } }, asking('envoy')), 'other-os', 'for "windows"'],
    ['11', { ...podOf({}), metadata: { name: 'x', annotations: asking('envoy') } }, 'condition-false', 'is false'],
    ['12', { ...podOf({}), metadata: { annotations: asking('envoy') } }, 'expression-failed', 'no such key: name'],
    [
      '13',
      podOf({}, asking('envoy', { 'sidecar-injector.dev/envoy.count': 'x' })),
      'invalid-parameter',
      'a whole number',
    ],
    [
      '14',
      podOf({ initContainers: [{ name: 'envoy' }] }, asking('envoy')),
      'does-not-fit',
      'spec.initContainers already',
    ],
    ['16', podOf(own, asking('envoy')), 'name-taken', 'of its own'],
    ['18', podOf({}, asking('envoy')), 'injected', '"envoy"'],
  ])('ends at row %s with what it saw', (row, pod, reason, words) => {
    const { trace, verdicts, decision } = injectPod(subjectOf(pod), SET);
    expect((verdicts[0]?.decision ?? decision).reason).toBe(reason);
    const entries = trace();
    expect(entries.filter(({ matched }) => matched).map((entry) => entry.row)).toStrictEqual([row]);
    expect(entries.at(-1)).toMatchObject({ row, matched: true, saw: expect.stringContaining(words) as string });
    expect(entries.slice(0, 7).map((entry) => entry.row)).toStrictEqual(['1', '2', '3', '4', '5', '6', '7']);
  });

  it('tells the values of parameters', () => {
    const annotations = asking('envoy', { 'sidecar-injector.dev/envoy.count': '7' });
    const entries = injectPod(subjectOf(podOf({}, annotations)), SET).trace();
    expect(entries.find(({ row }) => row === '13')?.saw).toBe('count is "7"');
  });
});
