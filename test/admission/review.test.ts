import { describe, expect, it } from 'vitest';
import { findUid, parseReview, REVIEW_ERROR_CODES } from '../../src/admission/review.ts';
import type { Json, JsonObject } from '../../src/injection/json.ts';

const POD = { spec: { containers: [{ name: 'app' }] } };
const KIND = { group: '', version: 'v1', kind: 'Pod' };
const REQUEST: JsonObject = { uid: 'u-1', kind: KIND, operation: 'CREATE', namespace: 'demo', object: POD };

function review(request: Json | undefined, rest: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    ...(request === undefined ? {} : { request }),
    ...rest,
  };
}

const of = (rest: JsonObject): JsonObject => review({ ...REQUEST, ...rest });
const withPod = (pod: JsonObject): JsonObject => of({ object: { ...POD, ...pod } });
const NOT_A_REVIEW = 'not-a-review the body must be a JSON object of kind AdmissionReview';

const FAILURES: readonly (readonly [string, unknown, string])[] = [
  ['nothing', undefined, NOT_A_REVIEW],
  ['null', null, NOT_A_REVIEW],
  ['a text', 'x', NOT_A_REVIEW],
  ['a list', [], NOT_A_REVIEW],
  ['another kind', { kind: 'Pod' }, NOT_A_REVIEW],
  [
    'another version',
    review(REQUEST, { apiVersion: 'admission.k8s.io/v1beta1' }),
    'not-a-review apiVersion must be "admission.k8s.io/v1", not "admission.k8s.io/v1beta1"',
  ],
  [
    'no version',
    review(REQUEST, { apiVersion: null }),
    'not-a-review apiVersion must be "admission.k8s.io/v1", not null',
  ],
  ['no request', review(undefined), 'no-request request must be an object'],
  ['a request that is a list', review([]), 'no-request request must be an object'],
  ['no uid', of({ uid: null }), 'no-uid request.uid must be a string'],
  ['an empty uid', of({ uid: '' }), 'no-uid request.uid must be a string'],
  ['a uid that is a number', of({ uid: 5 }), 'no-uid request.uid must be a string'],
  ['no object', of({ object: null }), 'no-object request.object must be an object'],
  ['an object that is a list', of({ object: [] }), 'no-object request.object must be an object'],
  ['metadata that is a text', withPod({ metadata: 'x' }), 'malformed-pod request.object.metadata must be an object'],
  [
    'labels that are a list',
    withPod({ metadata: { labels: [] } }),
    'malformed-pod request.object.metadata.labels must be an object of strings',
  ],
  [
    'a label that is a number',
    withPod({ metadata: { labels: { a: 1 } } }),
    'malformed-pod request.object.metadata.labels must be an object of strings',
  ],
  [
    'an annotation that is null',
    withPod({ metadata: { annotations: { a: null } } }),
    'malformed-pod request.object.metadata.annotations must be an object of strings',
  ],
  ['a spec that is a list', withPod({ spec: [] }), 'malformed-pod request.object.spec must be an object'],
  [
    'containers that are an object',
    withPod({ spec: { containers: {} } }),
    'malformed-pod request.object.spec.containers must be a list of objects with names',
  ],
  [
    'a container that is null',
    withPod({ spec: { containers: [null] } }),
    'malformed-pod request.object.spec.containers must be a list of objects with names',
  ],
  [
    'an init container with a number for a name',
    withPod({ spec: { initContainers: [{ name: 1 }] } }),
    'malformed-pod request.object.spec.initContainers must be a list of objects with names',
  ],
  [
    'an ephemeral container that is a text',
    withPod({ spec: { ephemeralContainers: ['x'] } }),
    'malformed-pod request.object.spec.ephemeralContainers must be a list of objects with names',
  ],
  [
    'volumes that are a text',
    withPod({ spec: { volumes: 'x' } }),
    'malformed-pod request.object.spec.volumes must be a list of objects with names',
  ],
];

describe('parseReview', () => {
  it.each(FAILURES)('refuses %s', (_, body, expected) => {
    const parsed = parseReview(body);
    expect(parsed.ok ? 'ok' : `${parsed.error.code} ${parsed.error.message}`).toBe(expected);
  });

  it('has a case for every code', () => {
    const codes = new Set(FAILURES.map(([, , expected]) => expected.split(' ')[0]));
    expect(codes).toStrictEqual(new Set(REVIEW_ERROR_CODES));
  });

  it('reads a request', () => {
    expect(parseReview(of({ dryRun: true }))).toStrictEqual({
      ok: true,
      value: {
        uid: 'u-1',
        namespace: 'demo',
        isPodCreate: true,
        dryRun: true,
        object: POD,
        attributes: { ...REQUEST, dryRun: true },
      },
    });
  });

  it('keeps the object as the very JSON that came', () => {
    const parsed = parseReview(of({}));
    expect(parsed.ok && parsed.value.object).toBe(POD);
  });

  it.each<[string, JsonObject]>([
    ['lists that are null', { spec: { containers: null, initContainers: null, volumes: null } }],
    ['nothing but a kind', { spec: null, metadata: null }],
    ['labels that are null', { metadata: { labels: null, annotations: null } }],
    ['a field that nobody knows', { metadata: { 'x-unknown': [] }, spec: { 'x-unknown': 1 } }],
  ])('takes a Pod with %s', (_, pod) => {
    expect(parseReview(withPod(pod)).ok).toBe(true);
  });

  it.each<[string, JsonObject, boolean]>([
    ['a Pod', {}, true],
    ['a Pod without a group', { kind: { version: 'v1', kind: 'Pod' } }, true],
    ['an empty subresource', { subResource: '' }, true],
    ['a subresource that is null', { subResource: null }, true],
    ['another kind', { kind: { ...KIND, kind: 'PodTemplate' } }, false],
    ['another version', { kind: { ...KIND, version: 'v2' } }, false],
    ['another group', { kind: { ...KIND, group: 'apps' } }, false],
    ['no kind', { kind: null }, false],
    ['an update', { operation: 'UPDATE' }, false],
    ['a deletion without an object', { operation: 'DELETE', object: null }, false],
    ['a connection', { operation: 'CONNECT' }, false],
    ['an operation in small letters', { operation: 'create' }, false],
    ['a subresource', { subResource: 'ephemeralcontainers' }, false],
  ])('of %s tells whether it creates a Pod', (_, rest, expected) => {
    const parsed = parseReview(of(rest));
    expect(parsed.ok && parsed.value.isPodCreate).toBe(expected);
    expect(parsed.ok).toBe(true);
  });

  it('takes an object of any shape where no Pod is created', () => {
    expect(parseReview(of({ operation: 'UPDATE', object: { spec: 1 } })).ok).toBe(true);
  });
});

describe('findUid', () => {
  it.each<[string, string | undefined]>([
    ['{"request":{"uid":"13796e58-a751","kind":', '13796e58-a751'],
    ['{"request" : { "uid" : "a"', 'a'],
    ['{"uid":"cut off', undefined],
    ['{"uid":""', undefined],
    ['{"uid":"a\\u0000"', undefined],
    [`{"uid":"${'a'.repeat(129)}"`, undefined],
    ['', undefined],
  ])('in %j finds %j', (start, expected) => {
    expect(findUid(start)).toBe(expected);
  });
});
