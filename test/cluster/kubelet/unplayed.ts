import { NotYetError } from './keyed-objects.ts';
import type { ContainerSpec, PodSpec } from './pod.ts';

/**
 * Refuses what this kubelet would otherwise leave out silently, so that no test passes for want of it.
 *
 * @throws NotYetError naming all of it.
 */
export function refuseUnplayed({ containers, initContainers = [] }: PodSpec): void {
  const unplayed = [...initContainers.map(({ name }) => `init container ${name}`), ...containers.flatMap(listUnplayed)];
  if (unplayed.length > 0) {
    throw new NotYetError('CreateContainerConfigError', `not played by this kubelet: ${unplayed.join(', ')}`);
  }
}

function listUnplayed(container: ContainerSpec): readonly string[] {
  const { envFrom = [], lifecycle = {}, name, volumeMounts = [] } = container;
  const probes = (['startupProbe', 'readinessProbe', 'livenessProbe'] as const).filter(
    (kind) => container[kind] !== undefined && container[kind].httpGet === undefined,
  );
  const subPaths = volumeMounts.filter(({ subPath, subPathExpr }) => (subPath ?? subPathExpr) !== undefined);
  const hooks = [
    ...(lifecycle.postStart === undefined ? [] : ['postStart']),
    ...(lifecycle.preStop !== undefined && lifecycle.preStop.sleep === undefined ? ['preStop other than sleep'] : []),
  ];
  return [
    ...(envFrom.length === 0 ? [] : ['envFrom']),
    ...probes.map((kind) => `${kind} other than httpGet`),
    ...subPaths.map(({ mountPath }) => `subPath of ${mountPath}`),
    ...hooks,
  ].map((what) => `${what} of container ${name}`);
}
