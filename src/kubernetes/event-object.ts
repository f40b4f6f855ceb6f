import { randomBytes } from 'node:crypto';
import type { InjectorEvent, ObjectReference } from '../admission/event.ts';
import type { ApiRequest } from './api-request.ts';

/** Who tells Events. */
export interface EventSource {
  /** Names this replica: the Pod's name. */
  readonly instance: string;
}

/** How often something happened, and when. */
export interface Occurrences {
  readonly count: number;
  readonly first: Date;
  readonly last: Date;
}

const COMPONENT = 'sidecar-injector';
const CONTROLLER = 'sidecar-injector.dev/injector';

/** What the names of Events may begin with: most names of objects, and no more of them than leaves room for the rest. */
const PLAIN_NAME = /^[a-z0-9]([a-z0-9.-]{0,198}[a-z0-9])?$/;

/** A name that no other Event has. */
export function newEventName({ name }: ObjectReference): string {
  return `${PLAIN_NAME.test(name) ? name : COMPONENT}.${randomBytes(8).toString('hex')}`;
}

/**
 * The request that creates an Event of the core API, which `kubectl describe` and `kubectl get events` show with its count.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/
 */
export function createEvent(
  eventName: string,
  { about, type, reason, action, message }: InjectorEvent,
  { count, first, last }: Occurrences,
  { instance }: EventSource,
): ApiRequest {
  const { namespace, ...reference } = about;
  const own = namespaceOf(about);
  const event = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: eventName, namespace: own },
    involvedObject: namespace === '' ? reference : about,
    type,
    reason,
    action,
    message,
    count,
    firstTimestamp: timestamp(first),
    lastTimestamp: timestamp(last),
    source: { component: COMPONENT },
    reportingComponent: CONTROLLER,
    reportingInstance: instance,
  };
  return { method: 'POST', path: eventsPath(about), body: JSON.stringify(event) };
}

/** The request that counts an Event up. */
export function countUpEvent(eventName: string, { about }: InjectorEvent, { count, last }: Occurrences): ApiRequest {
  return {
    method: 'PATCH',
    path: `${eventsPath(about)}/${encodeURIComponent(eventName)}`,
    contentType: 'application/merge-patch+json',
    body: JSON.stringify({ count, lastTimestamp: timestamp(last) }),
  };
}

function eventsPath(about: ObjectReference): string {
  return `/api/v1/namespaces/${encodeURIComponent(namespaceOf(about))}/events`;
}

/** Events about objects that are in no namespace stand in this one. */
function namespaceOf({ namespace }: ObjectReference): string {
  return namespace === '' ? 'default' : namespace;
}

/** In whole seconds, as Kubernetes writes times. */
function timestamp(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}
