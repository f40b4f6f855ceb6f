import { messageOf, type ApiFailure } from './api-failure.ts';
import { Backoff } from './backoff.ts';
import type { CallContext } from './call-context.ts';
import { Deadline } from './deadline.ts';
import type { InformerBooks, ListReason } from './informer-state.ts';
import { list } from './list.ts';
import type { Resource, StoredObject } from './resource.ts';
import { pause } from './timing.ts';
import { watch, type WatchHandler } from './watch.ts';

/** Where a reflector puts what it hears. */
export interface ReflectorSink<Item> {
  readonly replace: (objects: readonly StoredObject<Item>[]) => void;
  readonly put: (object: StoredObject<Item>) => void;
  readonly remove: (object: StoredObject<Item>) => void;
}

/** What a reflector is made of. */
export interface ReflectorOptions<Item> extends CallContext {
  readonly resource: Resource<Item>;
  readonly sink: ReflectorSink<Item>;
  readonly books: InformerBooks;
}

/**
 * Keeps a sink equal to a resource of the API server: list, watch, go on where the watch ended, and list again where that
 * cannot be trusted. One start of an informer is one reflector; when its signal fires it never touches the sink again.
 *
 * | what happens                                       | what it does next                                     |
 * | -------------------------------------------------- | ----------------------------------------------------- |
 * | watch ended by the API server, stalled, cut        | watch from the last version heard of                  |
 * | 410, as status or as event                         | list                                                  |
 * | nothing heard for `maxSilenceMs`, in spite of that | list                                                  |
 * | list older than `resyncMs`                         | list; where that fails, go on watching and try later  |
 * | anything else                                      | the same again, later                                 |
 *
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
 */
export class Reflector<Item> {
  readonly #options: ReflectorOptions<Item>;
  readonly #backoff: Backoff;
  readonly #handler: WatchHandler<Item>;
  /** Where the next watch goes on; `undefined` while only a list can help. */
  #resourceVersion: string | undefined;
  #listReason: ListReason = 'start';
  #heardAtMs = 0;
  #resyncAtMs = 0;
  #nextListAtMs = Number.NEGATIVE_INFINITY;
  #acceptedAtMs = Number.POSITIVE_INFINITY;
  #isResuming = false;

  constructor(options: ReflectorOptions<Item>) {
    this.#options = options;
    this.#backoff = new Backoff(options.timing, options.limits);
    this.#handler = this.#makeHandler();
  }

  /** Runs until the signal fires. Never rejects, and never ends by itself. */
  async run(): Promise<void> {
    const { books, signal, timing } = this.#options;
    while (!signal.aborted) {
      const delayMs = await this.#step();
      if (delayMs <= 0 || signal.aborted) continue;
      books.entered('waiting');
      await pause(timing, delayMs, signal);
    }
  }

  /** One list or one watch. Gives the delay before the next step. */
  async #step(): Promise<number> {
    try {
      const reason = this.#whyList();
      return reason === undefined ? await this.#watch() : await this.#list(reason);
    } catch (error) {
      this.#mustList('internal');
      return this.#failed({ kind: 'internal', message: messageOf(error), cause: error });
    }
  }

  #whyList(): ListReason | undefined {
    const { limits, timing } = this.#options;
    const nowMs = timing.nowMs();
    if (this.#resourceVersion === undefined) return this.#listReason;
    if (nowMs - this.#heardAtMs >= limits.maxSilenceMs) return 'silent';
    return nowMs >= this.#resyncAtMs ? 'resync' : undefined;
  }

  #mustList(reason: ListReason): void {
    if (this.#resourceVersion !== undefined) this.#listReason = reason;
    this.#resourceVersion = undefined;
  }

  async #list(reason: ListReason): Promise<number> {
    const { books, limits, resource, signal, sink, timing } = this.#options;
    books.entered('waiting');
    await pause(timing, this.#nextListAtMs - timing.nowMs(), signal);
    if (signal.aborted) return 0;
    books.entered('listing');
    const startedMs = timing.nowMs();
    const listed = await list(this.#options, resource);
    if (signal.aborted) return 0;
    if (listed.ok || listed.error.kind !== 'connection') this.#nextListAtMs = startedMs + limits.listSpacingMs;
    this.#resyncAtMs = timing.nowMs() + limits.resyncMs * (1 + timing.random() / 10);
    if (!listed.ok) return this.#failed(listed.error);
    this.#resourceVersion = listed.value.resourceVersion;
    this.#isResuming = false;
    this.#heard();
    sink.replace(listed.value.objects);
    books.listed(reason, listed.value.objects.length, timing.nowMs() - startedMs);
    return 0;
  }

  async #watch(): Promise<number> {
    const { books, limits, resource, signal, timing } = this.#options;
    const nowMs = timing.nowMs();
    const stallMs = Math.min(limits.stallMs, this.#heardAtMs + limits.maxSilenceMs - nowMs);
    const untilResync = new Deadline(timing, signal);
    untilResync.restart(this.#resyncAtMs - nowMs);
    this.#acceptedAtMs = Number.POSITIVE_INFINITY;
    books.entered('connecting');
    try {
      const context = { ...this.#options, signal: untilResync.signal };
      const resourceVersion = this.#resourceVersion ?? '';
      const ended = await watch(context, { resource, resourceVersion, stallMs, handler: this.#handler });
      // A timer may fire a little before the clock says so.
      if (untilResync.isOver) this.#resyncAtMs = nowMs;
      if (untilResync.signal.aborted) return 0;
      const isSteady = timing.nowMs() - this.#acceptedAtMs >= limits.steadyWatchMs;
      if (isSteady) this.#backoff.reset();
      if (!ended.ok) return this.#failed(ended.error);
      return isSteady ? 0 : this.#backoff.next();
    } finally {
      untilResync.end();
    }
  }

  #failed(failure: ApiFailure): number {
    const { books, limits, signal } = this.#options;
    if (signal.aborted) return 0;
    if (failure.kind === 'gone') this.#mustList('gone');
    const askedMs = Math.min(failure.retryAfterMs ?? 0, limits.maxRetryAfterMs);
    // After a 410 the spacing of lists is delay enough.
    const delayMs = failure.kind === 'gone' ? askedMs : Math.max(this.#backoff.next(), askedMs);
    books.failed(failure, delayMs);
    return delayMs;
  }

  #makeHandler(): WatchHandler<Item> {
    const { books, signal, sink, timing } = this.#options;
    return {
      accepted: () => {
        if (signal.aborted) return;
        this.#acceptedAtMs = timing.nowMs();
        books.watching(this.#resourceVersion ?? '', this.#isResuming);
        this.#isResuming = true;
      },
      changed: (type, object) => {
        if (signal.aborted) return;
        this.#heard();
        this.#resourceVersion = object.resourceVersion;
        if (type === 'DELETED') sink.remove(object);
        else sink.put(object);
      },
      bookmarked: (resourceVersion) => {
        if (signal.aborted) return;
        this.#heard();
        this.#resourceVersion = resourceVersion;
      },
    };
  }

  #heard(): void {
    const nowMs = this.#options.timing.nowMs();
    this.#heardAtMs = nowMs;
    this.#options.books.heard(nowMs);
  }
}
