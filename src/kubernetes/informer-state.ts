import { FAILURE_KINDS, type ApiFailure, type FailureKind } from './api-failure.ts';

/** Why everything is listed. */
export type ListReason = 'start' | 'gone' | 'silent' | 'resync' | 'internal';

/** What an informer does. */
export type InformerPhase = 'stopped' | 'listing' | 'connecting' | 'watching' | 'waiting';

/** What happens inside an informer, for logs. */
export type InformerEvent =
  | { readonly type: 'listed'; readonly reason: ListReason; readonly count: number; readonly durationMs: number }
  | { readonly type: 'watching'; readonly resourceVersion: string }
  | { readonly type: 'failed'; readonly failure: ApiFailure; readonly retryInMs: number }
  | { readonly type: 'consumer-failed'; readonly error: unknown };

/** An informer seen from outside, for readiness and metrics. Numbers count from the first start. */
export interface InformerState {
  readonly phase: InformerPhase;
  /** Whether the first list since the last start is done. */
  readonly isSynced: boolean;
  readonly objectCount: number;
  /** Since the last event, bookmark or list; `undefined` before the first. */
  readonly contactAgeMs: number | undefined;
  /** Watches that went on where an earlier one ended. */
  readonly reconnects: number;
  /** Lists after the first of a start, by why they were needed. */
  readonly relists: Readonly<Record<Exclude<ListReason, 'start'>, number>>;
  /** The kind `malformed` counts lines that are no event. */
  readonly failures: Readonly<Record<FailureKind, number>>;
  readonly consumerFailures: number;
  /** What went wrong last; `undefined` once a list or watch has been answered since. */
  readonly lastError: string | undefined;
}

/** Keeps the books of an informer. */
export class InformerBooks {
  readonly #onEvent: (event: InformerEvent) => void;
  readonly #relists = { gone: 0, silent: 0, resync: 0, internal: 0 };
  readonly #failures: Record<FailureKind, number>;
  #phase: InformerPhase = 'stopped';
  #isSynced = false;
  #contactAtMs: number | undefined;
  #reconnects = 0;
  #consumerFailures = 0;
  #lastError: string | undefined;

  /** @param onEvent - may throw; nobody hears of that */
  constructor(onEvent: (event: InformerEvent) => void) {
    this.#onEvent = onEvent;
    this.#failures = Object.fromEntries(FAILURE_KINDS.map((kind) => [kind, 0])) as Record<FailureKind, number>;
  }

  /** Takes the state as it is now. */
  read(nowMs: number, objectCount: number): InformerState {
    return {
      phase: this.#phase,
      isSynced: this.#isSynced,
      objectCount,
      contactAgeMs: this.#contactAtMs === undefined ? undefined : nowMs - this.#contactAtMs,
      reconnects: this.#reconnects,
      relists: { ...this.#relists },
      failures: { ...this.#failures },
      consumerFailures: this.#consumerFailures,
      lastError: this.#lastError,
    };
  }

  started(): void {
    this.#isSynced = false;
    this.#lastError = undefined;
  }

  entered(phase: InformerPhase): void {
    this.#phase = phase;
  }

  /** An event, a bookmark or a list came. */
  heard(nowMs: number): void {
    this.#contactAtMs = nowMs;
  }

  listed(reason: ListReason, count: number, durationMs: number): void {
    if (reason !== 'start') this.#relists[reason] += 1;
    this.#isSynced = true;
    this.#lastError = undefined;
    this.#tell({ type: 'listed', reason, count, durationMs });
  }

  watching(resourceVersion: string, isResumed: boolean): void {
    this.#phase = 'watching';
    if (isResumed) this.#reconnects += 1;
    this.#lastError = undefined;
    this.#tell({ type: 'watching', resourceVersion });
  }

  failed(failure: ApiFailure, retryInMs: number): void {
    this.#failures[failure.kind] += 1;
    this.#lastError = failure.message;
    this.#tell({ type: 'failed', failure, retryInMs });
  }

  consumerFailed(error: unknown): void {
    this.#consumerFailures += 1;
    this.#tell({ type: 'consumer-failed', error });
  }

  #tell(event: InformerEvent): void {
    try {
      this.#onEvent(event);
    } catch {
      // An observer must not end what it observes, and nobody else could be told.
    }
  }
}
