import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ControlPlane } from './control-plane.ts';

/** A rule of a Role. */
export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** Who a Pod is, and what it may do. */
export interface ServiceAccountOptions {
  readonly namespace: string;
  readonly name: string;
  /** In its namespace. */
  readonly rules: readonly PolicyRule[];
  /** In all namespaces, and on what has none. */
  readonly clusterRules: readonly PolicyRule[];
}

/** Creates an object as administrator. @throws When the API server refuses it. */
export async function create(controlPlane: ControlPlane, path: string, object: object): Promise<unknown> {
  const { body, status } = await controlPlane.request({ method: 'POST', path, body: JSON.stringify(object) });
  if (status !== 201) throw new Error(`POST ${path}: ${status} ${body}`);
  return JSON.parse(body) as unknown;
}

/** Creates a ServiceAccount with its rights and gives its token, for an hour, from TokenRequest. */
export async function createServiceAccount(
  controlPlane: ControlPlane,
  { namespace, name, rules, clusterRules }: ServiceAccountOptions,
): Promise<string> {
  const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
  const rbac = '/apis/rbac.authorization.k8s.io/v1';
  const metadata = { name };
  const subjects = [{ kind: 'ServiceAccount', name, namespace }];
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', name };
  await create(controlPlane, accounts, { metadata });
  await create(controlPlane, `${rbac}/namespaces/${namespace}/roles`, { metadata, rules });
  await create(controlPlane, `${rbac}/namespaces/${namespace}/rolebindings`, {
    metadata,
    subjects,
    roleRef: { ...roleRef, kind: 'Role' },
  });
  await create(controlPlane, `${rbac}/clusterroles`, { metadata, rules: clusterRules });
  await create(controlPlane, `${rbac}/clusterrolebindings`, {
    metadata,
    subjects,
    roleRef: { ...roleRef, kind: 'ClusterRole' },
  });
  const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 3_600 } };
  const answer = (await create(controlPlane, `${accounts}/${name}/token`, request)) as { status: { token: string } };
  return answer.status.token;
}

/** Writes what the kubelet projects into a Pod into a new folder. */
export async function mountServiceAccount(token: string, caCertificate: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'service-account-'));
  await writeFile(join(folder, 'token'), token, { mode: 0o600 });
  await writeFile(join(folder, 'ca.crt'), caCertificate);
  return folder;
}
