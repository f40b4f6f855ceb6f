import { stringAt, type JsonObject } from '../injection/json.ts';

/** The first minor version of Kubernetes 1 in which native sidecars are on by default. */
export const FIRST_MINOR_WITH_NATIVE_SIDECARS = 29;

/** The minor version in what `/version` answers, of Kubernetes 1 only. Some providers write it as `29+`. */
export function minorOf(version: JsonObject | undefined): number | undefined {
  if (version?.['major'] !== '1') return undefined;
  const minor = /^\d+/.exec(stringAt(version, 'minor') ?? '')?.[0];
  return minor === undefined ? undefined : Number(minor);
}

/**
 * Whether a cluster with this version document has native sidecars: init containers with `restartPolicy: Always` that run beside the
 * others. One that is not known counts as new.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
 */
export function hasNativeSidecars(version: JsonObject | undefined): boolean {
  return (minorOf(version) ?? FIRST_MINOR_WITH_NATIVE_SIDECARS) >= FIRST_MINOR_WITH_NATIVE_SIDECARS;
}
