import { spawn } from 'node:child_process';
import { access, constants, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

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
  const version = await readKubernetesVersion();
  const folder = join(cacheFolder(), `control-plane-${version}`);
  await mkdir(folder, { recursive: true });
  for (const [name, goPackage] of Object.entries(PACKAGES)) {
    const target = join(folder, name);
    if (!(await isExecutable(target))) await build(goPackage, target, version);
  }
  return {
    version,
    etcd: join(folder, 'etcd'),
    apiServer: join(folder, 'kube-apiserver'),
    controllerManager: join(folder, 'kube-controller-manager'),
    kubectl: join(folder, 'kubectl'),
  };
}

async function readKubernetesVersion(): Promise<string> {
  const text = await readFile(join(MODULE_FOLDER, 'go.mod'), 'utf8');
  const version = /^\s*k8s\.io\/kubernetes (v\d+\.\d+\.\d+)$/mu.exec(text)?.[1];
  if (version === undefined) throw new Error('test/cluster/go.mod requires no released version of k8s.io/kubernetes');
  return version;
}

function cacheFolder(): string {
  const base = process.env['XDG_CACHE_HOME'];
  return join(base === undefined || base === '' ? join(homedir(), '.cache') : base, 'sidecar-injector');
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Builds beside the target and renames, so that an interrupted or a second, concurrent build never leaves half a file. */
async function build(goPackage: string, target: string, version: string): Promise<void> {
  const startedMs = Date.now();
  const partial = `${target}.${process.pid}.partial`;
  process.stderr.write(`building ${goPackage} (once, into the cache; takes minutes) ...\n`);
  try {
    await runGo(['build', '-ldflags', linkerFlags(version), '-o', partial, goPackage]);
    await rename(partial, target);
  } finally {
    await rm(partial, { force: true });
  }
  process.stderr.write(`built ${target} in ${Math.round((Date.now() - startedMs) / 1000)} s\n`);
}

/** `go build` stamps no Kubernetes version; without these flags the API server calls itself v0.0.0-master. */
function linkerFlags(version: string): string {
  const [major, minor] = version.slice(1).split('.');
  const prefix = 'k8s.io/component-base/version';
  return `-s -w -X ${prefix}.gitVersion=${version} -X ${prefix}.gitMajor=${major} -X ${prefix}.gitMinor=${minor}`;
}

function runGo(args: readonly string[]): Promise<void> {
  const environment = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly' };
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const child = spawn('go', args, { cwd: MODULE_FOLDER, env: environment, stdio: ['ignore', 2, 2] });
  child.once('error', (cause) => reject(new Error(goMissingMessage(), { cause })));
  child.once('close', (code) => {
    if (code === 0) resolve();
    else reject(new Error(`go ${args.join(' ')} ended with ${code}; its output is above`));
  });
  return promise;
}

function goMissingMessage(): string {
  return (
    'The control plane of the tests is built from source once, and `go` cannot be started. ' +
    'Install Go 1.26 or later (https://go.dev/doc/install) and put it on the PATH.'
  );
}
