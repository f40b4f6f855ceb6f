import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fastify } from 'fastify';

/** As in the injector: what etcd can store, escaped. */
const MAX_REVIEW_BYTES = 10 * 1024 * 1024;

/** As in the injector: longer than the 90 s for which an API server keeps an idle connection. */
const KEEP_ALIVE_TIMEOUT_MS = 120_000;

interface AdmissionReview {
  readonly request: {
    readonly uid: string;
    readonly object: { readonly spec: { readonly containers: readonly { readonly name: string }[] } };
  };
}

const { values } = parseArgs({
  options: { port: { type: 'string' }, cert: { type: 'string' }, key: { type: 'string' }, append: { type: 'boolean' } },
});

/** With `--append`: one container, the same for every Pod that has none of its name. */
const patch = [{ op: 'add', path: '/spec/containers/-', value: { name: 'envoy', image: 'lyft/envoy:1' } }];
const appended = { patchType: 'JSONPatch', patch: Buffer.from(JSON.stringify(patch)).toString('base64') };

const server = fastify({
  logger: false,
  bodyLimit: MAX_REVIEW_BYTES,
  keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
  https: { cert: readFileSync(values.cert ?? ''), key: readFileSync(values.key ?? ''), minVersion: 'TLSv1.3' },
});

server.removeAllContentTypeParsers();
server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
  try {
    done(null, JSON.parse(body.toString()));
  } catch (cause) {
    done(new Error('the body is not JSON', { cause }));
  }
});

server.post<{ readonly Body: AdmissionReview }>('/mutate/enabled', (request, reply) => {
  const isAppended = request.body.request.object.spec.containers.some(({ name }) => name === 'envoy');
  const answer = values.append === true && !isAppended ? appended : {};
  const response = { uid: request.body.request.uid, allowed: true, ...answer };
  void reply.send({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response });
});

await server.listen({ host: '127.0.0.1', port: Number(values.port) });
