import { describe, expect, it } from 'vitest';
import { parseConfigMapReview } from '../../src/admission/configmap-review.ts';
import { configMapOf, configMapReview, GOOD } from '../support/configmap-review.ts';

const CONFIG_MAP = configMapOf({ config: GOOD });

describe('parseConfigMapReview', () => {
  it('reads who asks, and both versions', () => {
    const old = configMapOf({});
    expect(parseConfigMapReview(configMapReview(CONFIG_MAP, old, { dryRun: true }))).toStrictEqual({
      ok: true,
      value: {
        uid: '13796e58-a751-4671-8371-67ff68c1f41d',
        namespace: 'sidecar-injector',
        name: 'envoy-initializer',
        dryRun: true,
        object: CONFIG_MAP,
        oldObject: old,
      },
    });
  });

  it('reads no object of a request that stores no ConfigMap', () => {
    const parsed = parseConfigMapReview(configMapReview('x', CONFIG_MAP, { operation: 'DELETE' }));
    expect(parsed).toMatchObject({ ok: true, value: { object: undefined, oldObject: undefined } });
  });

  it.each<[string, unknown, string]>([
    ['no review', {}, 'not-a-review'],
    ['no object', configMapReview(null), 'no-object'],
    ['data that are a list', configMapReview({ data: [] }), 'malformed-configmap'],
    ['a document that is a number', configMapReview({ data: { config: 1 } }), 'malformed-configmap'],
    ['binaryData that are text', configMapReview({ binaryData: 'x' }), 'malformed-configmap'],
    ['metadata that are text', configMapReview({ metadata: 'x' }), 'malformed-configmap'],
    ['an annotation that is true', configMapReview({ metadata: { annotations: { a: true } } }), 'malformed-configmap'],
    ['an old version with data that are text', configMapReview(CONFIG_MAP, { data: 'x' }), 'malformed-configmap'],
  ])('refuses %s', (_title, body, code) => {
    expect(parseConfigMapReview(body)).toMatchObject({ ok: false, error: { code } });
  });

  it('names the version and the field', () => {
    const parsed = parseConfigMapReview(configMapReview(CONFIG_MAP, { data: { config: 1 } }));
    expect(parsed).toMatchObject({ error: { message: 'request.oldObject.data must be an object of strings' } });
  });
});
