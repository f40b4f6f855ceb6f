import { isJsonObject, isSameJson, isUnset, type Json } from '../../../src/injection/json.ts';
import type { DeviationClass } from './deviation-class.ts';
import type { Difference } from './differences.ts';
import { withoutNulls } from './without-nulls.ts';

const OWN_ANNOTATIONS: ReadonlySet<string> = new Set([
  'metadata.annotations.sidecar-injector.dev/status',
  'metadata.annotations.kubectl.kubernetes.io/default-container',
  'metadata.labels.sidecar-injector.dev/injected',
]);
const LISTS_OF_WHOLE_VALUES: ReadonlySet<string> = new Set([
  'spec.tolerations',
  'spec.readinessGates',
  'spec.securityContext.supplementalGroups',
  'spec.containers.resources.claims',
]);
/** Lists in which ours come before the Pod's, so that theirs win. */
const LISTS_OF_LATER_WINNERS: ReadonlySet<string> = new Set(['spec.containers.envFrom', 'spec.initContainers.envFrom']);
const SERVER_DEFAULTS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['spec.terminationGracePeriodSeconds', 30],
  ['spec.dnsPolicy', 'ClusterFirst'],
  ['spec.schedulerName', 'default-scheduler'],
  ['spec.enableServiceLinks', true],
]);

/** Whether two values hold the same; where one is absent, null counts as absent too. */
export function isSame(left: Json | undefined, right: Json | undefined): boolean {
  return (isUnset(left) && isUnset(right)) || isSameJson(left, right);
}

/** The classes of single values and of lists without a key. */
export const VALUE_CLASSES: readonly DeviationClass[] = [
  {
    name: 'same-after-defaulting',
    holds: {
      replace: (place) => isSameForServer(place) && (isSame(place.ours, place.pod) || isUnset(place.pod)),
      keep: (place) => isSameForServer(place) && (isSame(place.ours, place.pod) || isUnset(place.pod)),
      reject: isSameForServer,
    },
  },
  {
    name: 'own-record',
    holds: { replace: isOwnRecord, keep: isOwnRecord },
  },
  {
    name: 'labels',
    holds: {
      replace: ({ field, ours, go, pod, overlay }) =>
        isMetadata(field) && typeof pod === 'string' && ours === pod && go === overlay,
      reject: ({ field, pod, overlay }) => isMetadata(field) && typeof pod === 'string' && typeof overlay === 'string',
    },
  },
  {
    name: 'null',
    holds: {
      replace: (place) => isNullOnly(place) || (place.overlay === null && isDeleted(place, place.pod)),
      keep: (place) => isNullOnly(place) || (place.pod === null && isDeleted(place, cleaned(place.overlay))),
      reject: ({ pod, overlay }) => (pod === null) !== (overlay === null),
    },
  },
  {
    name: 'empty',
    holds: {
      replace: (place) => isEmptyObjectAdded(place) || (isEmptyList(place.overlay) && losesToEmpty(place, place.pod)),
      keep: (place) =>
        isEmptyObjectAdded(place) || (isEmptyList(place.pod) && losesToEmpty(place, cleaned(place.overlay))),
      reject: ({ pod, overlay }) => isEmptyList(pod) !== isEmptyList(overlay),
    },
  },
  {
    name: 'atomic-list-added',
    holds: {
      replace: (place) => isSame(place.go, place.overlay) && isPodListWithMore(place),
      keep: (place) => isSame(place.go, place.pod) && isPodListWithMore(place),
      reject: ({ field, pod, overlay }) => isWholeValueList(field) && Array.isArray(pod) && Array.isArray(overlay),
    },
  },
  {
    name: 'default-counts-as-unset',
    holds: {
      keep: ({ field, ours, go, pod, overlay }) =>
        pod === SERVER_DEFAULTS.get(field) && pod !== undefined && ours === overlay && go === pod,
      reject: ({ field, pod }) => pod !== undefined && pod === SERVER_DEFAULTS.get(field),
    },
  },
  {
    name: 'grace-period-raised',
    holds: {
      replace: ({ field, ours, go, pod, overlay }) =>
        isGracePeriod(field) && ours === pod && go === overlay && Number(pod) > Number(overlay),
      reject: ({ field, pod, overlay }) => isGracePeriod(field) && Number(pod) > Number(overlay),
    },
  },
  {
    name: 'always-pull',
    holds: {
      replace: (place) => isAlwaysPulled(place) && place.ours === 'Always' && place.go === place.overlay,
      reject: isAlwaysPulled,
    },
  },
];

function isSameForServer({ kind, seenOurs, seenGo }: Difference): boolean {
  return kind !== 'order' && isSame(seenOurs, seenGo);
}

function isOwnRecord({ path, ours, go, pod, overlay }: Difference): boolean {
  const isNew = isUnset(go) && isUnset(pod) && isUnset(overlay);
  return OWN_ANNOTATIONS.has(path) && typeof ours === 'string' && isNew;
}

/** One says null where the other says nothing. */
function isNullOnly({ ours, go }: Difference): boolean {
  return isUnset(ours) && isUnset(go);
}

/** Go takes the null of the side that wins as an order to delete, we keep what the other side has. */
function isDeleted({ ours, go }: Difference, other: Json | undefined): boolean {
  return isUnset(go) && isSame(ours, other);
}

function isMetadata(field: string): boolean {
  return /^metadata\.(?:labels|annotations)\./.test(field);
}

function cleaned(value: Json | undefined): Json {
  return withoutNulls(value ?? null);
}

function isEmptyList(value: Json | undefined): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** Go takes the empty list of the side that wins, we what the other side has. */
function losesToEmpty({ ours, go }: Difference, other: Json | undefined): boolean {
  return isEmptyList(go) && isSame(ours, other);
}

/** Go adds an object of a template that holds nothing. */
function isEmptyObjectAdded({ ours, go, pod, overlay }: Difference): boolean {
  return isUnset(ours) && isUnset(pod) && isEmptyObject(cleaned(overlay)) && isEmptyObject(cleaned(go));
}

function isEmptyObject(value: Json): boolean {
  return isJsonObject(value) && Object.keys(value).length === 0;
}

function isPodListWithMore({ field, ours, pod, overlay }: Difference): boolean {
  if (!isWholeValueList(field) || !isList(ours) || !isList(pod) || !isList(overlay)) return false;
  const at = LISTS_OF_LATER_WINNERS.has(field) ? ours.length - pod.length : 0;
  const more = ours.toSpliced(at, pod.length);
  const isOwnKept = isSame(ours.slice(at, at + pod.length), pod);
  return isOwnKept && more.every((value) => overlay.some((other) => isSame(value, other)));
}

function isWholeValueList(field: string): boolean {
  return LISTS_OF_WHOLE_VALUES.has(field) || LISTS_OF_LATER_WINNERS.has(field);
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isGracePeriod(field: string): boolean {
  return field === 'spec.terminationGracePeriodSeconds';
}

function isAlwaysPulled({ field, pod }: Difference): boolean {
  return /^spec\.(?:initC|c)ontainers\.imagePullPolicy$/.test(field) && pod === 'Always';
}
