import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { refuseTooLarge, type AdmissionReviewResponse } from '../admission/response.ts';
import { findUid, type ReviewError } from '../admission/review.ts';
import type { Result } from '../result.ts';
import { announcedBytes, type BodyBudget } from './body-budget.ts';
import {
  COSTLY_REVIEW_VALUES,
  LANE_TIMEOUT_MS,
  MAX_REVIEW_BYTES,
  RETRY_AFTER_SECONDS,
  ROOM_TIMEOUT_MS,
} from './limits.ts';
import { isLarge, parseLargeBody, parseSmallBody, type ReviewBody, type TakeBody } from './parse-body.ts';
import { describeSize, readBody } from './read-body.ts';
import { ReviewFailure, statusBody, TOO_MANY_REQUESTS, type FailureReason } from './review-failure.ts';
import type { SerialLane } from './serial-lane.ts';
import type { WorkAllowance } from './work-allowance.ts';

/** How a request ended: a review with its answer, one too large to be read (with its uid), or a failure. */
export type Ending<Reviewed> =
  | { readonly review: Reviewed }
  | { readonly tooLarge: string }
  | { readonly failure: FailureReason };

/** Goes on to the next step, or to the error handler. */
export type Next = (error?: Error) => void;

/** What is different between the paths that reviews are sent to. */
export interface ReviewRoute<Reviewed extends { readonly response: AdmissionReviewResponse }> {
  readonly path: string;
  /** The kind of the objects, for the refusal of one that is too large. */
  readonly kind: string;
  /** Hears of each request before its body is read. */
  readonly onArrival?: () => void;
  /** What has to be waited for once the body is read. */
  readonly prepare?: (body: ReviewBody | null | undefined, proceed: Next) => void;
  /** @throws ReviewFailure where it is not to be reviewed now */
  readonly review: (body: unknown) => Result<Reviewed, ReviewError>;
  /** Called once for each request, when its answer is out or its connection is gone. */
  readonly record: (ending: Ending<Reviewed>, durationMs: number) => void;
}

/** What all those paths share. */
export interface ReviewRouteDependencies {
  readonly budget: BodyBudget;
  /** Where large reviews wait for their turn. */
  readonly lane: SerialLane;
  /** What reviews of many values may take of the time of all others. */
  readonly costly: WorkAllowance;
  readonly log: Logger;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Of the route's own kind of review. */
    ending: Ending<unknown> | null;
    /** Ends the turn of a large review. */
    leaveLane: (() => void) | null;
  }
}

/** Makes a server read bodies as reviews; once, before the first route. */
export function acceptReviews(app: FastifyInstance, lane: SerialLane): void {
  app.decorateRequest('ending', null);
  app.decorateRequest('leaveLane', null);
  app.addContentTypeParser('application/json', (request, payload, done) => {
    if (!JSON_TYPE.test(request.headers['content-type'] ?? '')) {
      done(notJsonType());
      return;
    }
    readBody(payload, (error, body) => {
      if (body === undefined) done(error);
      else if (isLarge(body)) parseInTurn(body.bytes, request, lane, done);
      else settle(parseSmallBody(body), done);
    });
  });
}

/** API servers send the bare type. @see https://www.rfc-editor.org/rfc/rfc9110#section-8.3.1 */
const JSON_TYPE = /^application\/json(?: *; *charset="?utf-8"?)?$/i;

function notJsonType(): ReviewFailure {
  return new ReviewFailure(415, 'unsupported-media-type', 'the Content-Type must be application/json');
}

function settle(body: ReviewBody | ReviewFailure, done: TakeBody): void {
  if (body instanceof Error) done(body);
  else done(null, body);
}

/** One large review at a time is parsed and reviewed, so that small ones are not held up, and memory holds but one of them. */
function parseInTurn(bytes: Buffer, request: FastifyRequest, lane: SerialLane, done: TakeBody): void {
  request.leaveLane = lane.enter((waitedMs) => {
    if (waitedMs > LANE_TIMEOUT_MS) done(comeAgain('too many large reviews are waiting'));
    else parseLargeBody(bytes, () => request.raw.socket.destroyed, done);
  });
}

function comeAgain(why: string): ReviewFailure {
  return new ReviewFailure(TOO_MANY_REQUESTS, 'overloaded', `${why}: come again`);
}

/** Adds a path that reviews are sent to: room for the body, its size, failures, and one record for each request. */
export function addReviewRoute<Reviewed extends { readonly response: AdmissionReviewResponse }>(
  app: FastifyInstance,
  route: ReviewRoute<Reviewed>,
  { budget, costly, log }: ReviewRouteDependencies,
): void {
  const { path, prepare } = route;
  app.post<{ Body: ReviewBody | undefined }>(path, {
    onRequest: (request, reply, next) => admitRequest({ request, reply }, route, budget, next),
    ...(prepare !== undefined && {
      preHandler: ({ body }: BodiedRequest, _reply: FastifyReply, next: Next) => prepare(body, next),
    }),
    handler: (request, reply) => void reply.send(answerInTurn(request, route, costly)),
    errorHandler: (error, request, reply) => answerFailure(error, request, reply, log),
  });
}

