/**
 * A webhook that lets every Pod through and notes on it what it saw of the call. It stands for a container in the tests of
 * the kubelet: `node echo-server.ts` serves, `node echo-server.ts who` prints who its ServiceAccount is and ends.
 */
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, request } from 'node:https';
import { join } from 'node:path';
import { json, text } from 'node:stream/consumers';
import { TLSSocket } from 'node:tls';

interface Review {
  readonly request: { readonly uid: string; readonly object: { readonly metadata: { readonly annotations?: object } } };
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

function addressOf(name: string): { readonly host: string; readonly port: number } {
  const [host = '', port] = variable(name).split(':');
  return { host, port: Number(port) };
}

function observe({ httpVersion, socket, url }: IncomingMessage): Readonly<Record<string, unknown>> {
  const tls = socket instanceof TLSSocket ? { sni: socket.servername, tls: socket.getProtocol() } : {};
  return {
    ...tls,
    http: httpVersion,
    url,
    pod: variable('POD_NAME'),
    message: readFileSync(join(variable('CONFIG_DIR'), 'message'), 'utf8'),
  };
}

async function review(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { uid, object } = ((await json(incoming)) as Review).request;
  const annotations = { ...object.metadata.annotations, 'echo.test/seen': JSON.stringify(observe(incoming)) };
  const patch = JSON.stringify([{ op: 'add', path: '/metadata/annotations', value: annotations }]);
  const response = { uid, allowed: true, patchType: 'JSONPatch', patch: Buffer.from(patch).toString('base64') };
  outgoing.setHeader('content-type', 'application/json');
  outgoing.end(JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response }));
}

function serve(): void {
  const certDir = process.argv.find((word) => word.startsWith('--cert-dir='))?.slice('--cert-dir='.length) ?? '';
  const read = (name: string): Buffer => readFileSync(join(certDir, name));
  const server = createServer({ cert: read('tls.crt'), key: read('tls.key') }, (incoming, outgoing) => {
    void review(incoming, outgoing);
  });
  const probes = createHttpServer((_, outgoing) => outgoing.writeHead(server.listening ? 200 : 503).end());
  server.listen(addressOf('LISTEN'));
  probes.listen(addressOf('PROBE_LISTEN'));
  process.once('SIGTERM', () => {
    process.stdout.write('asked to end\n');
    process.exit(0);
  });
}

function who(): void {
  const folder = variable('SIDECAR_INJECTOR_SERVICE_ACCOUNT_DIR');
  const token = readFileSync(join(folder, 'token'), 'utf8');
  const outgoing = request({
    host: variable('KUBERNETES_SERVICE_HOST'),
    port: variable('KUBERNETES_SERVICE_PORT'),
    method: 'POST',
    path: '/apis/authentication.k8s.io/v1/selfsubjectreviews',
    ca: readFileSync(join(folder, 'ca.crt')),
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  });
  outgoing.once('response', (incoming) => void text(incoming).then((body) => process.stdout.write(body)));
  outgoing.end(JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' }));
}

if (process.argv.includes('who')) who();
else serve();
