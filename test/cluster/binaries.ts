import { join } from 'node:path';
import { cacheFolder, ensureGoProgram, readRequiredVersion } from '../support/go-program.ts';

/** Absolute paths of the programs of one control plane. */
export interface Binaries {
  /** The version of Kubernetes, as in `go.mod`: `v1.36.3`. */
  readonly version: string;
  readonly etcd: string;
  readonly apiServer: string;
  readonly controllerManager: string;
  readonly kubectl: string;
}

const MODULE_FOLDER = import.meta.dirname;

const PACKAGES: Readonly<Record<string, string>> = {
  etcd: 'go.etcd.io/etcd/server/v3',
  'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
  'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
  kubectl: 'k8s.io/kubernetes/cmd/kubectl',
};

/**
 * The programs of the control plane, built by the Go module of this folder into a cache keyed by version.
 * What is in the cache already is taken as it is; the first build takes minutes and prints a line per program on stderr.
 *
 * @throws When a program is missing and Go is not installed, or when a build fails.
 */
export async function ensureBinaries(): Promise<Binaries> {
  const version = await readRequiredVersion(MODULE_FOLDER, 'k8s.io/kubernetes');
  const folder = join(cacheFolder(), `control-plane-${version}`);
  const shared = { moduleFolder: MODULE_FOLDER, linkerFlags: linkerFlags(version) };
  for (const [name, goPackage] of Object.entries(PACKAGES))
    await ensureGoProgram({ ...shared, goPackage, target: join(folder, name) });
  return {
    version,
    etcd: join(folder, 'etcd'),
    apiServer: join(folder, 'kube-apiserver'),
    controllerManager: join(folder, 'kube-controller-manager'),
    kubectl: join(folder, 'kubectl'),
  };
}

/** `go build` stamps no Kubernetes version; without these flags the API server calls itself v0.0.0-master. */
function linkerFlags(version: string): string {
  const [major, minor] = version.slice(1).split('.');
  const prefix = 'k8s.io/component-base/version';
  return `-s -w -X ${prefix}.gitVersion=${version} -X ${prefix}.gitMajor=${major} -X ${prefix}.gitMinor=${minor}`;
}
