import type { ControlPlane } from './control-plane.ts';
import { REPOSITORY } from '../support/serve-process.ts';

/** The namespace of the injector, as the manifests name it. */
export const NAMESPACE = 'sidecar-injector';

/** A variant of the whole install. */
export type Overlay = 'development' | 'production';

/** Path of an overlay, for `-k`. */
export function overlayPath(overlay: Overlay): string {
  return `${REPOSITORY}deploy/overlays/${overlay}`;
}

/** Runs kubectl as administrator. @throws When it ends with another code than 0. @returns its standard output */
export async function kubectl(controlPlane: ControlPlane, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await controlPlane.kubectl(args);
  if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** Reads an object, or a List, as administrator. @throws When it is not there. */
export async function getJson<Value>(controlPlane: ControlPlane, path: string): Promise<Value> {
  const { status, body } = await controlPlane.request({ path });
  if (status !== 200) throw new Error(`GET ${path}: ${status} ${body}`);
  return JSON.parse(body) as Value;
}

/** A token of a ServiceAccount of the injector's namespace, for an hour, as the kubelet asks for it. */
export async function requestToken(controlPlane: ControlPlane, serviceAccount: string): Promise<string> {
  const path = `/api/v1/namespaces/${NAMESPACE}/serviceaccounts/${serviceAccount}/token`;
  const { status, body } = await controlPlane.request({
    method: 'POST',
    path,
    body: JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} }),
  });
  if (status !== 201) throw new Error(`POST ${path}: ${status} ${body}`);
  return (JSON.parse(body) as { status: { token: string } }).status.token;
}
