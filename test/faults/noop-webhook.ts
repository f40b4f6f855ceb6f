import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueCa, issueServingCertificate } from '../cluster/certificates.ts';
import { buildBareServer } from '../performance/programs.ts';
import { startRegisteredWebhook } from '../performance/registered-webhook.ts';
import type { FaultCluster } from './fault-cluster.ts';
import { NOOP_NAMESPACE } from './load/pod-kinds.ts';

/** The end of the name of its entry, in metrics of the API server. */
export const NOOP_WEBHOOK: string = `${NOOP_NAMESPACE}.example.com`;

/** A Fastify server that allows everything, registered for the Pods of the namespace `noop`: what any webhook costs at least. */
export async function startNoopWebhook({ injector }: FaultCluster): Promise<AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'noop-webhook-'));
  const ca = await issueCa('noop');
  const serving = await issueServingCertificate(ca, [`${NOOP_NAMESPACE}.webhooks.svc`]);
  const files = { cert: join(folder, 'tls.crt'), key: join(folder, 'tls.key') };
  await Promise.all([writeFile(files.cert, serving.cert), writeFile(files.key, serving.private)]);
  const program = await buildBareServer(folder, files);
  await injector.createNamespace('webhooks');
  const stop = await startRegisteredWebhook(injector, NOOP_NAMESPACE, { program, ca: ca.cert, extra: [] });
  return {
    async [Symbol.asyncDispose](): Promise<void> {
      const path = '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations';
      await injector.cluster.controlPlane.request({ method: 'DELETE', path: `${path}/${NOOP_NAMESPACE}` });
      for (const name of ['webhooks', NOOP_NAMESPACE]) {
        await injector.cluster.controlPlane.request({ method: 'DELETE', path: `/api/v1/namespaces/${name}` });
      }
      stop();
      await rm(folder, { recursive: true });
    },
  };
}
