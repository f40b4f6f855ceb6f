import type { Change, Snapshot } from './object-store.ts';

/** What a consumer is told: all that changed since it was last told. */
export interface Notice<Item> {
  /** Empty where the first list was done and found nothing. */
  readonly changes: readonly Change<Item>[];
  /** The objects as they are when it is called. What it gives back never changes. */
  readonly snapshot: () => Snapshot<Item>;
}

/** Hears of changes, one call at a time. What it throws or rejects with is reported, and harms nothing. */
export type Consumer<Item> = (notice: Notice<Item>) => void | Promise<void>;

/** What a queue is made of. */
export interface ChangeQueueOptions<Item> {
  readonly consumer: Consumer<Item>;
  readonly snapshot: () => Snapshot<Item>;
  readonly onConsumerError: (error: unknown) => void;
}

/** Tells a consumer of changes: those of one moment, and those that come while it is busy, in one call. */
export class ChangeQueue<Item> {
  readonly #options: ChangeQueueOptions<Item>;
  #pending: Change<Item>[] | undefined;
  #isBusy = false;

  constructor(options: ChangeQueueOptions<Item>) {
    this.#options = options;
  }

  /** Puts changes in line; no changes too are worth telling. The consumer is called after the current task, never within. */
  push(changes: readonly Change<Item>[]): void {
    this.#pending ??= [];
    for (const change of changes) this.#pending.push(change);
    if (this.#isBusy) return;
    this.#isBusy = true;
    queueMicrotask(() => void this.#drain());
  }

  /** Forgets what was not told yet. */
  clear(): void {
    this.#pending = undefined;
  }

  async #drain(): Promise<void> {
    while (this.#pending !== undefined) {
      const changes = this.#pending;
      this.#pending = undefined;
      await this.#tell(changes);
    }
    this.#isBusy = false;
  }

  async #tell(changes: readonly Change<Item>[]): Promise<void> {
    try {
      await this.#options.consumer({ changes, snapshot: this.#options.snapshot });
    } catch (error) {
      this.#options.onConsumerError(error);
    }
  }
}
