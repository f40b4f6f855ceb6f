import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { InjectorCluster } from '../cluster/injector-cluster.ts';
import { waitUntil } from '../cluster/wait-until.ts';
import { findFreePort, type ServerProgram } from './servers.ts';

/** A webhook to compare the injector with. */
export interface OtherProgram {
  readonly program: ServerProgram;
  /** PEM of the authority of its certificate, which is for `<name>.webhooks.svc`. */
  readonly ca: string;
  /** Arguments beside those of the program. */
  readonly extra: readonly string[];
}

/**
 * Starts another webhook, behind a Service in the namespace `webhooks`, and registers it like the injector for the Pods of a new
 * namespace of its name.
 *
 * @returns what ends its process
 */
export async function startRegisteredWebhook(
  injector: InjectorCluster,
  name: string,
  { program, ca, extra }: OtherProgram,
): Promise<() => void> {
  const port = await findFreePort();
  const child = spawn(program.file, [...(await program.args(port)), ...extra], {
    env: { ...process.env, ...program.env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  process.once('exit', () => child.kill());
  await waitUntil(async () => ((await listens(port)) ? true : undefined), { what: `${name} to listen` });
  const address = injector.cluster.network.allocateAddress();
  injector.cluster.network.open(address, 8443, { pod: `webhooks/${name}`, host: '127.0.0.1', port });
  const services = '/api/v1/namespaces/webhooks/services';
  await injector.api.create(services, {
    metadata: { name },
    spec: { ports: [{ name: 'https', port: 443, targetPort: 8443 }] },
  });
  await injector.api.create('/apis/discovery.k8s.io/v1/namespaces/webhooks/endpointslices', {
    metadata: { name, labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    ports: [{ name: 'https', port: 8443, protocol: 'TCP' }],
    endpoints: [{ addresses: [address], conditions: { ready: true } }],
  });
  await injector.createNamespace(name);
  await injector.api.create(
    '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations',
    registrationOf(name, ca),
  );
  return () => void child.kill();
}

async function listens(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

function registrationOf(name: string, ca: string): object {
  const webhook = {
    name: `${name}.example.com`,
    clientConfig: {
      service: { namespace: 'webhooks', name, path: '/mutate/enabled', port: 443 },
      caBundle: Buffer.from(ca).toString('base64'),
    },
    rules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] }],
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
    sideEffects: 'None',
    reinvocationPolicy: 'IfNeeded',
    failurePolicy: 'Fail',
    timeoutSeconds: 5,
    admissionReviewVersions: ['v1'],
  };
  return { metadata: { name }, webhooks: [webhook] };
}