type BodiedRequest = FastifyRequest<{ Body: ReviewBody | undefined }>;

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Counts the review, and makes room for its body before it is read. */
function admitRequest<Reviewed extends { readonly response: AdmissionReviewResponse }>(
  { request, reply }: Exchange,
  { onArrival, record }: ReviewRoute<Reviewed>,
  budget: BodyBudget,
  next: Next,
): void {
  const start = performance.now();
  onArrival?.();
  const leaveRoom = waitForRoom({ request, reply }, budget, next);
  reply.raw.once('close', () => {
    leaveRoom();
    request.leaveLane?.();
    const ending = reply.raw.writableFinished ? (request.ending as Ending<Reviewed> | null) : null;
    record(ending ?? { failure: 'aborted' }, performance.now() - start);
  });
}

/** @returns gives the room back, or ends the wait for it */
function waitForRoom({ request, reply }: Exchange, budget: BodyBudget, next: Next): () => void {
  const place = budget.enter(announcedBytes(request.headers['content-length'], MAX_REVIEW_BYTES), next);
  if (place === undefined) shed(request, reply, next);
  if (place?.isWaiting() !== true) return place?.leave ?? (() => undefined);
  const timer = setTimeout(() => {
    if (!place.isWaiting()) return;
    place.leave();
    shed(request, reply, next);
  }, ROOM_TIMEOUT_MS);
  return () => {
    clearTimeout(timer);
    place.leave();
  };
}

/** A client hears of a refusal only when it has sent its whole body: that is read and dropped, and takes no memory. */
function shed(request: FastifyRequest, reply: FastifyReply, next: Next): void {
  reply.header('connection', 'close');
  request.raw.once('end', () => next(comeAgain('too many reviews are being read')));
  request.raw.resume();
}

function answerInTurn<Reviewed extends { readonly response: AdmissionReviewResponse }>(
  request: BodiedRequest,
  route: ReviewRoute<Reviewed>,
  costly: WorkAllowance,
): AdmissionReviewResponse {
  try {
    if (!isCostly(request.body)) return answer(request, route);
    if (costly.isSpent) throw comeAgain('too many reviews of many values are being answered');
    return costly.run(() => answer(request, route));
  } finally {
    request.leaveLane?.();
  }
}

function isCostly(body: ReviewBody | undefined): boolean {
  return body !== undefined && 'json' in body && (body.values ?? 0) > COSTLY_REVIEW_VALUES;
}

function answer<Reviewed extends { readonly response: AdmissionReviewResponse }>(
  request: BodiedRequest,
  { kind, review }: ReviewRoute<Reviewed>,
): AdmissionReviewResponse {
  const { body } = request;
  if (body === undefined || body === null)
    throw new ReviewFailure(400, 'empty-body', 'the body is empty: POST an AdmissionReview');
  if ('tooLarge' in body) return answerTooLarge(request, body, kind);
  const reviewed = review(body.json);
  if (!reviewed.ok) throw new ReviewFailure(400, reviewed.error.code, reviewed.error.message);
  request.ending = { review: reviewed.value };
  return reviewed.value.response;
}

function answerTooLarge(
  request: BodiedRequest,
  { tooLarge, limit }: { readonly tooLarge: string; readonly limit: string },
  kind: string,
): AdmissionReviewResponse {
  const uid = findUid(tooLarge);
  if (uid === undefined) throw new ReviewFailure(413, 'too-large-without-uid', describeSize());
  request.ending = { tooLarge: uid };
  return refuseTooLarge(uid, limit, kind);
}

/** Whatever goes wrong gets an HTTP status, never `allowed: false`, so that `failurePolicy` decides. */
function answerFailure(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Logger): void {
  const failure = error instanceof ReviewFailure ? error : translate(error);
  if (failure.reason === 'internal') log.error({ err: error }, 'a review failed');
  request.ending = { failure: failure.reason };
  // A new connection may lead to another replica.
  if (failure.statusCode === TOO_MANY_REQUESTS)
    reply.header('retry-after', RETRY_AFTER_SECONDS).header('connection', 'close');
  reply.code(failure.statusCode).send(statusBody(failure.statusCode, failure.message));
}

function translate(error: unknown): ReviewFailure {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return notJsonType();
  }
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE')
    return new ReviewFailure(400, 'aborted', 'the body ended early');
  return new ReviewFailure(500, 'internal', 'the review failed; the log of the injector tells why');
}
