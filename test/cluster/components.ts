import { writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { ApiClient } from './api-client.ts';
import type { Binaries } from './binaries.ts';
import { ChildProcess } from './child-process.ts';
import {
  apiServerArgs,
  type ControlPlanePorts,
  controllerManagerArgs,
  etcdArgs,
  writeAuditPolicy,
  writeEgressSelector,
} from './component-args.ts';
import type { Credentials } from './credentials.ts';
import { renderKubeconfig } from './kubeconfig.ts';
import { waitUntil } from './wait-until.ts';

/** What differs between control planes. Everything has a default. */
export interface ControlPlaneOptions {
  /** How many API servers share the etcd; with several, clients reach them through a load balancer. 1 when left out. */
  readonly apiServers?: number;
  /** Whether API servers can be made to hear of everything later than etcd says it. Off when left out. */
  readonly delayableEtcd?: boolean;
  /** Unix socket of an HTTP CONNECT proxy that calls to Services go through. Without it they find nobody. */
  readonly egressSelectorSocket?: string;
  /** Writes an audit log: new Pods with their answers, all else at level Metadata. Off when left out. */
  readonly auditLog?: boolean;
  /** Put after our own, so that the last one of a flag counts. */
  readonly extraApiServerArgs?: readonly string[];
  /** `false` starts no controller manager: no ServiceAccounts, no rollouts. On when left out. */
  readonly controllerManager?: boolean;
  /** Put after our own: `--controllers=*,-node-lifecycle-controller`. All controllers run when left out. */
  readonly extraControllerManagerArgs?: readonly string[];
}

/** What every component of one control plane is started with. */
export interface ComponentContext {
  readonly binaries: Binaries;
  /** Absolute path of the folder for data, logs and configuration. */
  readonly folder: string;
  readonly ports: ControlPlanePorts;
  /** Where clients find an API server: the only one's port, or the load balancer's. */
  readonly frontPort: number;
  readonly credentials: Credentials;
  readonly options: ControlPlaneOptions;
  /** Hears of each child at once, before it is ready, so that it can be stopped when it never is. */
  readonly onStarted: (child: ChildProcess) => void;
}

/** Which of the API servers of a control plane. */
export interface ApiServerIdentity {
  /** `kube-apiserver`, `kube-apiserver-2` … */
  readonly name: string;
  readonly port: number;
}

/** Where the audit log of an API server is: that of the first when left out. */
export function auditLogPathOf(folder: string, name = 'kube-apiserver'): string {
  return join(folder, `${name.replace('kube-apiserver', 'audit')}.log`);
}

/** Starts etcd. Resolves when it answers. */
export async function startEtcd(context: ComponentContext): Promise<ChildProcess> {
  const { binaries, folder, ports } = context;
  const child = await startChild(context, { name: 'etcd', program: binaries.etcd, args: etcdArgs(folder, ports) });
  await waitUntilReady(child, () => isEtcdHealthy(ports.etcd));
  return child;
}

/** Starts an API server on the etcd of the context. Resolves when it is ready. */
export async function startApiServer(
  context: ComponentContext,
  { name, port }: ApiServerIdentity,
): Promise<ChildProcess> {
  const { binaries, credentials, folder, options, ports } = context;
  const args = [...apiServerArgs({ ...ports, apiServer: port }, credentials)];
  if (options.egressSelectorSocket !== undefined) {
    args.push(`--egress-selector-config-file=${await writeEgressSelector(folder, options.egressSelectorSocket)}`);
  }
  if (options.auditLog === true) {
    const path = auditLogPathOf(folder, name);
    args.push(`--audit-policy-file=${await writeAuditPolicy(folder)}`, `--audit-log-path=${path}`);
  }
  args.push(...(options.extraApiServerArgs ?? []));
  const child = await startChild(context, { name, program: binaries.apiServer, args });
  await waitUntilHttpsReady(child, { port, path: '/readyz' }, credentials);
  return child;
}

/** Starts the controller manager. Resolves when it is healthy; the first ServiceAccounts come a little later. */
export async function startControllerManager(context: ComponentContext): Promise<ChildProcess> {
  const { binaries, credentials, folder, options, ports } = context;
  const kubeconfigPath = join(folder, 'controller-manager.kubeconfig');
  await writeKubeconfig(kubeconfigPath, context, {
    user: 'system:kube-controller-manager',
    token: credentials.controllerManagerToken,
  });
  const args = [
    ...controllerManagerArgs(ports, credentials, kubeconfigPath),
    ...(options.extraControllerManagerArgs ?? []),
  ];
  const child = await startChild(context, {
    name: 'kube-controller-manager',
    program: binaries.controllerManager,
    args,
  });
  await waitUntilHttpsReady(child, { port: ports.controllerManager, path: '/healthz' }, credentials);
  return child;
}

/** Writes a kubeconfig for the context's API servers, readable by this user only. */
export async function writeKubeconfig(
  path: string,
  { credentials, frontPort }: ComponentContext,
  identity: { readonly user: string; readonly token: string },
): Promise<void> {
  const server = `https://127.0.0.1:${frontPort}`;
  const caCertificatePath = credentials.files.caCertificate;
  await writeFile(path, renderKubeconfig({ server, caCertificatePath, ...identity }), { mode: 0o600 });
}

async function startChild(
  { folder, onStarted }: ComponentContext,
  command: { readonly name: string; readonly program: string; readonly args: readonly string[] },
): Promise<ChildProcess> {
  const child = await ChildProcess.start({ ...command, folder });
  onStarted(child);
  return child;
}

/** The certificate is of this run, so whatever else may listen on the port cannot pass for the child. */
async function waitUntilHttpsReady(
  child: ChildProcess,
  { path, port }: { readonly path: string; readonly port: number },
  { adminToken, caCertificate }: Credentials,
): Promise<void> {
  const client = new ApiClient(port, caCertificate, adminToken);
  try {
    await waitUntilReady(child, async () => (await client.send({ path })).status === 200);
  } finally {
    client.close();
  }
}

/** A refused connection means "not yet"; an ended child means "never". */
async function waitUntilReady(child: ChildProcess, isReady: () => Promise<boolean>): Promise<void> {
  const probe = async (): Promise<true | undefined> => {
    child.assertRunning();
    return (await isReady().catch(() => false)) ? true : undefined;
  };
  try {
    await waitUntil(probe, { what: `${child.name} to be ready`, timeoutMs: 60_000 });
  } catch (cause) {
    child.assertRunning();
    throw new Error(`${child.name} is not ready. The end of its log:\n${child.readLogTail()}`, { cause });
  }
}

function isEtcdHealthy(port: number): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  const outgoing = request({ host: '127.0.0.1', port, path: '/readyz', agent: false, timeout: 2_000 }, (response) => {
    response.resume();
    resolve(response.statusCode === 200);
  });
  outgoing.once('error', reject);
  outgoing.once('timeout', () => outgoing.destroy(new Error('no answer')));
  outgoing.end();
  return promise;
}
