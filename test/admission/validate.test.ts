import { describe, expect, it } from 'vitest';
import { MAX_CHECKED_LENGTH, validate, type TemplateReview } from '../../src/admission/validate.ts';
import type { JsonObject } from '../../src/injection/json.ts';
import { configMapOf, configMapReview, GOOD } from '../support/configmap-review.ts';
import { podOf, sha256Hex } from '../support/load-example.ts';
import { reviewOf } from '../support/review-of.ts';

const CONTEXT = {
  templateConfigMap: { namespace: 'sidecar-injector', configMap: 'envoy-initializer' },
  sha256Hex,
};
const BROKEN = 'containers: [{name: envoy, image: "envoy:1", imge: x}]';
const BROKEN_PROBLEM = 'containers[0].imge: a Container has no field "imge": did you mean "image"?';
const OTHER = 'containers: [{name: log, image: "log:1"}]';
const DEFAULT = `default: true\n${GOOD}`;

function reviewed(body: unknown, context: Parameters<typeof validate>[1] = CONTEXT): TemplateReview {
  const result = validate(body, context);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

function answerTo(body: unknown): TemplateReview['response']['response'] {
  return reviewed(body).response.response;
}

const ALLOWED = { uid: '13796e58-a751-4671-8371-67ff68c1f41d', allowed: true };

describe('validate', () => {
  it('lets a good ConfigMap in, without a word', () => {
    expect(answerTo(configMapReview(configMapOf({ config: GOOD })))).toStrictEqual(ALLOWED);
    expect(reviewed(configMapReview(configMapOf({ config: GOOD })))).toMatchObject({ result: 'allowed', problems: [] });
  });

  it('refuses a bad one with every problem of every key, by key and line', () => {
    const data = { 'log.yaml': `nmae: 1\n${OTHER}`, config: `default: true\n${BROKEN}\nvolumes: 1` };
    expect(answerTo(configMapReview(configMapOf(data)))).toStrictEqual({
      ...ALLOWED,
      allowed: false,
      status: {
        code: 422,
        reason: 'Invalid',
        message: [
          'the templates have 3 problems, so the ConfigMap stays as it is:',
          `config:2:46: ${BROKEN_PROBLEM}`,
          'config:3:10: volumes: must be a list, not 1',
          'log.yaml:1:1: nmae: a template has no field "nmae"',
        ].join('\n'),
        details: {
          kind: 'ConfigMap',
          name: 'envoy-initializer',
          causes: [
            { reason: 'FieldValueInvalid', field: 'config:2:46', message: BROKEN_PROBLEM },
            { reason: 'FieldValueInvalid', field: 'config:3:10', message: 'volumes: must be a list, not 1' },
            { reason: 'FieldValueInvalid', field: 'log.yaml:1:1', message: 'nmae: a template has no field "nmae"' },
          ],
        },
      },
    });
  });

  it('puts what concerns all templates last', () => {
    const { status } = answerTo(configMapReview(configMapOf({ envoy: GOOD, log: OTHER })));
    expect(status?.details?.causes.map(({ field }) => field)).toEqual(['data']);
    const mixed = answerTo(
      configMapReview(configMapOf({ envoy: DEFAULT, log: `default: true\n${OTHER}`, zip: BROKEN })),
    );
    expect(mixed.status?.details?.causes.map(({ field }) => field)).toEqual(['zip:1:46', 'data']);
  });

  it.each([
    ['no data', { metadata: {} }],
    ['empty data', configMapOf({})],
    ['binaryData only', { metadata: {}, binaryData: { envoy: 'AAA=' } }],
  ])('refuses a ConfigMap with %s', (_title, object) => {
    const { allowed, status } = answerTo(configMapReview(object));
    expect([allowed, status?.message]).toEqual([
      false,
      'the templates have a problem, so the ConfigMap stays as it is:\n' +
        'data: no template would be in force: keep one key with a template; to have nothing injected, label the namespaces ' +
        'or delete the MutatingWebhookConfiguration',
    ]);
  });

  it('warns of keys under binaryData, which are no templates', () => {
    const object = { ...configMapOf({ config: GOOD }), binaryData: { other: 'AAA=' } };
    expect(answerTo(configMapReview(object))).toStrictEqual({
      ...ALLOWED,
      warnings: ['the key "other" stands under binaryData and is left out: a template is UTF-8 text, under data'],
    });
  });
});

describe('validate of an update', () => {
  const old = configMapOf({ envoy: DEFAULT, log: OTHER });

  it('refuses that a key disappears, and says what to do', () => {
    const { status } = answerTo(configMapReview(configMapOf({ envoy: DEFAULT }), old));
    expect(status?.message).toBe(
      'the templates have a problem, so the ConfigMap stays as it is:\n' +
        'log: the key "log" is gone: its last good version stays in force until the ConfigMap\'s annotation ' +
        'sidecar-injector.dev/retired names "log"',
    );
  });

  it.each([
    ['is named as retired', configMapOf({ envoy: DEFAULT }, 'old, log')],
    ['is renamed', configMapOf({ envoy: DEFAULT, 'log.yaml': OTHER })],
  ])('lets a key disappear that %s', (_title, object) => {
    expect(answerTo(configMapReview(object, old))).toStrictEqual(ALLOWED);
  });

  it('refuses that the last template is retired', () => {
    const { status } = answerTo(configMapReview(configMapOf({}, 'envoy'), configMapOf({ config: GOOD })));
    expect(status?.details?.causes.map(({ field }) => field)).toEqual(['data']);
  });

  it('lets the one mend of a broken ConfigMap in', () => {
    expect(answerTo(configMapReview(configMapOf({ config: GOOD }), configMapOf({ config: BROKEN })))).toStrictEqual(
      ALLOWED,
    );
  });

  it('lets a broken key be taken out again: it gave no template', () => {
    const broken = configMapOf({ envoy: DEFAULT, log: BROKEN });
    expect(answerTo(configMapReview(configMapOf({ envoy: DEFAULT }), broken))).toStrictEqual(ALLOWED);
  });

  it('refuses another edit of a broken ConfigMap, with the problem that was there before', () => {
    const broken = configMapOf({ envoy: DEFAULT, log: BROKEN });
    const { allowed, status } = answerTo(
      configMapReview(configMapOf({ envoy: `${DEFAULT}\nos: any`, log: BROKEN }), broken),
    );
    expect([allowed, status?.details?.causes.map(({ field }) => field)]).toEqual([false, ['log:1:46']]);
  });

  it.each<[string, JsonObject]>([
    ['an annotation', { annotations: { 'sidecar-injector.dev/retired': 'a, b', note: 'incident 7' } }],
    ['the end of a finalizer', { annotations: { 'sidecar-injector.dev/retired': 'a, b' }, finalizers: [] }],
    ['the retired names in another order', { annotations: { 'sidecar-injector.dev/retired': 'b,a' } }],
  ])('lets %s into a broken ConfigMap, and warns', (_title, metadata) => {
    const broken = configMapOf({ config: BROKEN }, 'a, b');
    expect(answerTo(configMapReview({ ...broken, metadata }, broken))).toStrictEqual({
      ...ALLOWED,
      warnings: [`still broken: config:1:46: ${BROKEN_PROBLEM}`],
    });
  });

  it('refuses a change of the retired names alone while something is broken', () => {
    const change = configMapReview(configMapOf({ config: BROKEN }, 'log'), configMapOf({ config: BROKEN }));
    expect(answerTo(change).allowed).toBe(false);
  });
});

describe('validate of anything else', () => {
  const broken = configMapOf({ config: BROKEN });

  it.each<[string, JsonObject]>([
    ['another name', configMapReview(broken, null, { name: 'other' })],
    ['a name that is to be made up', configMapReview(broken, null, { name: '' })],
    ['another namespace', configMapReview(broken, null, { namespace: 'demo' })],
    ['a deletion', configMapReview(null, broken, { operation: 'DELETE' })],
    ['a subresource', configMapReview(broken, null, { subResource: 'status' })],
    [
      'a ConfigMap of another group',
      configMapReview(broken, null, { kind: { group: 'a.b', version: 'v1', kind: 'ConfigMap' } }),
    ],
    ['a Pod', reviewOf(podOf())],
  ])('lets %s in untouched', (_title, body) => {
    expect(answerTo(body)).toStrictEqual(ALLOWED);
    expect(reviewed(body).result).toBe('unchecked');
  });

  it('takes every ConfigMap for a template ConfigMap where none is named', () => {
    const body = configMapReview(broken, null, { name: 'other', namespace: 'demo' });
    expect(reviewed(body, { ...CONTEXT, templateConfigMap: undefined }).result).toBe('refused');
  });

  it('does not check more text than it may take time for, and says so', () => {
    const text = `# ${'x'.repeat(MAX_CHECKED_LENGTH / 2)}\n${BROKEN}`;
    const body = configMapReview(configMapOf({ config: text }), configMapOf({ config: text }));
    expect(reviewed(body).result).toBe('unchecked');
    expect(answerTo(body).warnings?.[0]).toMatch(/^the templates are not checked before they are stored: /);
  });

  it.each(['data', 'binaryData'])('counts each key of %s as text', (field) => {
    const keys = Array.from({ length: 300 }, (_, index) => [`k${index}`, '']);
    expect(reviewed(configMapReview({ [field]: Object.fromEntries(keys) })).result).toBe('unchecked');
  });
});
