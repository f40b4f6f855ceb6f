import type { NamespaceMetadata } from '../admission/mutate.ts';
import { PREFIX } from '../injection/annotations.ts';
import { objectAt, type Json, type JsonObject } from '../injection/json.ts';
import { Informer, type InformerSettings } from './informer.ts';
import type { InformerState } from './informer-state.ts';
import { SYSTEM_TIMING, type Timing } from './timing.ts';

/** What an informer of namespaces is given. */
export type NamespaceInformerOptions = InformerSettings;

const NOTHING: JsonObject = {};

/** Of 10,000 namespaces with an annotation of this length, 10 MiB are kept. */
const MAX_ANNOTATION_LENGTH = 1024;

/** Knows what the injector reads of every namespace: its labels and annotations. Needs `list` and `watch`, nothing else. */
export class NamespaceInformer {
  readonly #informer: Informer<NamespaceMetadata>;
  readonly #timing: Timing;
  /** Those who wait for a namespace, by its name. */
  readonly #waiting: Map<string, Set<() => void>> = new Map();

  constructor(settings: NamespaceInformerOptions) {
    this.#timing = settings.timing ?? SYSTEM_TIMING;
    this.#informer = new Informer({
      ...settings,
      resource: { path: '/api/v1/namespaces', metadataOnly: true, keep: readNamespaceMetadata },
      consumer: ({ changes }) => {
        for (const { type, object } of changes) if (type !== 'deleted') this.#wake(object.name);
      },
    });
  }

  /** What is known of a namespace; `undefined` where it is not known. A lookup in a map. */
  find(name: string): NamespaceMetadata | undefined {
    return this.#informer.get(name)?.item;
  }

  /** Waits for a namespace that is not known yet. Gives up after `maxMs`, and at once when it stops. */
  async waitFor(name: string, maxMs: number): Promise<NamespaceMetadata | undefined> {
    if (this.find(name) !== undefined || maxMs <= 0) return this.find(name);
    const { promise, resolve } = Promise.withResolvers<void>();
    const stopTimer = this.#timing.startTimer(maxMs, resolve);
    const waiting = this.#waiting.get(name) ?? new Set();
    this.#waiting.set(name, waiting.add(resolve));
    await promise;
    stopTimer();
    waiting.delete(resolve);
    if (waiting.size === 0 && this.#waiting.get(name) === waiting) this.#waiting.delete(name);
    return this.find(name);
  }

  /** Starts to list and watch. Does nothing while it runs. */
  start(): void {
    this.#informer.start();
  }

  /** Cuts what is under way, and wakes all who wait. @returns once no request and no timer is left */
  async stop(): Promise<void> {
    const stopped = this.#informer.stop();
    for (const name of this.#waiting.keys()) this.#wake(name);
    await stopped;
  }

  /** How it does, for readiness and metrics. */
  state(): InformerState {
    return this.#informer.state();
  }

  #wake(name: string): void {
    for (const resolve of this.#waiting.get(name) ?? []) resolve();
  }
}

/** What expressions may read of a namespace: all labels, and all annotations but long ones, which only tools write. */
export function readNamespaceMetadata(namespace: JsonObject): NamespaceMetadata {
  const metadata = objectAt(namespace, 'metadata');
  const annotations = Object.entries(objectAt(metadata, 'annotations') ?? {});
  return {
    labels: objectAt(metadata, 'labels') ?? NOTHING,
    annotations: annotations.length === 0 ? NOTHING : Object.fromEntries(annotations.filter(isKept)),
  };
}

function isKept([key, value]: readonly [string, Json | undefined]): boolean {
  return key.startsWith(PREFIX) || (typeof value === 'string' && value.length <= MAX_ANNOTATION_LENGTH);
}
