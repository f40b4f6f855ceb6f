import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Credentials } from './credentials.ts';

/** Loopback ports of one control plane. */
export interface ControlPlanePorts {
  readonly etcd: number;
  readonly etcdPeer: number;
  readonly apiServer: number;
  readonly controllerManager: number;
}

/** The network of the ClusterIPs. Nothing routes there. */
export const SERVICE_CLUSTER_IP_RANGE = '10.96.0.0/16';

/** Command line of etcd. Its data dies with the folder, so it never waits for a disk. */
export function etcdArgs(folder: string, ports: ControlPlanePorts): readonly string[] {
  const clientUrl = `http://127.0.0.1:${ports.etcd}`;
  const peerUrl = `http://127.0.0.1:${ports.etcdPeer}`;
  return [
    '--name=test',
    `--data-dir=${join(folder, 'etcd-data')}`,
    `--listen-client-urls=${clientUrl}`,
    `--advertise-client-urls=${clientUrl}`,
    `--listen-peer-urls=${peerUrl}`,
    `--initial-advertise-peer-urls=${peerUrl}`,
    `--initial-cluster=test=${peerUrl}`,
    '--unsafe-no-fsync',
    '--log-level=warn',
  ];
}

/**
 * Command line of the API server: authorization by RBAC, the default admission plugins (ServiceAccount among them), and
 * no advertised address, because the `kubernetes` Service would otherwise lead to the machine's own network.
 */
export function apiServerArgs(ports: ControlPlanePorts, credentials: Credentials): readonly string[] {
  const { files } = credentials;
  return [
    `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    '--endpoint-reconciler-type=none',
    `--secure-port=${ports.apiServer}`,
    `--tls-cert-file=${files.servingCertificate}`,
    `--tls-private-key-file=${files.servingKey}`,
    `--token-auth-file=${files.tokens}`,
    '--authorization-mode=RBAC',
    '--allow-privileged=true',
    `--service-cluster-ip-range=${SERVICE_CLUSTER_IP_RANGE}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${files.serviceAccountPublicKey}`,
    `--service-account-signing-key-file=${files.serviceAccountPrivateKey}`,
  ];
}

/** Command line of the controller manager. Each controller acts as its own ServiceAccount, as in a cluster. */
export function controllerManagerArgs(
  ports: ControlPlanePorts,
  credentials: Credentials,
  kubeconfigPath: string,
): readonly string[] {
  return [
    `--kubeconfig=${kubeconfigPath}`,
    `--authentication-kubeconfig=${kubeconfigPath}`,
    `--authorization-kubeconfig=${kubeconfigPath}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${ports.controllerManager}`,
    `--tls-cert-file=${credentials.files.servingCertificate}`,
    `--tls-private-key-file=${credentials.files.servingKey}`,
    '--leader-elect=false',
    '--use-service-account-credentials=true',
    `--service-account-private-key-file=${credentials.files.serviceAccountPrivateKey}`,
    `--root-ca-file=${credentials.files.caCertificate}`,
    '--kube-api-qps=500',
    '--kube-api-burst=1000',
  ];
}

/**
 * Writes the file for `--egress-selector-config-file`: calls to Services go as HTTP CONNECT to a Unix socket.
 *
 * @returns Its path.
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/setup-konnectivity/
 */
export function writeEgressSelector(folder: string, socketPath: string): Promise<string> {
  return writeJson(join(folder, 'egress-selector.json'), {
    apiVersion: 'apiserver.k8s.io/v1beta1',
    kind: 'EgressSelectorConfiguration',
    egressSelections: [
      {
        name: 'cluster',
        connection: { proxyProtocol: 'HTTPConnect', transport: { uds: { udsName: socketPath } } },
      },
    ],
  });
}

/** Pods of controllers have no name in the request: they are told apart by the answer. */
const POD_CREATIONS = { level: 'RequestResponse', verbs: ['create'], resources: [{ group: '', resources: ['pods'] }] };

/**
 * Writes the file for `--audit-policy-file`: who did what to which object, and which webhooks changed it; with bodies for new Pods only.
 *
 * @returns Its path.
 */
export function writeAuditPolicy(folder: string): Promise<string> {
  return writeJson(join(folder, 'audit-policy.json'), {
    apiVersion: 'audit.k8s.io/v1',
    kind: 'Policy',
    omitStages: ['RequestReceived'],
    rules: [POD_CREATIONS, { level: 'Metadata' }],
  });
}

async function writeJson(path: string, value: unknown): Promise<string> {
  await writeFile(path, JSON.stringify(value, undefined, 2));
  return path;
}
