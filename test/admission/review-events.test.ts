import { describe, expect, it } from 'vitest';
import type { InjectorEvent } from '../../src/admission/event.ts';
import { mutate } from '../../src/admission/mutate.ts';
import { EVENT_REASON_OF_WARNING, reviewEvents } from '../../src/admission/review-events.ts';
import type { JsonObject } from '../../src/injection/json.ts';
import { WARNING_CODES } from '../../src/injection/outcome.ts';
import { contextOf, loadExample, podOf, setOf } from '../support/load-example.ts';
import { reviewOf } from '../support/review-of.ts';

const OWNER = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'shop-5d8c', uid: 'u-1', controller: true };
const ASKS = { 'sidecar-injector.dev/inject': 'true' };
const ON_HOST = { hostNetwork: true };

/** A Pod that asks with these annotations, of these owners. */
function ownedPod(
  spec: JsonObject,
  annotations: JsonObject = ASKS,
  ownerReferences: readonly JsonObject[] = [OWNER],
): JsonObject {
  const pod = podOf(spec, annotations);
  return { ...pod, metadata: { generateName: 'shop-', annotations, ownerReferences } };
}

function eventsOf(
  pod: JsonObject,
  request: JsonObject = {},
  context = contextOf(loadExample()),
): readonly InjectorEvent[] {
  const reviewed = mutate(reviewOf(pod, request), context);
  if (!reviewed.ok) throw new Error(reviewed.error.message);
  return reviewEvents(reviewed.value.request, reviewed.value.outcome);
}

/** Forty variables with such values. */
function variablesOf(value: string): JsonObject[] {
  return Array.from({ length: 40 }, (_, index) => ({ name: `SECRET_${index}`, value: `${value}${index}` }));
}

function camelCase(code: string): string {
  return code.replaceAll(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
}

describe('reviewEvents', () => {
  it("tells the Pod's controller of an explicit request that was skipped", () => {
    expect(eventsOf(ownedPod(ON_HOST))).toStrictEqual([
      {
        about: { apiVersion: 'apps/v1', kind: 'ReplicaSet', namespace: 'demo', name: 'shop-5d8c', uid: 'u-1' },
        type: 'Warning',
        reason: 'RequestSkipped',
        action: 'Inject',
        message:
          'template "envoy" was not injected: the Pod is on the host network and the template does not say hostNetwork: allow',
      },
    ]);
  });

  it.each<[string, JsonObject, string]>([
    ['a name that is taken', { containers: [{ name: 'envoy', image: 'other:1' }] }, 'NameTaken'],
    [
      'a value that gave way',
      { volumes: [{ name: 'certs', secret: { secretName: 'mine' } }], containers: [{ name: 'app', image: 'a' }] },
      'Conflict',
    ],
  ])('tells of %s', (_title, spec, reason) => {
    const text = 'containers: [{name: envoy, image: "e:1"}]\nvolumes: [{name: certs, emptyDir: {}}]';
    const [event, ...others] = eventsOf(ownedPod(spec), {}, contextOf(setOf({ envoy: text })));
    expect(event?.reason).toBe(reason);
    expect(others).toStrictEqual([]);
  });

  it.each<[string, JsonObject]>([
    ['classic annotation of nobody', { ...ASKS, 'initializer.kubernetes.io/gone': 'true' }],
    ['Pod that does not ask', {}],
  ])('has nothing to tell of a %s', (_title, annotations) => {
    expect(eventsOf(ownedPod({}, annotations))).toStrictEqual([]);
  });

  it('has nothing to tell on a dry run', () => {
    expect(eventsOf(ownedPod(ON_HOST), { dryRun: true })).toStrictEqual([]);
  });

  it('leaves a rejection to the controller, which writes FailedCreate', () => {
    const annotations = { 'sidecar-injector.dev/inject': 'envoy,gone', 'initializer.kubernetes.io/lost': 'true' };
    expect(eventsOf(ownedPod(ON_HOST, annotations))).toStrictEqual([]);
  });

  it.each<[string, readonly JsonObject[]]>([
    ['nobody', []],
    ['an owner that is no controller', [{ ...OWNER, controller: false }]],
    ['a controller without a name', [{ ...OWNER, name: '' }]],
    ['a controller without a uid', [{ ...OWNER, uid: null }]],
    ['a controller with a name that is no name', [{ ...OWNER, name: 'x'.repeat(254) }]],
  ])('tells nobody where the Pod belongs to %s', (_title, owners) => {
    expect(eventsOf(ownedPod(ON_HOST, ASKS, owners))).toStrictEqual([]);
  });

  it('tells many of one kind in one Event, on one line, within the limit', () => {
    const template = {
      containers: [
        { name: '*', env: variablesOf('template') },
        { name: 'envoy', image: 'e:1' },
      ],
    };
    const pod = ownedPod({ containers: [{ name: 'app', image: 'a:1', env: variablesOf('canary7f3a') }] });
    const [event, ...others] = eventsOf(pod, {}, contextOf(setOf({ envoy: JSON.stringify(template) })));
    expect(others).toStrictEqual([]);
    expect(event?.reason).toBe('Conflict');
    expect(event?.message).toMatch(/; and 35 more$/);
    expect(event?.message).not.toMatch(/\n|canary7f3a/);
    expect(event?.message.length).toBeLessThanOrEqual(1024);
  });

  it('cuts a message at 1,024 characters', () => {
    const warnings = [{ code: 'name-taken', message: 'é\n'.repeat(2000) }] as const;
    const reviewed = mutate(reviewOf(ownedPod({})), contextOf(loadExample()));
    if (!reviewed.ok) throw new Error(reviewed.error.message);
    const [event] = reviewEvents(reviewed.value.request, { ...reviewed.value.outcome, warnings });
    expect(event?.message).toHaveLength(1024);
    expect(event?.message).toMatch(/^é\\u000aé.*…$/);
  });
});

describe('EVENT_REASON_OF_WARNING', () => {
  it('names an Event as its warning, in upper camel case', () => {
    const named = WARNING_CODES.flatMap((code) => {
      const reason = EVENT_REASON_OF_WARNING[code];
      return reason === undefined ? [] : [[code, reason] as const];
    });
    expect(named.map(([, reason]) => reason)).toStrictEqual(named.map(([code]) => camelCase(code)));
  });
});
