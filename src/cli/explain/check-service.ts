import { objectAt, objectsAt, type JsonObject } from '../../injection/json.ts';
import { readyEndpoints, type ClusterFacts, type Installation } from './cluster-facts.ts';
import type { Check } from './explanation.ts';
import { isAbsent } from '../../kubernetes/read-list.ts';
import type { WebhookEntry } from './webhook-entry.ts';

const HTTPS_PORT = 443;

/**
 * Whether the API server finds a replica behind the Service that the webhooks name.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#service-reference
 */
export function checkService(
  facts: ClusterFacts,
  { namespace, name }: Installation,
  ours: readonly WebhookEntry[],
): Check {
  const about = 'endpoints';
  const title = `Service ${namespace}/${name}`;
  const { service, slices } = facts;
  if (isAbsent(service)) return { about, saw: `there is no ${title}`, verdict: 'stops' };
  const missing = service.ok ? findMissingPort(service.value, ours) : undefined;
  if (missing !== undefined)
    return { about, saw: `${title} has no port ${missing}, which a webhook calls`, verdict: 'stops' };
  if (!slices.ok) return { about, saw: `not checked: ${slices.error.message}`, verdict: 'unknown' };
  const ready = readyEndpoints(slices.value);
  const all = slices.value.flatMap((slice) => objectsAt(slice, 'endpoints')).length;
  if (ready.length > 0) return { about, saw: `${title} has ${ready.length} ready of ${all}`, verdict: 'ok' };
  return { about, saw: `${title} has no ready endpoint (${all} in all): every call fails`, verdict: 'stops' };
}

function findMissingPort(service: JsonObject, ours: readonly WebhookEntry[]): number | undefined {
  const offered = new Set(objectsAt(objectAt(service, 'spec'), 'ports').map(({ port }) => port));
  const called = ours.map(({ entry }) => objectAt(objectAt(entry, 'clientConfig'), 'service')?.['port'] ?? HTTPS_PORT);
  return called.filter((port) => typeof port === 'number').find((port) => !offered.has(port));
}
