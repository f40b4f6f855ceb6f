import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { issueCa, issueServingCertificate } from './certificates.ts';

/** A webhook that adds one container at the end of each Pod which has none of that name. */
export interface AppendingWebhook extends AsyncDisposable {
  readonly url: string;
  /** PEM of the authority to put into `caBundle`. */
  readonly caCertificate: string;
}

interface Review {
  readonly request: {
    readonly uid: string;
    readonly object: { readonly spec: { readonly containers: readonly { readonly name: string }[] } };
  };
}

/** Starts the webhook on a free port of this machine. */
export async function startAppendingWebhook(container: { readonly name: string }): Promise<AppendingWebhook> {
  const ca = await issueCa('appending-webhook-ca');
  const serving = await issueServingCertificate(ca, ['localhost']);
  const server = createServer({ cert: serving.cert, key: serving.private }, (request, response) => {
    answer(request, response, container).catch((error: unknown) =>
      response.destroy(new Error('the review cannot be answered', { cause: error })),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}/append`,
    caCertificate: ca.cert,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  container: { readonly name: string },
): Promise<void> {
  const { request: review } = (await json(request)) as Review;
  const isThere = review.object.spec.containers.some(({ name }) => name === container.name);
  const patch = Buffer.from(JSON.stringify([{ op: 'add', path: '/spec/containers/-', value: container }]));
  const change = isThere ? {} : { patchType: 'JSONPatch', patch: patch.toString('base64') };
  response.setHeader('content-type', 'application/json');
  response.end(
    JSON.stringify({
      apiVersion: 'admission.k8s.io/v1',
      kind: 'AdmissionReview',
      response: { uid: review.uid, allowed: true, ...change },
    }),
  );
}
