import type { ApiConnection } from './api-connection.ts';
import { ChangeQueue, type Consumer } from './change-queue.ts';
import { InformerBooks, type InformerEvent, type InformerState } from './informer-state.ts';
import { INFORMER_LIMITS, type InformerLimits } from './limits.ts';
import { ObjectStore, type Change, type Snapshot } from './object-store.ts';
import { Reflector, type ReflectorSink } from './reflector.ts';
import type { Resource, StoredObject } from './resource.ts';
import { SYSTEM_TIMING, type Timing } from './timing.ts';

/** What every informer is given, whatever it informs of. */
export interface InformerSettings {
  readonly connection: ApiConnection;
  /** Hears what happens inside, for logs. */
  readonly onEvent: (event: InformerEvent) => void;
  /** {@link INFORMER_LIMITS} when left out. */
  readonly limits?: InformerLimits;
  /** {@link SYSTEM_TIMING} when left out. */
  readonly timing?: Timing;
}

/** An informer of one resource. */
export interface InformerOptions<Item> extends InformerSettings {
  readonly resource: Resource<Item>;
  readonly consumer: Consumer<Item>;
}

/**
 * Knows the objects of one resource, and tells a consumer when they change. Between `start` and `stop` it never gives up:
 * while the API server is away it keeps what it knows.
 */
export class Informer<Item> {
  readonly #options: InformerOptions<Item>;
  readonly #timing: Timing;
  readonly #store: ObjectStore<Item> = new ObjectStore();
  readonly #books: InformerBooks;
  readonly #queue: ChangeQueue<Item>;
  /** The run of the last start. Each start has its own, so that nothing of an earlier one can come through. */
  #run: { readonly controller: AbortController; readonly ended: Promise<void> } | undefined;

  constructor(options: InformerOptions<Item>) {
    this.#options = options;
    this.#timing = options.timing ?? SYSTEM_TIMING;
    this.#books = new InformerBooks(options.onEvent);
    this.#queue = new ChangeQueue({
      consumer: options.consumer,
      snapshot: () => this.#store.snapshot(),
      onConsumerError: (error) => this.#books.consumerFailed(error),
    });
  }

  /** Starts to list and watch. Does nothing while it runs. */
  start(): void {
    if (this.#run !== undefined) return;
    const { connection, limits = INFORMER_LIMITS, resource } = this.#options;
    const controller = new AbortController();
    this.#books.started();
    const reflector = new Reflector({
      connection,
      limits,
      resource,
      timing: this.#timing,
      signal: controller.signal,
      books: this.#books,
      sink: this.#makeSink(),
    });
    this.#run = { controller, ended: reflector.run() };
  }

  /**
   * Cuts what is under way; from this call on the consumer hears nothing more. What is known stays readable.
   *
   * @returns once no request and no timer is left; idle connections are the connection's own
   */
  async stop(): Promise<void> {
    const run = this.#run;
    if (run === undefined) return;
    this.#run = undefined;
    this.#queue.clear();
    this.#books.entered('stopped');
    run.controller.abort();
    await run.ended;
  }

  /** The object of that name as last heard of. */
  get(name: string): StoredObject<Item> | undefined {
    return this.#store.get(name);
  }

  /** All objects as last heard of; what it gives back never changes. */
  snapshot(): Snapshot<Item> {
    return this.#store.snapshot();
  }

  /** How it does, for readiness and metrics. */
  state(): InformerState {
    return this.#books.read(this.#timing.nowMs(), this.#store.size);
  }

  #makeSink(): ReflectorSink<Item> {
    let isFirst = true;
    const tell = (changes: readonly Change<Item>[]): void => {
      if (changes.length > 0 || isFirst) this.#queue.push(changes);
      isFirst = false;
    };
    return {
      replace: (objects) => tell(this.#store.replace(objects)),
      put: (object) => tell(this.#store.put(object)),
      remove: (object) => tell(this.#store.remove(object)),
    };
  }
}
