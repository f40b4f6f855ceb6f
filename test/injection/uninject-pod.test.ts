import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { injectPod } from '../../src/injection/inject-pod.ts';
import { isJsonObject, isSameJson, objectAt, type Json, type JsonObject } from '../../src/injection/json.ts';
import { uninjectPod } from '../../src/injection/uninject-pod.ts';
import { generatedCase } from '../support/arbitraries.ts';
import { copyOf, deepFreeze } from '../support/apply-patch.ts';
import { podOf, setOf, subjectOf } from '../support/load-example.ts';

const STATUS = 'sidecar-injector.dev/status';
const INJECTED = 'sidecar-injector.dev/injected';

function injectedPod(record: Json | string, spec: JsonObject = {}, more: JsonObject = {}): JsonObject {
  const status = typeof record === 'string' ? record : JSON.stringify(record);
  const pod = podOf(spec, { [STATUS]: status, ...more });
  return deepFreeze({ ...pod, metadata: { ...objectAt(pod, 'metadata'), labels: { [INJECTED]: 'true' } } });
}

const APP = { name: 'app', image: 'shop:1' };
const ENVOY = { name: 'envoy', image: 'envoy:1' };

/** Without nulls and without what is empty: to the API server these are absent, and so they are after an uninjection. */
function prune(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return (value as readonly Json[]).map((one) => prune(one) ?? null);
  if (!isJsonObject(value)) return value ?? undefined;
  const fields = Object.entries(value).map(([key, child]) => [key, prune(child)] as const);
  const kept = fields.filter(([, child]) => typeof child !== 'object' || Object.keys(child ?? {}).length > 0);
  return Object.fromEntries(kept.filter(([, child]) => child !== undefined));
}

