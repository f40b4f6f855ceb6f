import { isUnset, objectAt, objectsAt, ownValue, quote, stringAt, type JsonObject } from './json.ts';
import type { ContainerList } from './merge-containers.ts';
import { findForeignField } from './os-fields.ts';
import { parseQuantity } from './quantity.ts';

/** A container, and where it stands. */
export interface StandingContainer {
  readonly container: JsonObject;
  readonly list: ContainerList;
  readonly spec: JsonObject;
}

/** Says in words that follow "would have" what the API server would refuse a container for; `undefined` where for nothing. */
export type FindFault = (standing: StandingContainer) => string | undefined;

/** Fields that only a container may have which runs beside others, not before them. */
const RUNNING_FIELDS = ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'] as const;

/**
 * What a container may be refused for although each of its fields is valid by itself: one that a user wrote and a template
 * added to, and one of a template in a Pod that is not made for it.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go
 */
export const CONTAINER_FAULTS: readonly FindFault[] = [
  findRepeatedPortName,
  findOtherHostPort,
  findExcessiveRequest,
  findEscalation,
  findRunningField,
  findLongSleep,
  findRestartOnResize,
  findUnprivilegedMount,
  findHostUser,
  findForeignSecurity,
];

function findRepeatedPortName({ container }: StandingContainer): string | undefined {
  const names = new Set<string>();
  for (const port of objectsAt(container, 'ports')) {
    const name = stringAt(port, 'name') ?? '';
    if (name !== '' && names.has(name)) return `two ports with the name ${quote(name)}`;
    names.add(name);
  }
  return undefined;
}

function findOtherHostPort({ container, list, spec }: StandingContainer): string | undefined {
  if (spec['hostNetwork'] !== true || list !== 'containers') return undefined;
  const port = objectsAt(container, 'ports').find(
    ({ hostPort, containerPort }) => typeof hostPort === 'number' && hostPort !== 0 && hostPort !== containerPort,
  );
  if (port === undefined) return undefined;
  return `the hostPort ${quote(port['hostPort'])} for its port ${quote(port['containerPort'])}, on the host network`;
}

function findExcessiveRequest({ container }: StandingContainer): string | undefined {
  const limits = objectAt(objectAt(container, 'resources'), 'limits');
  const requests = objectAt(objectAt(container, 'resources'), 'requests') ?? {};
  for (const name of Object.keys(requests)) {
    // Mostly there is no limit, or the same: then neither is read.
    if (isUnset(ownValue(limits, name)) || ownValue(requests, name) === ownValue(limits, name)) continue;
    const request = parseQuantity(ownValue(requests, name));
    const limit = parseQuantity(ownValue(limits, name));
    if (request !== undefined && limit !== undefined && request > limit)
      return `a request for ${quote(name)} of ${quote(requests[name])}, above its limit ${quote(limits?.[name])}`;
  }
  return undefined;
}

function findEscalation({ container }: StandingContainer): string | undefined {
  const context = objectAt(container, 'securityContext');
  if (context?.['allowPrivilegeEscalation'] !== false) return undefined;
  if (context['privileged'] === true) return 'allowPrivilegeEscalation: false beside privileged: true';
  const added = objectAt(context, 'capabilities')?.['add'];
  const isAdmin = Array.isArray(added) && added.includes('CAP_SYS_ADMIN');
  return isAdmin ? 'allowPrivilegeEscalation: false beside the capability CAP_SYS_ADMIN' : undefined;
}

function runsBesideOthers({ container, list }: StandingContainer): boolean {
  return list === 'containers' || container['restartPolicy'] === 'Always';
}

function findRunningField(standing: StandingContainer): string | undefined {
  if (runsBesideOthers(standing)) return undefined;
  const field = RUNNING_FIELDS.find((name) => !isUnset(ownValue(standing.container, name)));
  return field === undefined ? undefined : `a ${field}, as an init container that is no sidecar`;
}

function findLongSleep({ container, spec }: StandingContainer): string | undefined {
  const seconds = objectAt(objectAt(objectAt(container, 'lifecycle'), 'preStop'), 'sleep')?.['seconds'];
  const grace = spec['terminationGracePeriodSeconds'];
  if (typeof seconds !== 'number' || typeof grace !== 'number' || seconds <= grace) return undefined;
  return `a preStop sleep of ${seconds} s, longer than the Pod's terminationGracePeriodSeconds of ${grace}`;
}

function findRestartOnResize(standing: StandingContainer): string | undefined {
  const { container, spec } = standing;
  const restarts = objectsAt(container, 'resizePolicy').some(
    ({ restartPolicy }) => restartPolicy === 'RestartContainer',
  );
  const mayRestart = spec['restartPolicy'] !== 'Never' && runsBesideOthers(standing);
  return restarts && !mayRestart ? 'a resizePolicy that restarts it, where it is never restarted' : undefined;
}

function findUnprivilegedMount({ container }: StandingContainer): string | undefined {
  if (objectAt(container, 'securityContext')?.['privileged'] === true) return undefined;
  const mount = objectsAt(container, 'volumeMounts').find((one) => one['mountPropagation'] === 'Bidirectional');
  if (mount === undefined) return undefined;
  return `the mount ${quote(mount['mountPath'])} with mountPropagation: Bidirectional, without being privileged`;
}

function findHostUser({ container, spec }: StandingContainer): string | undefined {
  const isUnmasked = objectAt(container, 'securityContext')?.['procMount'] === 'Unmasked';
  if (isUnmasked && spec['hostUsers'] !== false) return 'procMount: Unmasked, in a Pod without hostUsers: false';
  const hasDevices = objectsAt(container, 'volumeDevices').length > 0;
  return hasDevices && spec['hostUsers'] === false ? 'volumeDevices, in a Pod with hostUsers: false' : undefined;
}

function findForeignSecurity({ container, spec }: StandingContainer): string | undefined {
  const field = findForeignField(spec, container);
  return field === undefined ? undefined : `securityContext.${field}, which the Pod's operating system does not have`;
}
