import type { FieldSchema } from '../pod-schema.generated.ts';

/** The fields of a template that hold one plain value, beside those of a PodSpec. */
export const TEMPLATE_FIELDS: Readonly<Record<string, FieldSchema>> = {
  description: { type: 'string' },
  default: { type: 'boolean' },
  order: { type: 'map', items: { type: 'string', enum: ['first', 'last'] } },
  native: { type: 'string', enum: ['never', 'jobs', 'always'] },
  onConflict: { type: 'string', enum: ['keep', 'replace', 'reject'] },
  hostNetwork: { type: 'string', enum: ['skip', 'allow'] },
  os: { type: 'string', enum: ['linux', 'windows', 'any'] },
  token: { type: 'string', enum: ['pod', 'none'] },
};

/** Fields of a template that are checked by themselves. */
export const STRUCTURED_FIELDS: readonly string[] = ['metadata', 'params', 'when', 'spec'];

const IDENTITY = 'it decides what the user’s Pod is';

/** PodSpec fields that a template may not set, each with the reason. */
export const REFUSED_FIELDS: ReadonlyMap<string, string> = new Map([
  ['restartPolicy', IDENTITY],
  ['serviceAccount', IDENTITY],
  ['serviceAccountName', IDENTITY],
  ['automountServiceAccountToken', IDENTITY],
  ['nodeName', 'it takes the Pod away from the scheduler'],
  ['hostNetwork', 'it takes the whole Pod onto the network of its node'],
  ['hostPID', 'it takes the whole Pod into the process space of its node'],
  ['hostIPC', 'it takes the whole Pod into the IPC space of its node'],
  ['hostUsers', 'it takes the whole Pod into the user namespace of its node'],
  ['os', IDENTITY],
  ['hostname', IDENTITY],
  ['hostnameOverride', IDENTITY],
  ['subdomain', IDENTITY],
  ['activeDeadlineSeconds', 'it ends the user’s Pod'],
  ['priority', 'the API server sets it from the priority class'],
  ['priorityClassName', IDENTITY],
  ['preemptionPolicy', 'the API server sets it from the priority class'],
  ['runtimeClassName', IDENTITY],
  ['overhead', 'the API server sets it from the runtime class'],
  ['resources', 'it bounds the user’s containers too'],
  ['ephemeralContainers', 'a new Pod cannot have any'],
]);

/** Keys of labels and annotations that controllers read or select by, or that are our own. */
export const REFUSED_KEYS: RegExp =
  /^(?:pod-template-hash|pod-template-generation|controller-revision-hash|(?:[^/]*\.)?kubernetes\.io\/.*|sidecar-injector\.dev\/.*)$/;

/** Fields that an entry named `"*"` may not set: they would make another container of the user's. */
export const REFUSED_IN_APPLICATIONS: ReadonlyMap<string, string> = new Map([
  ['image', 'it decides what the user’s container is'],
  ['restartPolicy', 'it decides whether the user’s container is a sidecar'],
]);
