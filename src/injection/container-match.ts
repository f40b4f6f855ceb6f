import { isJsonObject, isUnset, objectAt, objectsAt, ownValue, stringAt, type Json, type JsonObject } from './json.ts';
import { fieldOf } from './pod-fields.ts';
import { findEntry, isSameEntry } from './keyed-list.ts';
import type { FieldSchema } from './pod-schema.generated.ts';
import { isSameField, isSameValue } from './same-value.ts';

const CONTAINER: FieldSchema = { type: 'object', definition: 'Container' };

/** Where the template leaves one of these out, a container that has it is not the template's: it would run something else. */
const FIELDS_THAT_MUST_BE_ABSENT = [
  'command',
  'args',
  'workingDir',
  'lifecycle',
  'securityContext',
  'restartPolicy',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
] as const;

/** Lists that others lengthen after us (LimitRange, ServiceAccount, other webhooks): more entries are not other content. */
const LISTS_THAT_MAY_GROW: ReadonlySet<string> = new Set(['env', 'envFrom', 'volumeMounts', 'volumeDevices']);

/**
 * Whether a container of the Pod is the template's: every field that the template sets has that value after defaulting,
 * and nothing that decides what runs was added.
 */
export function isTemplateContainer(template: JsonObject, container: JsonObject, hostNetwork: boolean): boolean {
  const isSet = (field: string): boolean => !saysNothing(ownValue(template, field));
  const extra = FIELDS_THAT_MUST_BE_ABSENT.some(
    (field) =>
      !isSet(field) && !isSameValue(emptyAsUnset(ownValue(container, field)), undefined, fieldOf('Container', field)),
  );
  return !extra && Object.keys(template).every((field) => hasField(template, container, field, hostNetwork));
}

function emptyAsUnset(value: Json | undefined): Json | undefined {
  const isEmpty = isJsonObject(value) ? Object.keys(value).length === 0 : value === '';
  return isEmpty ? undefined : value;
}

function hasField(template: JsonObject, container: JsonObject, field: string, hostNetwork: boolean): boolean {
  if (saysNothing(ownValue(template, field))) return true;
  if (field === 'ports') return hasPorts(template, container, hostNetwork);
  if (field === 'resources') return hasResources(objectAt(template, field), objectAt(container, field));
  if (LISTS_THAT_MAY_GROW.has(field)) return hasEntries(template, container, field);
  // The plugin AlwaysPullImages turns any policy into Always.
  if (field === 'imagePullPolicy' && container[field] === 'Always') return true;
  return isSameField(template, container, field, CONTAINER);
}

/** An empty list or map in a template is as good as none. */
function saysNothing(value: Json | undefined): boolean {
  return isUnset(value) || (typeof value === 'object' && Object.keys(value).length === 0);
}

function hasEntries(template: JsonObject, container: JsonObject, field: string): boolean {
  const list = fieldOf('Container', field);
  const present = objectsAt(container, field);
  return objectsAt(template, field).every((entry) => isSameEntry(entry, findEntry(present, entry, list), list));
}

/** On a host network the API server gives each port its own number as hostPort. */
function hasPorts(template: JsonObject, container: JsonObject, hostNetwork: boolean): boolean {
  const present = hostNetwork
    ? objectsAt(container, 'ports').map(withoutImpliedHostPort)
    : objectsAt(container, 'ports');
  const wanted = hostNetwork ? objectsAt(template, 'ports').map(withoutImpliedHostPort) : objectsAt(template, 'ports');
  return isSameValue(wanted, present, fieldOf('Container', 'ports'));
}

function withoutImpliedHostPort(port: JsonObject): JsonObject {
  return port['hostPort'] === port['containerPort'] ? { ...port, hostPort: 0 } : port;
}

function hasResources(wanted: JsonObject | undefined, present: JsonObject | undefined): boolean {
  for (const kind of ['requests', 'limits']) {
    const amounts = objectAt(wanted, kind) ?? {};
    for (const name of Object.keys(amounts)) {
      if (!isSameValue(ownValue(amounts, name), ownValue(objectAt(present, kind), name), { type: 'Quantity' }))
        return false;
    }
  }
  return objectsAt(wanted, 'claims').every((claim) =>
    objectsAt(present, 'claims').some((candidate) => stringAt(candidate, 'name') === stringAt(claim, 'name')),
  );
}
