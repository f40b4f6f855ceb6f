import fastify, {
  type FastifyHttpsOptions,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { Server } from 'node:https';
import type { SecureContextOptions, SecureVersion } from 'node:tls';
import { clientErrorAnswer } from './client-error.ts';
import type { ClientAuthority } from './client-authority.ts';
import type { Connections } from './connections.ts';
import {
  CONNECTIONS_CHECK_INTERVAL_MS,
  HANDSHAKE_TIMEOUT_MS,
  HEADERS_TIMEOUT_MS,
  KEEP_ALIVE_TIMEOUT_MS,
  MAX_CONNECTIONS,
  MAX_REQUESTS_PER_SOCKET,
  MAX_REVIEW_BYTES,
  REQUEST_TIMEOUT_MS,
} from './limits.ts';
import { addMutateRoutes, type MutateDependencies } from './mutate-route.ts';
import { statusBody } from './review-failure.ts';
import { acceptReviews } from './review-route.ts';
import { escapeControls } from '../injection/json.ts';
import type { CertificateHolder } from './certificate-holder.ts';
import { addValidateRoute, type ValidateDependencies } from './validate-route.ts';

/** What the webhook's server is made of. */
export interface ServerDependencies extends MutateDependencies, ValidateDependencies {
  readonly certificates: CertificateHolder;
  readonly tlsMinVersion: SecureVersion;
  /** The CAs that clients must be signed by; left out, clients need no certificate. */
  readonly clientAuthority?: ClientAuthority;
  readonly connections: Connections;
  /** Whether the server is about to end: then each reply tells the client to open a new connection. */
  readonly isDraining: () => boolean;
}

const MAX_URL_SHOWN = 100;

/** Builds the HTTPS server of the webhook: routes, limits, error answers. Never listens. */
export function buildServer(dependencies: ServerDependencies): FastifyInstance {
  const { connections, isDraining, metrics } = dependencies;
  const app = fastify<Server>(serverOptions(dependencies));
  app.removeAllContentTypeParsers();
  app.setNotFoundHandler((_request, reply) => void reply.send());
  app.addHook('onRequest', (request, reply, next) => {
    if (request.is404) answerNotFound(request, reply);
    else next();
  });
  app.setErrorHandler(async (_error, _request, reply) =>
    reply.code(400).send(statusBody(400, 'the request cannot be read')),
  );
  app.addHook('onSend', (_request, reply, _payload, next) => {
    if (isDraining()) reply.header('connection', 'close');
    next();
  });
  acceptReviews(app, dependencies.lane);
  addMutateRoutes(app, dependencies);
  addValidateRoute(app, dependencies);
  const { server } = app;
  server.maxConnections = MAX_CONNECTIONS;
  server.maxRequestsPerSocket = MAX_REQUESTS_PER_SOCKET;
  server.on('tlsClientError', () => metrics.countTlsError());
  connections.watch(server);
  followCredentials(server, dependencies);
  return app;
}

/** New connections get the new certificate, and are asked for one of the new CAs; those that are open stay. */
function followCredentials(server: Server, dependencies: ServerDependencies): void {
  const renew = (): void => server.setSecureContext(credentialsOf(dependencies));
  dependencies.certificates.onReplace(renew);
  dependencies.clientAuthority?.onReplace(renew);
}

function credentialsOf({ certificates, clientAuthority, tlsMinVersion }: ServerDependencies): SecureContextOptions {
  const { cert, key } = certificates.current;
  return { cert, key, minVersion: tlsMinVersion, ...(clientAuthority !== undefined && { ca: clientAuthority.pem }) };
}

/** Before the body is read: it has no place in the budget. */
function answerNotFound({ method, url }: FastifyRequest, reply: FastifyReply): void {
  const message = `there is no ${method} ${escapeControls(url.slice(0, MAX_URL_SHOWN))}`;
  reply.code(404).header('connection', 'close').send(statusBody(404, message));
}

function serverOptions(dependencies: ServerDependencies): FastifyHttpsOptions<Server> {
  const asksClients = dependencies.clientAuthority !== undefined;
  return {
    https: {
      ...credentialsOf(dependencies),
      // Who has no certificate of the CA is refused in the handshake, before HTTP.
      requestCert: asksClients,
      rejectUnauthorized: asksClients,
      // API servers speak HTTP/1.1 to Services; nothing else is offered.
      ALPNProtocols: ['http/1.1'],
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      headersTimeout: HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: CONNECTIONS_CHECK_INTERVAL_MS,
    },
    logger: false,
    bodyLimit: MAX_REVIEW_BYTES,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // A 503 without Retry-After is a lost review: what still arrives while closing is answered.
    return503OnClosing: false,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    clientErrorHandler: clientErrorAnswer(dependencies.connections),
    frameworkErrors: (_error, _request, reply: FastifyReply) => {
      reply.code(400).send(statusBody(400, 'the request cannot be read'));
    },
  };
}
