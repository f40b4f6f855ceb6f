import { judgeCoverage, type Coverage } from '../admission/coverage.ts';
import { readAskedNamespace, type AskedNamespace } from '../admission/later-asking.ts';
import { PREFIX } from '../injection/annotations.ts';
import { isSameJson, objectAt, stringAt, type JsonObject } from '../injection/json.ts';
import type { TemplateSet } from '../injection/template/template.ts';
import type { ApiConnection } from '../kubernetes/api-connection.ts';
import type { ApiFailure } from '../kubernetes/api-failure.ts';
import { Informer } from '../kubernetes/informer.ts';
import type { InformerEvent, InformerState } from '../kubernetes/informer-state.ts';
import { INFORMER_LIMITS, type InformerLimits } from '../kubernetes/limits.ts';
import { readNamespaceMetadata } from '../kubernetes/namespace-informer.ts';
import { createObjectClient } from '../kubernetes/object-client.ts';
import type { Change, Snapshot } from '../kubernetes/object-store.ts';
import { SYSTEM_TIMING, type Timing } from '../kubernetes/timing.ts';
import { describeJudged, PodRecords, type Gap, type JudgedPod } from './pod-records.ts';
import { Sweeper } from './sweeper.ts';

/** What Pods are judged by, as it is at the moment. */
export interface JudgedBy {
  readonly templates: () => TemplateSet;
  readonly inForceSince: (template: string) => string | undefined;
  readonly hasNativeSidecars: () => boolean;
  readonly protectedNamespaces: ReadonlySet<string>;
}

/** What a watch over the Pods of a cluster is made of. */
export interface CoverageWatchOptions {
  readonly connection: ApiConnection;
  readonly judgedBy: JudgedBy;
  /** Hears of each gap once. */
  readonly onGap: (gap: Gap) => void;
  readonly onInformerEvent: (resource: string, event: InformerEvent) => void;
  readonly onSweepFailure: (failure: ApiFailure, retryInMs: number) => void;
  /** {@link SYSTEM_TIMING} when left out. */
  readonly timing?: Timing;
  /** {@link INFORMER_LIMITS} when left out, with Pods listed anew more rarely. */
  readonly limits?: InformerLimits;
}

/** What was judged of a Pod, until it is taken over: the informer holds on to it as long as the Pod is there. */
interface Handover {
  judged: JudgedPod | undefined;
}

/** A Pod has 10 KB and more, and is several times as large once it is parsed. */
const POD_PAGE_LIMIT = 100;

/** A list of all Pods is large, and only a second look: what a watch misses in silence is found by its bookmarks. */
const POD_RESYNC_MS = 3_600_000;

/**
 * Watches the Pods of a cluster for those that lack their sidecar. Each Pod is judged when it is heard of, and all of a namespace, or
 * of the cluster, again when namespace or templates have changed. Of a Pod only its state is kept. Reads only.
 */
export class CoverageWatch {
  readonly records: PodRecords = new PodRecords();
  readonly #options: CoverageWatchOptions;
  readonly #namespaces: Informer<AskedNamespace>;
  readonly #pods: Informer<Handover>;
  readonly #sweeper: Sweeper;
  readonly #stopping = new AbortController();
  /** By which Pods were judged last. */
  #judgedBy: Snapshot<AskedNamespace> = new Map();
  #knowsNamespaces = false;
  #knowsPods = false;
  /** What changed while the Pods were listed for the first time: part of the list was judged by what was there before. */
  readonly #changedMeanwhile: Set<string> = new Set();

