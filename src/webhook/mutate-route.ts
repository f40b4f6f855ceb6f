import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { mutate, type NamespaceMetadata } from '../admission/mutate.ts';
import { refuseTooLarge, type AdmissionReviewResponse } from '../admission/response.ts';
import { findUid } from '../admission/review.ts';
import { isJsonObject, objectAt, stringAt } from '../injection/json.ts';
import type { BodyBudget } from './body-budget.ts';
import { MAX_REVIEW_BYTES, RETRY_AFTER_SECONDS } from './limits.ts';
import type { Metrics } from './metrics.ts';
import { describeSize, readBody, type ReviewBody } from './read-body.ts';
import { recordEnding, type Ending } from './record-ending.ts';
import { ReviewFailure, statusBody } from './review-failure.ts';
import type { TemplateStore } from './template-store.ts';

const ENTRIES = ['enabled', 'requested'] as const;

/** An entry of the webhook configuration, which is the last part of its path. */
export type Entry = (typeof ENTRIES)[number];

/** How namespaces are told apart. */
export interface NamespaceScope {
  /** What is known of a namespace; `undefined` where it is not known. */
  readonly findNamespace: (name: string) => NamespaceMetadata | undefined;
  /** Waits a moment for a namespace that is not known; `undefined` where there is no cluster to learn of it. */
  readonly waitForNamespace?: (name: string) => Promise<unknown>;
  /** Whether the cluster has native sidecars; while its version is not known, it counts as new. */
  readonly hasNativeSidecars: () => boolean;
  /** The entries of which the namespaces count as enabled: the one of that name; in standalone mode all or none. */
  readonly enabledEntries: ReadonlySet<Entry>;
}

/** What answering a review takes. */
export interface MutateDependencies extends NamespaceScope {
  readonly templates: TemplateStore;
  readonly protectedNamespaces: ReadonlySet<string>;
  readonly budget: BodyBudget;
  readonly metrics: Metrics;
  readonly log: Logger;
}

type Next = (error?: Error) => void;

declare module 'fastify' {
  interface FastifyRequest {
    ending: Ending | null;
  }
}

/**
 * Adds the two entries of the webhook configuration. Each review is logged and counted once, when its answer
 * is out or its connection is gone.
 */
export function addMutateRoutes(app: FastifyInstance, dependencies: MutateDependencies): void {
  app.decorateRequest('ending', null);
  for (const entry of ENTRIES) {
    app.post<{ Body: ReviewBody | undefined }>(`/mutate/${entry}`, {
      onRequest: (request, reply, next) => admitRequest(request, reply, dependencies, next),
      preHandler: ({ body }, _reply, next) => awaitNamespace(body, dependencies, next),
      handler: (request, reply) =>
        void reply.send(answer(request, dependencies.enabledEntries.has(entry), dependencies)),
      errorHandler: (error, request, reply) => answerFailure(error, request, reply, dependencies.log),
    });
  }
  app.addContentTypeParser('application/json', (_request, payload, done) => readBody(payload, done));
}

/** Counts the review, and makes room for its body before it is read. */
function admitRequest(
  request: FastifyRequest,
  reply: FastifyReply,
  dependencies: MutateDependencies,
  next: Next,
): void {
  const { budget, metrics } = dependencies;
  const start = performance.now();
  const bytes = budget.take(request.headers['content-length'], MAX_REVIEW_BYTES);
  metrics.countReview();
  reply.raw.once('close', () => {
    if (bytes !== undefined) budget.release(bytes);
    const ending = reply.raw.writableFinished ? request.ending : null;
    recordEnding(ending ?? { failure: 'aborted' }, performance.now() - start, dependencies);
  });
  if (bytes === undefined) shed(request, reply, next);
  else next();
}

/** A client hears of a refusal only when it has sent its whole body: that is read and dropped, and takes no memory. */
function shed(request: FastifyRequest, reply: FastifyReply, next: Next): void {
  reply.header('retry-after', RETRY_AFTER_SECONDS).header('connection', 'close');
  request.raw.once('end', () =>
    next(new ReviewFailure(429, 'overloaded', 'too many reviews are being read: come again')),
  );
  request.raw.resume();
}

/** A Pod can be reviewed before its new namespace was heard of. */
function awaitNamespace(body: ReviewBody | undefined, scope: NamespaceScope, proceed: Next): void {
  const { findNamespace, waitForNamespace } = scope;
  const name = waitForNamespace === undefined ? undefined : namespaceIn(body);
  if (waitForNamespace === undefined || name === undefined || findNamespace(name) !== undefined) proceed();
  else waitForNamespace(name).then(() => proceed(), proceed);
}

function namespaceIn(body: ReviewBody | null | undefined): string | undefined {
  const review =
    body !== undefined && body !== null && 'json' in body && isJsonObject(body.json) ? body.json : undefined;
  return stringAt(objectAt(review, 'request'), 'namespace');
}

function answer(
  request: FastifyRequest<{ Body: ReviewBody | undefined }>,
  isEnabledEntry: boolean,
  { templates, protectedNamespaces, findNamespace, waitForNamespace, hasNativeSidecars }: MutateDependencies,
): AdmissionReviewResponse {
  const { body } = request;
  if (body === undefined || body === null)
    throw new ReviewFailure(400, 'empty-body', 'the body is empty: POST an AdmissionReview');
  if ('tooLarge' in body) return answerTooLarge(request, body.tooLarge);
  const context = {
    templates: templates.current.set,
    protectedNamespaces,
    isEnabledEntry,
    findNamespace,
    expectsNamespaces: waitForNamespace !== undefined,
    hasNativeSidecars: hasNativeSidecars(),
    encodeBase64,
  };
  const reviewed = mutate(body.json, context);
  if (!reviewed.ok) throw new ReviewFailure(400, reviewed.error.code, reviewed.error.message);
  request.ending = { review: reviewed.value };
  return reviewed.value.response;
}

function answerTooLarge(request: FastifyRequest, start: string): AdmissionReviewResponse {
  const uid = findUid(start);
  if (uid === undefined) throw new ReviewFailure(413, 'too-large-without-uid', describeSize());
  request.ending = { tooLarge: uid };
  return refuseTooLarge(uid, MAX_REVIEW_BYTES);
}

function encodeBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** Whatever goes wrong gets an HTTP status, never `allowed: false`, so that `failurePolicy` decides. */
function answerFailure(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Logger): void {
  const failure = error instanceof ReviewFailure ? error : translate(error);
  if (failure.reason === 'internal') log.error({ err: error }, 'a review failed');
  request.ending = { failure: failure.reason };
  reply.code(failure.statusCode).send(statusBody(failure.statusCode, failure.message));
}

function translate(error: unknown): ReviewFailure {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new ReviewFailure(415, 'unsupported-media-type', 'the Content-Type must be application/json');
  }
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE')
    return new ReviewFailure(400, 'aborted', 'the body ended early');
  return new ReviewFailure(500, 'internal', 'the review failed; the log of the injector tells why');
}
