import type { FieldSchema } from '../pod-schema.generated.ts';

/** The fields that a template has beside those of a PodSpec. */
export const TEMPLATE_FIELDS: Readonly<Record<string, FieldSchema>> = {
  description: { type: 'string' },
  default: { type: 'boolean' },
  order: { type: 'map', items: { type: 'string', enum: ['first', 'last'] } },
  onConflict: { type: 'string', enum: ['keep', 'replace', 'reject'] },
  hostNetwork: { type: 'string', enum: ['skip', 'allow'] },
  os: { type: 'string', enum: ['linux', 'windows', 'any'] },
  token: { type: 'string', enum: ['pod', 'none'] },
  metadata: { type: 'map', items: { type: 'map', items: { type: 'string' } } },
  spec: { type: 'object', definition: 'PodSpec' },
};

/** Fields of the template language that this version refuses rather than ignores. */
export const UNSUPPORTED_FIELDS: ReadonlySet<string> = new Set(['when', 'params', 'native']);

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