  constructor(options: CoverageWatchOptions) {
    const { connection, onInformerEvent, onSweepFailure, timing = SYSTEM_TIMING, limits = INFORMER_LIMITS } = options;
    this.#options = options;
    this.#namespaces = new Informer({
      connection,
      timing,
      limits,
      resource: { path: '/api/v1/namespaces', metadataOnly: true, keep: keepNamespace },
      onEvent: (event) => onInformerEvent('namespaces', event),
      consumer: ({ changes, snapshot }) => this.#takeNamespaces(changes, snapshot()),
    });
    this.#pods = new Informer({
      connection,
      timing,
      limits: {
        ...limits,
        pageLimit: Math.min(limits.pageLimit, POD_PAGE_LIMIT),
        resyncMs: Math.max(limits.resyncMs, POD_RESYNC_MS),
      },
      resource: {
        path: '/api/v1/pods',
        isNamespaced: true,
        metadataOnly: false,
        keep: (pod): Handover => ({ judged: this.#judge(pod) }),
      },
      onEvent: (event) => onInformerEvent('pods', event),
      consumer: ({ changes }) => this.#takePods(changes),
    });
    this.#sweeper = new Sweeper({
      client: createObjectClient(connection, timing, this.#stopping.signal),
      timing,
      signal: this.#stopping.signal,
      onFailure: onSweepFailure,
      onPod: (pod) => {
        // Only the watch knows which Pods there are: a page may be older.
        if (this.records.has(stringAt(objectAt(pod, 'metadata'), 'uid') ?? '')) this.#record(this.#judge(pod));
      },
    });
  }

  /** How its informers do, for readiness and metrics. */
  get states(): Readonly<Record<'namespaces' | 'pods', InformerState>> {
    return { namespaces: this.#namespaces.state(), pods: this.#pods.state() };
  }

  start(): void {
    this.#namespaces.start();
  }

  /** To be called when templates have changed. Before the first one is there, no Pod can be judged. */
  templatesChanged(): void {
    if (this.#pods.state().phase === 'stopped') this.#startPods();
    else this.#judgeAgain('');
  }

  /** @returns once no request and no timer is left */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all([this.#namespaces.stop(), this.#pods.stop(), this.#sweeper.ended()]);
  }

  #startPods(): void {
    const isReady = this.#knowsNamespaces && this.#options.judgedBy.templates().templates.size > 0;
    if (!isReady || this.#stopping.signal.aborted || this.#pods.state().phase !== 'stopped') return;
    this.#changedMeanwhile.clear();
    this.#pods.start();
  }

  #takeNamespaces(changes: readonly Change<AskedNamespace>[], snapshot: Snapshot<AskedNamespace>): void {
    for (const { object } of changes) {
      const before = this.#judgedBy.get(object.name)?.item;
      const now = snapshot.get(object.name)?.item;
      if (!isSameAsking(before, now)) this.#judgeAgain(object.name);
    }
    this.#judgedBy = snapshot;
    this.#knowsNamespaces = true;
    this.#startPods();
  }

  /** Has the Pods of a namespace judged again, where there are any; of all namespaces where the name is empty. */
  #judgeAgain(namespace: string): void {
    if (!this.#knowsPods) this.#changedMeanwhile.add(namespace);
    else if (namespace === '' || this.records.hasIn(namespace)) this.#sweeper.mark(namespace);
  }

  #takePods(changes: readonly Change<Handover>[]): void {
    for (const { type, object } of changes) {
      const { judged } = object.item;
      object.item.judged = undefined;
      if (type === 'deleted') this.records.remove(object.uid);
      else if (judged !== undefined) this.#record(judged);
    }
    this.#knowsPods = true;
    for (const namespace of this.#changedMeanwhile) this.#judgeAgain(namespace);
    this.#changedMeanwhile.clear();
  }

  #record(judged: JudgedPod): void {
    const gap = this.records.put(judged);
    if (gap !== undefined) this.#options.onGap(gap);
  }

  #judge(pod: JsonObject): JudgedPod {
    const { templates, hasNativeSidecars, ...judgedBy } = this.#options.judgedBy;
    const namespace = this.#namespaces.get(stringAt(objectAt(pod, 'metadata'), 'namespace') ?? '')?.item;
    if (namespace === undefined) return describeJudged(pod, UNKNOWN_NAMESPACE);
    const context = { ...judgedBy, namespace, templates: templates(), hasNativeSidecars: hasNativeSidecars() };
    return describeJudged(pod, judgeCoverage(pod, context));
  }
}

/** The news of a new namespace may come after that of its first Pod. */
const UNKNOWN_NAMESPACE: Coverage = { state: 'unknown', why: 'its namespace is not known yet' };

function keepNamespace(object: JsonObject): AskedNamespace {
  const asked = readAskedNamespace(object);
  return { ...asked, facts: { ...asked.facts, ...readNamespaceMetadata(object) } };
}

/** Whether two versions of a namespace ask for the same. Annotations that are not ours change often, and decide rarely. */
function isSameAsking(before: AskedNamespace | undefined, now: AskedNamespace | undefined): boolean {
  return isSameJson(askingOf(before), askingOf(now));
}

function askingOf(namespace: AskedNamespace | undefined): JsonObject {
  const { labels = {}, annotations = {} } = namespace?.facts ?? {};
  const own = Object.entries(annotations).filter(([key]) => key.startsWith(PREFIX));
  return { isKnown: namespace !== undefined, labels, annotations: Object.fromEntries(own) };
}
