import type { JsonObject } from '../injection/json.ts';
import type { ApiFailure } from '../kubernetes/api-failure.ts';
import { Backoff } from '../kubernetes/backoff.ts';
import type { ObjectClient } from '../kubernetes/object-client.ts';
import { readPages } from '../kubernetes/read-list.ts';
import { pause, type Timing } from '../kubernetes/timing.ts';

/** What a sweeper is made of. */
export interface SweeperOptions {
  readonly client: ObjectClient;
  readonly timing: Timing;
  /** Ends it. */
  readonly signal: AbortSignal;
  readonly onPod: (pod: JsonObject) => void;
  readonly onFailure: (failure: ApiFailure, retryInMs: number) => void;
}

/** Changes of one moment (`kubectl apply -k`) are one sweep. */
const GATHER_MS = 500;

/** From one sweep to the next: each reads all Pods of a namespace, or of the cluster. */
const SPACING_MS = 5_000;

const BACKOFF = { firstBackoffMs: 1_000, maxBackoffMs: 30_000 };

/**
 * Reads Pods again, page by page, where what they are judged by has changed: a watch tells only of Pods that change themselves. One
 * sweep at a time; what cannot be read is tried again.
 */
export class Sweeper {
  readonly #options: SweeperOptions;
  readonly #backoff: Backoff;
  /** Namespaces that are to be read; the empty name stands for all. */
  readonly #marked: Set<string> = new Set();
  #work: Promise<void> | undefined;

  constructor(options: SweeperOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.timing, BACKOFF);
  }

  /** Has the Pods of a namespace read again, or all where none is named. */
  mark(namespace = ''): void {
    this.#marked.add(namespace);
    if (!this.#options.signal.aborted) this.#work ??= this.#run();
  }

  /** @returns once no request and no timer is left, after the signal has fired */
  async ended(): Promise<void> {
    await this.#work;
  }

  async #run(): Promise<void> {
    const { signal, timing } = this.#options;
    await pause(timing, GATHER_MS, signal);
    while (this.#marked.size > 0 && !signal.aborted) await pause(timing, await this.#sweep(), signal);
    this.#work = undefined;
  }

  /** Reads what is marked. Gives the delay before the next sweep. */
  async #sweep(): Promise<number> {
    const { signal, onFailure } = this.#options;
    const names = this.#marked.has('') ? [''] : [...this.#marked];
    this.#marked.clear();
    for (const [index, name] of names.entries()) {
      const failed = await this.#read(name);
      if (failed === undefined) continue;
      for (const left of names.slice(index)) this.#marked.add(left);
      const delayMs = this.#backoff.next();
      if (!signal.aborted) onFailure(failed, delayMs);
      return delayMs;
    }
    this.#backoff.reset();
    return SPACING_MS;
  }

  async #read(namespace: string): Promise<ApiFailure | undefined> {
    const { client, onPod } = this.#options;
    const path = namespace === '' ? '/api/v1/pods' : `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`;
    for await (const page of readPages(client, path)) {
      if (!page.ok) return page.error;
      for (const pod of page.value.items) onPod(pod);
    }
    return undefined;
  }
}
