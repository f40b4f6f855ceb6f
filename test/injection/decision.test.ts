import { describe, expect, it } from 'vitest';
import { selectTemplates, type Subject } from '../../src/injection/decision.ts';
import type { JsonObject } from '../../src/injection/json.ts';
import { podOf, setOf, subjectOf } from '../support/load-example.ts';

const SET = setOf({ envoy: 'containers: [{name: envoy, image: "x:1"}]' });
const MIRROR = { 'kubernetes.io/config.mirror': '' };

/** A Pod to which every row applies that it does not take away: each case drops the rows above its own. */
function subject(annotations: JsonObject, rest: Partial<Subject> = {}): Subject {
  return { ...subjectOf(podOf({}, annotations)), ...rest };
}

function namespace(name: string, injection: 'enabled' | 'disabled' | 'unset'): Subject['namespace'] {
  return { name, injection, labels: {}, annotations: {} };
}

const inject = (value: string): JsonObject => ({ 'sidecar-injector.dev/inject': value });
const KUBE_SYSTEM = namespace('kube-system', 'disabled');
const DISABLED = namespace('demo', 'disabled');

describe('selectTemplates', () => {
  it.each<[string, string, Subject]>([
    ['1', 'not-a-pod-create', subject({ ...MIRROR, ...inject('') }, { isPodCreate: false, namespace: KUBE_SYSTEM })],
    ['1', 'not-a-pod-create', { ...subjectOf(podOf({ containers: [] })), namespace: KUBE_SYSTEM }],
    ['1', 'not-a-pod-create', subjectOf(podOf({ containers: null }))],
    ['1', 'not-a-pod-create', subjectOf({})],
    ['2', 'protected-namespace', subject({ ...MIRROR, ...inject('') }, { namespace: KUBE_SYSTEM })],
    ['3', 'static-pod', subject({ ...MIRROR, ...inject('') }, { namespace: DISABLED })],
    ['4', 'namespace-disabled', subject(inject('false'), { namespace: DISABLED })],
    ['4', 'namespace-disabled', subject(inject(''), { namespace: DISABLED })],
    ['5', 'pod-opted-out', subject(inject('false'), { namespace: namespace('demo', 'enabled') })],
    ['5', 'pod-opted-out', subject({ ...inject('false'), 'initializer.kubernetes.io/envoy': 'true' })],
    ['7', 'not-requested', subject({})],
    ['7', 'not-requested', subject({ 'initializer.kubernetes.io/envoy': 'false' })],
    ['7', 'not-requested', subject({ 'initializer.kubernetes.io/envoy': 'yes' })],
  ])('skips at row %s as %s', (row, reason, one) => {
    const { decision, requests, trace } = selectTemplates(one, SET);
    expect(decision).toStrictEqual({ action: 'skip', reason });
    expect(requests).toStrictEqual([]);
    expect(
      trace()
        .filter(({ matched }) => matched)
        .map((entry) => entry.row),
    ).toStrictEqual([row]);
    expect(trace().at(-1)?.row).toBe(row);
  });

  it('rejects at row 6 a malformed annotation, asked for or not', () => {
    for (const one of [namespace('demo', 'enabled'), namespace('demo', 'unset')]) {
      const { decision } = selectTemplates(subject(inject('True'), { namespace: one }), SET);
      expect(decision).toStrictEqual({
        action: 'reject',
        reason: 'invalid-annotation',
        message:
          'annotation sidecar-injector.dev/inject has the value "True"; write "true": ' +
          'valid are "true", "false", or template names separated by commas, such as "envoy"',
      });
    }
  });

  it.each([
    ['the Pod asks', subject(inject('true'))],
    ['the Pod asks by the classic annotation', subject({ 'initializer.kubernetes.io/envoy': 'true' })],
    ['the namespace is enabled', subject({}, { namespace: namespace('demo', 'enabled') })],
  ])('goes on to the templates when %s', (_, one) => {
    const { decision, requests } = selectTemplates(one, SET);
    expect(decision).toBeUndefined();
    expect(requests.map(({ name }) => name)).toStrictEqual(['envoy']);
  });

  it('says what each row saw', () => {
    const entries = selectTemplates(subject(inject('true')), SET).trace();
    expect(entries.map(({ row, saw, matched }) => ({ row, saw, matched }))).toStrictEqual([
      { row: '1', saw: '1 containers', matched: false },
      { row: '2', saw: 'namespace "demo"', matched: false },
      { row: '3', saw: 'annotation kubernetes.io/config.mirror is absent', matched: false },
      { row: '4', saw: 'namespace is unset', matched: false },
      { row: '5', saw: 'annotation sidecar-injector.dev/inject is "true"', matched: false },
      { row: '6', saw: 'annotation sidecar-injector.dev/inject is "true"', matched: false },
      { row: '7', saw: 'namespace is unset, the Pod asks', matched: false },
    ]);
  });
});
