import { setTimeout as delay } from 'node:timers/promises';
import type { InjectorCluster, PodObject } from '../cluster/injector-cluster.ts';
import { podOf } from '../cluster/workloads.ts';

/** How Pod creations ended so far. */
export interface LoadCounts {
  injected: number;
  /** Created without the sidecar that they asked for. */
  bare: number;
  failed: number;
  /** Not sent in time, because too many were under way. */
  late: number;
}

const MAX_UNDER_WAY = 64;
const SHOWN_FAILURES = 20;

/** Creates Pods at a steady rate through the API server, by dry run, and looks at each answer. */
export class SteadyLoad {
  readonly counts: LoadCounts = { injected: 0, bare: 0, failed: 0, late: 0 };
  /** What the first failures said. */
  readonly failures: string[] = [];
  readonly #injector: InjectorCluster;
  readonly #path: string;
  readonly #underWay = new Set<Promise<void>>();
  #isOver = false;
  #running: Promise<void> | undefined;

  /** @param namespace whose Pods are to be injected */
  constructor(injector: InjectorCluster, namespace: string) {
    this.#injector = injector;
    this.#path = `/api/v1/namespaces/${namespace}/pods?dryRun=All`;
  }

  /** Begins. @param rate creations per second */
  start(rate: number): void {
    this.#running = this.#run(rate);
  }

  /** Ends when all answers are there. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#running;
    await Promise.all(this.#underWay);
  }

  async #run(rate: number): Promise<void> {
    const start = performance.now();
    for (let number = 0; !this.#isOver; number += 1) {
      await delay(Math.max(0, start + (number * 1000) / rate - performance.now()));
      if (this.#underWay.size >= MAX_UNDER_WAY) {
        this.counts.late += 1;
        continue;
      }
      const creation = this.#create(number).finally(() => this.#underWay.delete(creation));
      this.#underWay.add(creation);
    }
  }

  async #create(number: number): Promise<void> {
    try {
      const { status, body } = await this.#injector.cluster.controlPlane.request({
        method: 'POST',
        path: this.#path,
        body: JSON.stringify(podOf(`soak-${number % 100}`)),
      });
      if (status !== 201) throw new Error(`${status} ${body}`);
      const { spec } = JSON.parse(body) as PodObject;
      this.counts[spec.containers.some(({ name }) => name === 'envoy') ? 'injected' : 'bare'] += 1;
    } catch (error) {
      this.counts.failed += 1;
      if (this.failures.length < SHOWN_FAILURES) this.failures.push(error instanceof Error ? error.message : 'unknown');
    }
  }
}
