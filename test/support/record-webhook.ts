import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { issueCa, issueServingCertificate } from '../cluster/certificates.ts';

/** A webhook that allows everything, changes nothing and hands on what it was sent. */
export interface RecordingWebhook {
  readonly url: string;
  /** PEM of the authority to put into `caBundle`. */
  readonly caCertificate: string;
  close(): Promise<void>;
}

/** The bytes of a review as they arrived, and the value of the Pod's label `app`. */
export interface RecordedReview {
  readonly app: string | undefined;
  readonly body: Buffer;
}

interface Review {
  readonly request: { readonly uid: string; readonly object: { readonly metadata: { readonly labels?: Labels } } };
}

type Labels = Readonly<Record<string, string>>;

/** Starts the webhook on a free loopback port. `record` is called before the answer goes out. */
export async function startRecordingWebhook(record: (review: RecordedReview) => void): Promise<RecordingWebhook> {
  const ca = await issueCa('recording-webhook-ca');
  const serving = await issueServingCertificate(ca, ['localhost']);
  const server = createServer({ cert: serving.cert, key: serving.private }, (request, response) => {
    answer(request, response, record).catch((error: unknown) =>
      response.destroy(new Error('bad review', { cause: error })),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: urlOf(server), caCertificate: ca.cert, close: () => closeServer(server) };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  record: (review: RecordedReview) => void,
): Promise<void> {
  const body = await buffer(request);
  const { request: reviewed } = JSON.parse(body.toString()) as Review;
  record({ app: reviewed.object.metadata.labels?.['app'], body });
  response.setHeader('content-type', 'application/json');
  response.end(
    JSON.stringify({
      apiVersion: 'admission.k8s.io/v1',
      kind: 'AdmissionReview',
      response: { uid: reviewed.uid, allowed: true },
    }),
  );
}

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the webhook has no port');
  return `https://127.0.0.1:${address.port}/mutate`;
}

async function closeServer(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}
