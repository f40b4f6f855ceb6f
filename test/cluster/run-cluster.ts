/** `npm run cluster`: a control plane with the injector installed, until Ctrl-C. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ensureBinaries } from './binaries.ts';
import { ensureBundle } from './bundle.ts';
import { type Cluster, startCluster } from './cluster.ts';

const REPOSITORY = join(import.meta.dirname, '..', '..');
const OVERLAY = join(REPOSITORY, 'deploy', 'overlays', 'development');
const ROLLOUT_TIMEOUT_MS = 90_000;

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function assertOverlay(): void {
  if (existsSync(join(OVERLAY, 'kustomization.yaml'))) return;
  throw new Error(`there is no kustomization.yaml in ${relative(process.cwd(), OVERLAY)}: nothing to install`);
}

async function install(cluster: Cluster): Promise<void> {
  say('installing deploy/overlays/development ...');
  await cluster.applyOverlay(OVERLAY);
  say('waiting for the certificates and the injector ...');
  await cluster.waitForRollout('job/sidecar-injector-certs', { timeoutMs: ROLLOUT_TIMEOUT_MS });
  await cluster.waitForRollout('deployment/sidecar-injector', { timeoutMs: ROLLOUT_TIMEOUT_MS });
}

/** A line that makes kubectl known to a shell; none where the shell has one already. */
async function kubectlLine(): Promise<readonly string[]> {
  const path = process.env['PATH'] ?? '';
  if (path.split(':').some((folder) => existsSync(join(folder, 'kubectl')))) return [];
  return [`export PATH=${dirname((await ensureBinaries()).kubectl)}:$PATH`];
}

async function describe({ controlPlane, folder }: Cluster): Promise<string> {
  return [
    '',
    'The injector is installed. In another terminal:',
    '',
    `export KUBECONFIG=${controlPlane.kubeconfigPath}`,
    ...(await kubectlLine()),
    '',
    '# 1. A namespace whose Pods get the sidecar, and a Deployment in it',
    'kubectl create namespace demo && kubectl label namespace demo sidecar-injector.dev/injection=enabled &&' +
      ' kubectl -n demo create deployment hello --image=nginx',
    '# 2. What its Pod came out with',
    "kubectl -n demo get pods -o custom-columns='POD:.metadata.name,CONTAINERS:.spec.containers[*].name'",
    '# 3. The template: the next Pod follows it',
    'kubectl -n sidecar-injector edit configmap envoy-initializer',
    '',
    `The injector's log: ${join(folder, 'sidecar-injector_*.log')}`,
    'No container of demo really runs; they are only marked so. Ctrl-C removes everything.',
    '',
  ].join('\n');
}

async function run(): Promise<void> {
  assertOverlay();
  say('building the bundle ...');
  await ensureBundle();
  say('starting etcd, kube-apiserver and kube-controller-manager ...');
  // Until here and while it starts, Ctrl-C ends this process at once, and what it started ends with it.
  await using cluster = await startCluster({ markRunning: true });
  const interrupted = Promise.race(['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => once(process, signal)));
  const installed = install(cluster).then(() => true);
  const isInstalled = await Promise.race([installed, interrupted.then(() => false)]).catch((cause: unknown) => {
    throw new Error(`the injector is not ready. What was logged:\n${cluster.readLogTails()}`, { cause });
  });
  if (isInstalled) {
    process.stdout.write(await describe(cluster));
    await interrupted;
  }
  say('removing everything ...');
}

try {
  await run();
} catch (error) {
  const messages =
    error instanceof Error ? [error.message, error.cause instanceof Error ? error.cause.message : ''] : [];
  say(messages.filter((message) => message !== '').join('\n'));
  process.exitCode = 1;
}
