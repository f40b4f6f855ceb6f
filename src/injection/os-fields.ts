import { isUnset, objectAt, ownValue, stringAt, type JsonObject } from './json.ts';

/**
 * The fields of a `securityContext`, of a Pod or a container, that the API server refuses where `spec.os.name` is this.
 *
 * @see https://kubernetes.io/docs/concepts/windows/intro/#compatibility-v1-pod-spec-containers-securitycontext
 */
export const FOREIGN_FIELDS: Readonly<Record<string, readonly string[]>> = {
  linux: ['windowsOptions'],
  windows: [
    'allowPrivilegeEscalation',
    'appArmorProfile',
    'capabilities',
    'fsGroup',
    'fsGroupChangePolicy',
    'privileged',
    'procMount',
    'readOnlyRootFilesystem',
    'runAsGroup',
    'runAsUser',
    'seLinuxChangePolicy',
    'seLinuxOptions',
    'seccompProfile',
    'supplementalGroups',
    'supplementalGroupsPolicy',
    'sysctls',
  ],
};

/** A field of an owner's `securityContext` that the operating system of the Pod does not have. */
export function findForeignField(spec: JsonObject, owner: JsonObject): string | undefined {
  const context = objectAt(owner, 'securityContext');
  if (context === undefined) return undefined;
  const foreign = FOREIGN_FIELDS[stringAt(objectAt(spec, 'os'), 'name') ?? ''] ?? [];
  return foreign.find((name) => !isUnset(ownValue(context, name)));
}
