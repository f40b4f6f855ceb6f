import * as fc from 'fast-check';
import type { Json, JsonObject } from '../../../src/injection/json.ts';
import { applicationSides, otherContainer } from './pair-applications.ts';
import { containerSides, MOUNTED_VOLUME, OWN_VOLUMES } from './pair-containers.ts';
import { FIELD_SIDES, volumeSides } from './pair-fields.ts';
import { gather, listSides, mapSides, mapValueSides, type Sides } from './sides.ts';

/** A Pod that asks for injection and a template to lay over it. */
export interface MergePair {
  readonly name: string;
  readonly pod: JsonObject;
  /** The template's document, without `onConflict`. */
  readonly document: JsonObject;
}

/** A pair that has no name yet. */
export interface GeneratedPair extends Omit<MergePair, 'name'> {
  /** Whether the Pod has containers of the template's names. */
  readonly hasInjected: boolean;
}

const text = fc.constantFrom<Json>('blue', 'green');
const metadata = mapSides({
  labels: mapSides({ mesh: mapValueSides(text), app: mapValueSides(text) }),
  annotations: mapSides({ 'example.com/note': mapValueSides(text), 'example.com/team': mapValueSides(text) }),
});

const options = fc.record(
  {
    order: fc.record(
      { containers: fc.constantFrom('first', 'last'), initContainers: fc.constantFrom('first', 'last') },
      { requiredKeys: [], noNullPrototype: true },
    ),
    token: fc.constantFrom('pod', 'pod', 'none'),
    description: fc.constant('generated'),
  },
  { requiredKeys: [], noNullPrototype: true },
);

/** Few fields of many: a pair in which everything differs shows less than one in which little does. */
const someFields = fc
  .tuple(fc.record(FIELD_SIDES, { noNullPrototype: true }), fc.subarray(Object.keys(FIELD_SIDES), { maxLength: 6 }))
  .map(([all, names]) => Object.fromEntries(names.map((name): [string, Sides] => [name, all[name] ?? {}])));

const usually = <Value>(value: Value, other: Value): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 29, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: fc.constant(other) });

const SHARED: JsonObject = { name: MOUNTED_VOLUME, configMap: { name: 'envoy' } };
const OWN_SHARED: JsonObject = { name: MOUNTED_VOLUME, emptyDir: {} };

const pairParts = fc.record({
  containers: listSides([containerSides('containers', 'envoy'), containerSides('containers', 'proxy')]),
  initContainers: fc.oneof(
    { weight: 2, arbitrary: fc.constant<Sides>({}) },
    {
      weight: 1,
      arbitrary: listSides([containerSides('initContainers', 'setup'), containerSides('initContainers', 'warm-up')]),
    },
  ),
  application: applicationSides,
  hasApplications: fc.boolean(),
  other: otherContainer,
  isOwnFirst: fc.boolean(),
  volumes: listSides([volumeSides('data'), volumeSides('cache'), volumeSides('logs')]),
  shared: fc.constantFrom(undefined, undefined, undefined, SHARED),
  hasOtherShared: usually(false, true),
  fields: someFields,
  metadata,
  options,
  isShort: fc.boolean(),
  isOnHostNetwork: usually(false, true),
  unknown: fc.constantFrom<JsonObject>({}, {}, { 'x-unknown': { a: 1, b: [null] } }),
});

type Parts = typeof pairParts extends fc.Arbitrary<infer Value> ? Value : never;

/** Pairs of which the template and the Pod agree, differ and lack in every place that a merge looks at. */
export const generatedPair: fc.Arbitrary<GeneratedPair> = pairParts.map((parts) => ({
  pod: podOf(parts),
  document: documentOf(parts),
  hasInjected: parts.containers.pod !== undefined || parts.initContainers.pod !== undefined,
}));

function podOf(parts: Parts): JsonObject {
  const { containers, initContainers, isOwnFirst, volumes, metadata: about } = parts;
  const app = { name: 'app', image: 'shop:1', ...(parts.application.pod as JsonObject | undefined) };
  const own = [app, parts.other];
  const injected = asList(containers.pod);
  const mounted =
    injected.length > 0 || initContainers.pod !== undefined || 'volumeMounts' in app ? SHARED : parts.shared;
  const shared = parts.hasOtherShared ? OWN_SHARED : mounted;
  const members = gather(parts.fields, 'pod');
  const ownMetadata = (about.pod ?? {}) as JsonObject;
  const annotations = {
    ...(ownMetadata['annotations'] as JsonObject | undefined),
    'sidecar-injector.dev/inject': 'true',
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'shop', ...ownMetadata, annotations },
    spec: {
      ...members,
      ...parts.unknown,
      ...(parts.isOnHostNetwork ? { hostNetwork: true } : {}),
      ...(initContainers.pod === undefined ? {} : { initContainers: initContainers.pod }),
      containers: isOwnFirst ? [...own, ...injected] : [...injected, ...own],
      volumes: [...OWN_VOLUMES, ...asList(volumes.pod), ...(shared === undefined ? [] : [shared])],
    },
  };
}

function documentOf(parts: Parts): JsonObject {
  const { containers, initContainers, volumes, fields, metadata: about, isShort } = parts;
  const spec = {
    ...gather(fields, 'overlay'),
    containers: [...asList(containers.overlay), ...applicationsOf(parts)],
    ...(initContainers.overlay === undefined ? {} : { initContainers: initContainers.overlay }),
    volumes: [SHARED, ...asList(volumes.overlay)],
  };
  const head = { ...parts.options, ...(about.overlay === undefined ? {} : { metadata: about.overlay }) };
  const hosted = parts.isOnHostNetwork ? { hostNetwork: 'allow' } : {};
  return isShort ? { ...head, ...hosted, ...spec } : { ...head, ...hosted, spec };
}

function applicationsOf({ hasApplications, application }: Parts): readonly Json[] {
  return hasApplications && application.overlay !== undefined
    ? [{ name: '*', ...(application.overlay as JsonObject) }]
    : [];
}

function asList(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
