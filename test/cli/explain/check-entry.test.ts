import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkEntry } from '../../../src/cli/explain/check-entry.ts';
import type { Check } from '../../../src/cli/explain/explanation.ts';
import { checkConditions } from '../../../src/cli/explain/match-condition.ts';
import { checkSelector } from '../../../src/cli/explain/selector.ts';
import { listEntries } from '../../../src/cli/explain/webhook-entry.ts';
import type { JsonObject } from '../../../src/injection/json.ts';
import { REPOSITORY } from '../../support/serve-process.ts';

const configuration = parse(
  readFileSync(`${REPOSITORY}webhook-config/mutating-webhook-configuration.yaml`, 'utf8'),
) as JsonObject;

function check(labels: JsonObject, annotations: JsonObject, namespace = 'shop'): readonly (readonly string[])[] {
  const pod = { metadata: { annotations }, spec: { containers: [{ name: 'app' }] } };
  const known = { 'kubernetes.io/metadata.name': namespace, ...labels };
  const creation = { pod, namespace, namespaceLabels: { known, isComplete: true } };
  return listEntries([configuration]).map((webhook) => {
    const { verdict, parts = [] } = checkEntry(webhook, creation);
    const stopping: readonly string[] = parts.filter((part) => part.verdict === 'stops').map(({ about }) => about);
    return [verdict as string].concat(stopping);
  });
}

const ENABLED = { 'sidecar-injector.dev/injection': 'enabled' };
const INJECT = 'sidecar-injector.dev/inject';

describe('checkEntry, of our own webhook configuration', () => {
  it.each<[string, JsonObject, JsonObject, readonly (readonly string[])[]]>([
    ['enabled', ENABLED, {}, [['ok'], ['stops', 'namespaceSelector', 'matchConditions']]],
    [
      'enabled, opted out',
      ENABLED,
      { [INJECT]: 'false' },
      [
        ['stops', 'matchConditions'],
        ['stops', 'namespaceSelector', 'matchConditions'],
      ],
    ],
    ['asks', {}, { [INJECT]: 'true' }, [['stops', 'namespaceSelector'], ['ok']]],
    ['asks classically', {}, { 'initializer.kubernetes.io/envoy': 'true' }, [['stops', 'namespaceSelector'], ['ok']]],
    [
      'nobody asks',
      {},
      {},
      [
        ['stops', 'namespaceSelector'],
        ['stops', 'matchConditions'],
      ],
    ],
    [
      'disabled',
      { 'sidecar-injector.dev/injection': 'disabled' },
      { [INJECT]: 'true' },
      [
        ['stops', 'namespaceSelector'],
        ['stops', 'namespaceSelector'],
      ],
    ],
    [
      'mirror',
      ENABLED,
      { 'kubernetes.io/config.mirror': 'x' },
      [
        ['stops', 'matchConditions'],
        ['stops', 'namespaceSelector', 'matchConditions'],
      ],
    ],
  ])('%s', (_, labels, annotations, expected) => {
    expect(check(labels, annotations)).toEqual(expected);
  });

  it('is stopped by the name of a protected namespace', () => {
    expect(check(ENABLED, {}, 'kube-system')[0]).toEqual(['stops', 'namespaceSelector']);
  });
});

function expression(operator: string, ...values: readonly string[]): JsonObject {
  return { matchExpressions: [{ key: 'a', operator, ...(values.length > 0 && { values }) }] };
}

describe('checkSelector', () => {
  it.each<[JsonObject | undefined, JsonObject, Check['verdict'], string]>([
    [undefined, {}, 'ok', 'none: it selects everything'],
    [{}, {}, 'ok', 'none: it selects everything'],
    [{ matchLabels: { a: '1' } }, { a: '1' }, 'ok', 'a In [1]: it is "1"'],
    [{ matchLabels: { a: '1' } }, { a: '2' }, 'stops', 'a In [1]: it is "2"'],
    [expression('In', '1', '2'), {}, 'stops', 'a In [1, 2]: the label is absent'],
    [expression('NotIn', '1'), {}, 'ok', 'a NotIn [1]: the label is absent'],
    [expression('NotIn', '1'), { a: '1' }, 'stops', 'a NotIn [1]: it is "1"'],
    [expression('Exists'), {}, 'stops', 'a Exists: the label is absent'],
    [expression('DoesNotExist'), { a: '' }, 'stops', 'a DoesNotExist: it is ""'],
    [expression('Like', 'x'), { a: 'x' }, 'unknown', 'a Like [x]: it is "x"'],
  ])('%j of %j: %s', (selector, known, verdict, saw) => {
    expect(checkSelector('it', selector, { known, isComplete: true })).toEqual({ about: 'it', saw, verdict });
  });

  it('cannot tell what is not known', () => {
    expect(checkSelector('it', expression('Exists'), { known: {}, isComplete: false }).verdict).toBe('unknown');
  });
});

function conditionsOf(source: string): JsonObject {
  return { matchConditions: [{ name: 'c', expression: source }] };
}

describe('checkConditions', () => {
  const scope = {
    object: { metadata: { name: 'web' }, spec: { containers: [{ name: 'app' }] } },
    request: { operation: 'CREATE' },
    namespaceObject: { metadata: { name: 'shop' } },
  };
  it.each<[string, Check['verdict'], RegExp]>([
    ['object.spec.containers.exists(c, c.name == "app")', 'ok', /^it is true: object/],
    ['has(object.metadata.annotations)', 'stops', /^it is false: has/],
    ['request.operation == "CREATE"', 'ok', /^it is true/],
    ['object.metadata.labels["x"] == "y"', 'stops', /^it fails, and then failurePolicy decides: .*no such key/],
    ['request.userInfo.username == "me"', 'unknown', /^not evaluated: it depends on who sends the request: /],
    ['request.?userInfo.?username.orValue("") == "me"', 'unknown', /^not evaluated: it depends/],
    ['authorizer.group("").resource("pods").check("create").allowed()', 'unknown', /^not evaluated: /],
    ['oldObject == null', 'unknown', /^not evaluated: unknown name "oldObject"/],
  ])('%s', (source, verdict, saw) => {
    const [condition] = checkConditions(conditionsOf(source), scope).parts ?? [];
    expect(condition).toEqual({ about: 'c', verdict, saw: expect.stringMatching(saw) as string });
  });
});