describe('uninjectPod', () => {
  it('takes a container out, and the record with it', () => {
    const pod = injectedPod({ envoy: { revision: 'a', containers: ['envoy'] } }, { containers: [APP, ENVOY] });
    expect(uninjectPod(pod)).toStrictEqual({
      pod: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'shop' }, spec: { containers: [APP] } },
      templates: ['envoy'],
      problems: [],
    });
  });

  it('takes nothing out for a template that was skipped, and forgets its reason with the last that was injected', () => {
    const record = { envoy: { revision: 'a', containers: ['envoy'] }, log: { skipped: 'other-os' } };
    const pod = injectedPod(record, { containers: [APP, ENVOY] });
    expect(uninjectPod(pod)).toStrictEqual({
      pod: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'shop' }, spec: { containers: [APP] } },
      templates: ['envoy'],
      problems: [],
    });
    const left = injectedPod({ ...record, old: { revision: 'b' } }, { containers: [APP, ENVOY] });
    const { pod: after, templates } = uninjectPod(left);
    expect(templates).toStrictEqual(['envoy']);
    expect(objectAt(objectAt(after, 'metadata'), 'annotations')).toStrictEqual({
      [STATUS]: '{"log":{"skipped":"other-os"},"old":{"revision":"b"}}',
    });
  });

  it('leaves a Pod alone that was never injected', () => {
    const pod = podOf();
    expect(uninjectPod(pod)).toStrictEqual({ pod, templates: [], problems: [] });
    expect(uninjectPod(pod).pod).toBe(pod);
  });

  it('says that a Pod was injected and has no record', () => {
    const { [STATUS]: _, ...annotations } = { [STATUS]: '' };
    const pod = { metadata: { annotations, labels: { [INJECTED]: 'true' } }, spec: { containers: [APP] } };
    expect(uninjectPod(pod).problems).toStrictEqual([
      `the label ${INJECTED} says that it was injected, but there is no annotation ${STATUS}`,
    ]);
  });

  it.each(['garbage', '[]', 'null'])('leaves a Pod alone whose record is %s', (record) => {
    const pod = injectedPod(record, { containers: [APP, ENVOY] });
    const { pod: after, problems } = uninjectPod(pod);
    expect(after).toBe(pod);
    expect(problems).toStrictEqual([`the annotation ${STATUS} cannot be read: ${JSON.stringify(record)}`]);
  });

  it('leaves a template alone of which only the revision is recorded, with its record, and takes out the others', () => {
    const record = { log: { revision: 'b' }, envoy: { revision: 'a', containers: ['envoy'] } };
    const { pod, templates, problems } = uninjectPod(injectedPod(record, { containers: [APP, ENVOY] }));
    expect(templates).toStrictEqual(['envoy']);
    expect(problems).toStrictEqual(['template "log": the record has only its revision, so what it added is not known']);
    expect(pod).toStrictEqual(injectedPod({ log: { revision: 'b' } }, { containers: [APP] }));
  });

  it('says what is recorded and no longer there, and takes out the rest', () => {
    const record = {
      envoy: {
        revision: 'a',
        containers: ['gone', 'envoy'],
        labels: ['mesh'],
        fields: ['spec.dnsConfig'],
        gaveWay: [{ path: 'spec.dnsPolicy', value: 'Default' }],
      },
    };
    const { pod, problems } = uninjectPod(injectedPod(record, { containers: [APP, ENVOY] }));
    expect(problems).toStrictEqual([
      'spec.containers[name="gone"] is recorded and not there',
      'spec.dnsConfig is recorded and not there',
      'metadata.labels["mesh"] is recorded and not there',
      'spec.dnsPolicy is recorded as replaced and not there',
    ]);
    expect(objectAt(pod, 'spec')).toStrictEqual({ containers: [APP] });
    expect(objectAt(pod, 'metadata')).toStrictEqual({ name: 'shop' });
  });

  it('brings back values in the order in which they gave way', () => {
    const gaveWay = [
      { path: 'spec.dnsPolicy', value: 'first' },
      { path: 'spec.dnsPolicy', value: 'second' },
    ];
    const pod = injectedPod({ a: { revision: 'a', gaveWay } }, { dnsPolicy: 'third' });
    expect(objectAt(uninjectPod(pod).pod, 'spec')).toStrictEqual({ containers: [APP], dnsPolicy: 'first' });
  });

  it('keeps the annotation by which users name their overrides', () => {
    const own = { name: 'envoy', image: 'mine:1' };
    const gaveWay = [{ path: 'spec.containers[name="envoy"]', value: own }];
    const spec = { containers: [APP, { ...own, args: ['x'] }] };
    const overrides = { 'sidecar-injector.dev/overrides': 'envoy' };
    const { pod } = uninjectPod(injectedPod({ a: { revision: 'a', gaveWay } }, spec, overrides));
    expect(objectAt(pod, 'metadata')).toStrictEqual({ name: 'shop', annotations: overrides });
    expect(objectAt(pod, 'spec')).toStrictEqual({ containers: [APP, own] });
  });

  it('puts several containers that moved back where they stood', () => {
    const template = 'native: always\ncontainers: [{name: a, image: a:1}, {name: b, image: b:1}]\n';
    const containers = [{ name: 'b', image: 'auto' }, APP, { name: 'a', image: 'auto' }];
    const before = deepFreeze(podOf({ containers }));
    const { pod, decision } = injectPod(subjectOf(before), setOf({ proxy: template }));
    expect(decision.action).toBe('inject');
    expect(objectAt(pod, 'spec')?.['containers']).toStrictEqual([APP]);
    expect(uninjectPod(copyOf(pod))).toStrictEqual({ pod: before, templates: ['proxy'], problems: [] });
  });

  it('knows what two reviews of one Pod injected', () => {
    const templates = setOf({
      envoy: 'containers: [{name: envoy, image: envoy:1}, {name: "*", env: [{name: P, value: x}]}]\n',
    });
    const first = injectPod(subjectOf(podOf()), templates).pod;
    const { containers } = objectAt(first, 'spec') ?? {};
    const late = { name: 'late', image: 'late:1' };
    const changed = { ...first, spec: { containers: [...(containers as JsonObject[]), late] } };
    const second = injectPod(subjectOf(changed), templates);
    expect(second.decision.action).toBe('inject');
    expect(uninjectPod(copyOf(second.pod))).toStrictEqual({
      pod: podOf({ containers: [APP, late] }),
      templates: ['envoy'],
      problems: [],
    });
  });

  it('gives back every Pod that was injected, but for what is null or empty', () => {
    const property = fc.property(generatedCase, ({ subject: { namespace, ...review }, templates }) => {
      const subject = { ...review, namespace: { ...namespace, injection: 'enabled' as const } };
      const { pod, decision, warnings } = injectPod(subject, templates);
      const metadata = JSON.stringify(objectAt(subject.pod, 'metadata') ?? {});
      const isOurs = /sidecar-injector.dev.(?:status|overrides|injected)/.test(metadata);
      if (decision.action !== 'inject' || isOurs || warnings.some(({ code }) => code === 'status-dropped')) return;
      const { pod: back, problems } = uninjectPod(deepFreeze(copyOf(pod)));
      expect(problems).toStrictEqual([]);
      // A key such as `constructor` confuses toStrictEqual.
      expect(isSameJson(prune(back), prune(copyOf(subject.pod)))).toBe(true);
    });
    fc.assert(property, { numRuns: Number(process.env['FC_RUNS'] ?? 60) });
  });
});
