import { describe, expect, it } from 'vitest';
import { mutate, type MutateContext, type Review } from '../../src/admission/mutate.ts';
import { objectAt, objectsAt, stringAt, type JsonObject } from '../../src/injection/json.ts';
import type { PatchOperation } from '../../src/injection/outcome.ts';
import { applyPatch, copyOf, deepFreeze } from '../support/apply-patch.ts';
import { contextOf, loadExample, loadReviews } from '../support/load-example.ts';

const CONTEXT = contextOf(loadExample());
const REVIEWS = loadReviews();

/** What becomes of the recorded reviews that are not injected. */
const SKIPPED: Readonly<Record<string, string>> = {
  'host-network': 'host-network',
  'not-asking': 'not-requested',
  'opted-out': 'pod-opted-out',
  windows: 'other-os',
};

function review(body: JsonObject, context: MutateContext = CONTEXT): Review {
  const answered = mutate(body, context);
  if (!answered.ok) throw new Error(answered.error.message);
  return answered.value;
}

function podOfReview(body: JsonObject): JsonObject {
  return objectAt(objectAt(body, 'request'), 'object') ?? {};
}

function withPod(body: JsonObject, pod: JsonObject): JsonObject {
  return { ...body, request: { ...objectAt(body, 'request'), object: pod } };
}

function sentPatch({ response }: Review): readonly PatchOperation[] {
  const { patch } = response.response;
  return patch === undefined ? [] : (JSON.parse(Buffer.from(patch, 'base64').toString('utf8')) as PatchOperation[]);
}

function tokenOf(container: JsonObject | undefined): readonly JsonObject[] {
  return objectsAt(container, 'volumeMounts').filter((mount) =>
    stringAt(mount, 'name')?.startsWith('kube-api-access-'),
  );
}

function namespace(labels: JsonObject, annotations: JsonObject = {}): MutateContext['findNamespace'] {
  return () => ({ labels, annotations });
}

const injectedReviews = REVIEWS.filter(({ name }) => SKIPPED[name] === undefined);

describe('mutate', () => {
  it('has recorded reviews to look at', () => {
    expect(REVIEWS.length).toBeGreaterThan(20);
    expect(REVIEWS.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(SKIPPED)));
  });

  it.each(REVIEWS)('echoes the uid of $name and allows it', ({ body }) => {
    const { response } = review(body).response;
    expect(response.uid).toBe(stringAt(objectAt(body, 'request'), 'uid'));
    expect(response.allowed).toBe(true);
  });

  it.each(Object.entries(SKIPPED))('skips %s as %s', (name, reason) => {
    const recorded = REVIEWS.find((one) => one.name === name);
    const { outcome, response } = review(recorded?.body ?? {});
    expect(outcome.decision).toStrictEqual({ action: 'skip', reason });
    expect(response.response.patch).toBeUndefined();
  });

  describe.each(injectedReviews)('of the recorded review $name', ({ body }) => {
    const answered = review(deepFreeze(body));
    const before = objectAt(podOfReview(body), 'spec') ?? {};
    const patched = applyPatch(podOfReview(body), sentPatch(answered));
    const after = objectAt(patched, 'spec') ?? {};

    it('only adds', () => {
      expect(answered.outcome.decision).toStrictEqual({ action: 'inject', reason: 'injected' });
      expect(sentPatch(answered).filter(({ op }) => op !== 'add')).toStrictEqual([]);
    });

    it('sends a patch that gives the injected Pod', () => {
      expect(JSON.stringify(patched)).toBe(JSON.stringify(answered.outcome.pod));
    });

    it('adds envoy and its volume beside what the Pod has, and touches nothing of that', () => {
      for (const list of ['containers', 'initContainers', 'volumes']) {
        const own = objectsAt(after, list).filter(({ name }) => name !== 'envoy' && name !== 'envoy-conf');
        expect(JSON.stringify(own)).toBe(JSON.stringify(before[list] ?? []));
      }
      expect(objectsAt(after, 'volumes').at(-1)).toStrictEqual({ name: 'envoy-conf', configMap: { name: 'envoy' } });
    });

    it('puts envoy last, or before all init containers where the Pod ends', () => {
      const ends = before['restartPolicy'] !== 'Always';
      const envoy = ends ? objectsAt(after, 'initContainers')[0] : objectsAt(after, 'containers').at(-1);
      expect(envoy).toMatchObject({ name: 'envoy', resources: { limits: { cpu: '1000m' } } });
      expect(envoy?.['restartPolicy']).toBe(ends ? 'Always' : undefined);
      expect(tokenOf(envoy)).toStrictEqual(tokenOf(objectsAt(after, 'containers')[0]));
    });

    it('sends no patch the second time', () => {
      const again = review(withPod(body, copyOf(answered.outcome.pod)));
      expect(again.outcome.decision).toStrictEqual({ action: 'skip', reason: 'already-injected' });
      expect(again.response.response.patch).toBeUndefined();
    });
  });

  describe('of a Pod that does not ask', () => {
    const body = REVIEWS.find(({ name }) => name === 'not-asking')?.body ?? {};
    const reason = (context: Partial<MutateContext>): string =>
      review(body, { ...CONTEXT, ...context }).outcome.decision.reason;

    it.each<[string, Partial<MutateContext>, string]>([
      ['the entry for enabled namespaces sent it', { isEnabledEntry: true }, 'injected'],
      ['the other entry sent it', {}, 'not-requested'],
      [
        'only the cache says enabled',
        { findNamespace: namespace({ 'sidecar-injector.dev/injection': 'enabled' }) },
        'not-requested',
      ],
      [
        'the cache says disabled',
        { isEnabledEntry: true, findNamespace: namespace({ 'sidecar-injector.dev/injection': 'disabled' }) },
        'namespace-disabled',
      ],
      [
        'the namespace names a template',
        { isEnabledEntry: true, findNamespace: namespace({}, { 'sidecar-injector.dev/templates': 'nobody' }) },
        'unknown-template',
      ],
      [
        'its namespace is protected',
        { isEnabledEntry: true, protectedNamespaces: new Set(['demo']) },
        'protected-namespace',
      ],
    ])('decides by the namespace when %s', (_, context, expected) => {
      expect(reason(context)).toBe(expected);
    });
  });

  it('allows a request that creates no Pod', () => {
    const { body } = REVIEWS[0] ?? { body: {} };
    const update = { ...body, request: { ...objectAt(body, 'request'), operation: 'UPDATE' } };
    const { outcome, response } = review(update);
    expect(outcome.decision).toStrictEqual({ action: 'skip', reason: 'not-a-pod-create' });
    expect(response.response.allowed).toBe(true);
  });

  it('gives back what is wrong with a body that is no review', () => {
    expect(mutate({}, CONTEXT)).toMatchObject({ ok: false, error: { code: 'not-a-review' } });
  });

  it('decides by path and Pod where the namespace should be known and is not, and says so', () => {
    const [{ body } = { body: {} }] = injectedReviews;
    const { outcome } = review(body, { ...CONTEXT, expectsNamespaces: true });
    expect(outcome.decision.action).toBe('inject');
    expect(outcome.warnings).toStrictEqual([
      {
        code: 'namespace-unknown',
        message: 'namespace "demo" is not known yet: its label and annotations were not looked at',
      },
    ]);
  });
});
