import { isUnset, objectAt, objectsAt, ownValue, stringAt, type JsonObject } from '../json.ts';
import { FOREIGN_FIELDS } from '../os-fields.ts';
import { APPLICATIONS } from '../template/check-spec.ts';
import { allOf, celText } from './cel-text.ts';
import type { CelValues } from './cel-values.ts';
import { isTrue, type ExportedDocument, type Placed } from './exported-document.ts';
import { fieldOperations } from './field-operations.ts';
import { celPointer } from './patch-operation.ts';

/** A condition that a part of the template makes for the Pod; `undefined` where it makes none. */
type Demand = (container: JsonObject, isOrdinary: boolean) => string | undefined;

/**
 * Conditions under which the API server takes a Pod with the template that it takes without: what the fields of both say
 * together. They matter where the Pod does not ask; one that asks is refused with the API server's own words.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go
 */
export function validityConditions(values: CelValues, document: ExportedDocument): readonly string[] {
  const ordinary = document.containers.filter(isOwn);
  const initial = document.initContainers.filter(isOwn);
  const demands = [
    ...ordinary.flatMap(({ value }) => DEMANDS.map((demand) => demand(value, true))),
    ...initial.flatMap(({ value }) => DEMANDS.map((demand) => demand(value, false))),
  ];
  const sleeps = [...ordinary, ...initial].map((container) => demandOfSleep(values, document, container));
  const ofPod = [...demandsOfSysctls(document), demandOfSharing(document), demandOfSecurity(podContext(document))];
  return [...new Set([...demands, ...sleeps, ...ofPod])].filter((condition) => condition !== undefined);
}

function isOwn({ value }: Placed<JsonObject>): boolean {
  return value['name'] !== APPLICATIONS;
}

const HOST_NETWORK = 'object.spec.?hostNetwork.orValue(false)';
const OS_NAME = 'object.spec.?os.name.orValue("")';

const DEMANDS: readonly Demand[] = [
  (container) => demandOfSecurity(objectAt(container, 'securityContext')),
  (container, isOrdinary) =>
    isOrdinary && objectsAt(container, 'ports').some(hasOtherHostPort) ? `!${HOST_NETWORK}` : undefined,
  (container) =>
    objectsAt(container, 'resizePolicy').some(({ restartPolicy }) => restartPolicy === 'RestartContainer')
      ? 'object.spec.?restartPolicy.orValue("Always") != "Never"'
      : undefined,
  (container) =>
    objectAt(container, 'securityContext')?.['procMount'] === 'Unmasked'
      ? '!object.spec.?hostUsers.orValue(true)'
      : undefined,
  (container) =>
    objectsAt(container, 'volumeDevices').length > 0 ? 'object.spec.?hostUsers.orValue(true)' : undefined,
];

function hasOtherHostPort({ hostPort, containerPort }: JsonObject): boolean {
  return !isUnset(hostPort) && hostPort !== 0 && hostPort !== containerPort;
}

function podContext({ fields }: ExportedDocument): JsonObject | undefined {
  return objectAt({ context: fields.get('securityContext')?.value }, 'context');
}

function demandOfSecurity(context: JsonObject | undefined): string | undefined {
  const systems = Object.entries(FOREIGN_FIELDS).filter(([, foreign]) =>
    foreign.some((field) => !isUnset(ownValue(context, field))),
  );
  return systems.length === 0 ? undefined : allOf(systems.map(([os]) => `${OS_NAME} != ${celText(os)}`));
}

function demandOfSharing(document: ExportedDocument): string | undefined {
  if (!document.fields.has('shareProcessNamespace')) return undefined;
  const isShared = isTrue(document, 'shareProcessNamespace') ? ['!object.spec.?hostPID.orValue(false)'] : [];
  return allOf([...isShared, `${OS_NAME} != "windows"`]);
}

const IPC_SYSCTL = /^(?:kernel[./](?:shm|msg|sem)|fs[./]mqueue[./])/;

/** Kernel parameters of a namespace that the Pod shares with its node. */
function demandsOfSysctls(document: ExportedDocument): readonly string[] {
  const names = objectsAt(podContext(document), 'sysctls').map((sysctl) => stringAt(sysctl, 'name') ?? '');
  return [
    ...(names.some((name) => /^net[./]/.test(name)) ? [`!${HOST_NETWORK}`] : []),
    ...(names.some((name) => IPC_SYSCTL.test(name)) ? ['!object.spec.?hostIPC.orValue(false)'] : []),
  ];
}

/** A container may not sleep longer before its end than the Pod, as the template leaves it, has time for. */
function demandOfSleep(
  values: CelValues,
  document: ExportedDocument,
  { value, path }: Placed<JsonObject>,
): string | undefined {
  const seconds = objectAt(objectAt(objectAt(value, 'lifecycle'), 'preStop'), 'sleep')?.['seconds'];
  if (isUnset(seconds)) return undefined;
  const { text } = values.write(seconds, [...path, 'lifecycle', 'preStop', 'sleep', 'seconds']);
  const field = 'terminationGracePeriodSeconds';
  const present = `object.spec.?${field}.orValue(30)`;
  const raise = fieldOperations(values, document).find(({ path: to }) => to === celPointer(['spec', field]));
  if (raise?.when === undefined) return `${text} <= ${present}`;
  return `${text} <= (${raise.when} ? ${raise.value} : ${present})`;
}
