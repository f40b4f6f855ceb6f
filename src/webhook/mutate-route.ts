import type { FastifyInstance } from 'fastify';
import type { TellEvent } from '../admission/event.ts';
import { mutate, type NamespaceMetadata, type Review } from '../admission/mutate.ts';
import type { ReviewError } from '../admission/review.ts';
import { isJsonObject, objectAt, stringAt } from '../injection/json.ts';
import type { Result } from '../result.ts';
import type { Metrics } from './metrics.ts';
import type { ReviewBody } from './parse-body.ts';
import { recordEnding } from './record-ending.ts';
import { addReviewRoute, type Next, type ReviewRoute, type ReviewRouteDependencies } from './review-route.ts';
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
export interface MutateDependencies extends NamespaceScope, ReviewRouteDependencies {
  readonly templates: TemplateStore;
  readonly protectedNamespaces: ReadonlySet<string>;
  readonly metrics: Metrics;
  /** Absent where there is no cluster. */
  readonly tellEvent?: TellEvent;
}

/**
 * Adds the two entries of the webhook configuration. Each review is logged and counted once, when its answer
 * is out or its connection is gone.
 */
export function addMutateRoutes(app: FastifyInstance, dependencies: MutateDependencies): void {
  const { enabledEntries, metrics } = dependencies;
  for (const entry of ENTRIES) {
    const isEnabledEntry = enabledEntries.has(entry);
    const route: ReviewRoute<Review> = {
      path: `/mutate/${entry}`,
      kind: 'Pod',
      onArrival: metrics.countReview,
      prepare: (body, proceed) => awaitNamespace(body, dependencies, proceed),
      review: (body) => review(body, isEnabledEntry, dependencies),
      record: (ending, durationMs) => recordEnding(ending, durationMs, dependencies),
    };
    addReviewRoute(app, route, dependencies);
  }
}

/** A Pod can be reviewed before its new namespace was heard of. */
function awaitNamespace(body: ReviewBody | null | undefined, scope: NamespaceScope, proceed: Next): void {
  const { findNamespace, waitForNamespace } = scope;
  const name = waitForNamespace === undefined ? undefined : namespaceIn(body);
  if (waitForNamespace === undefined || name === undefined || findNamespace(name) !== undefined) proceed();
  else waitForNamespace(name).then(() => proceed(), proceed);
}

function namespaceIn(body: ReviewBody | null | undefined): string | undefined {
  const json = body !== undefined && body !== null && 'json' in body && isJsonObject(body.json) ? body.json : undefined;
  return stringAt(objectAt(json, 'request'), 'namespace');
}

function review(
  body: unknown,
  isEnabledEntry: boolean,
  { templates, protectedNamespaces, findNamespace, waitForNamespace, hasNativeSidecars }: MutateDependencies,
): Result<Review, ReviewError> {
  return mutate(body, {
    templates: templates.current.set,
    protectedNamespaces,
    isEnabledEntry,
    findNamespace,
    expectsNamespaces: waitForNamespace !== undefined,
    hasNativeSidecars: hasNativeSidecars(),
    encodeBase64,
  });
}

function encodeBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}
