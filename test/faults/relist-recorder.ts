import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultCluster } from './fault-cluster.ts';

const SAMPLE = /^sidecar_injector_informer_relists\{resource="(?<resource>\w+)"/u;

/** Notes when the replicas list anew, from their metrics. */
export class RelistRecorder {
  /** A list is noted at most this long after it was done. */
  static readonly PRECISION_MS: number = 500;

  readonly #cluster: FaultCluster;
  /** Moments in ms, by replica and resource. */
  readonly #moments: Map<string, number[]> = new Map();
  readonly #counts: Map<string, number> = new Map();
  readonly #ended: Promise<void>;
  #isOver = false;

  constructor(cluster: FaultCluster) {
    this.#cluster = cluster;
    this.#ended = this.#run();
  }

  /** Lists since the start of the recording. */
  get count(): number {
    return [...this.#moments.values()].reduce((sum, moments) => sum + moments.length, 0);
  }

  /** The shortest time between two lists of one replica and resource; `undefined` where there never were two. */
  shortestGapMs(): number | undefined {
    const gaps = [...this.#moments.values()].flatMap((moments) =>
      moments.slice(1).map((moment, index) => moment - (moments[index] ?? 0)),
    );
    return gaps.length === 0 ? undefined : Math.min(...gaps);
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#ended;
  }

  async #run(): Promise<void> {
    // The API server may be away: then the replicas are those of before.
    let replicas = await this.#cluster.replicas();
    for (let isFirst = true; !this.#isOver; isFirst = false) {
      replicas = await this.#cluster.replicas().catch(() => replicas);
      for (const replica of replicas) {
        const samples = await this.#cluster.metricsOf(replica).catch(() => new Map<string, number>());
        for (const [sample, value] of samples)
          this.#note(`${replica.name} ${sample}`, SAMPLE.exec(sample), { value, isFirst });
      }
      await sleep(RelistRecorder.PRECISION_MS / 2);
    }
  }

  #note(
    key: string,
    match: RegExpExecArray | null,
    { value, isFirst }: { readonly value: number; readonly isFirst: boolean },
  ): void {
    const resource = match?.groups?.['resource'];
    if (resource === undefined) return;
    const more = value - (this.#counts.get(key) ?? 0);
    this.#counts.set(key, value);
    if (isFirst || more <= 0) return;
    const name = `${key.split(' ')[0]} ${resource}`;
    const moments = this.#moments.get(name) ?? [];
    moments.push(...Array.from({ length: more }, () => Date.now()));
    this.#moments.set(name, moments);
  }
}
