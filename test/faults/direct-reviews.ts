import { setTimeout as sleep } from 'node:timers/promises';
import { oneConnection, send } from '../support/https-client.ts';
import { patchIn, responseIn, reviewOf } from '../support/review-of.ts';
import type { Replica } from './fault-cluster.ts';
import { percentileOf } from './load/load-report.ts';
import { ENABLED_NAMESPACE } from './load/pod-kinds.ts';

/** A small review, as the API server sends it for a Pod of an enabled namespace. */
export const SMALL_REVIEW: string = JSON.stringify(reviewOf(undefined, { namespace: ENABLED_NAMESPACE }));

/** Where a replica takes reviews of enabled namespaces. */
export function mutateUrlOf({ https }: Pick<Replica, 'https'>): string {
  return `https://${https}/mutate/enabled`;
}

/** The patch that a replica makes of a Pod, as text. @throws When the review is not allowed, or the answer no 200. */
export async function patchTextOf(replica: Replica, review: string = SMALL_REVIEW): Promise<string> {
  const { status, text } = await send(mutateUrlOf(replica), { body: review });
  const response = status === 200 ? responseIn(text) : undefined;
  if (response?.allowed !== true) throw new Error(`${replica.name} answered ${status}: ${text}`);
  return JSON.stringify(patchIn(response));
}

/** Small reviews that one client sends to one replica, one after the other, without an API server between. */
export class DirectReviews {
  readonly latenciesMs: number[] = [];
  /** Answers other than 200 with a patch, and errors of connections. */
  readonly failures: string[] = [];
  #isOver = false;
  readonly #ended: Promise<void>;

  /** @param pauseMs between two reviews */
  constructor(replica: Pick<Replica, 'https'>, pauseMs: number) {
    this.#ended = this.#run(mutateUrlOf(replica), pauseMs);
  }

  /** The time that 99 of 100 reviews took at most, in ms. */
  get p99Ms(): number {
    return percentileOf(this.latenciesMs, 0.99);
  }

  /** Waits until so many were answered. */
  async reached(count: number): Promise<void> {
    while (this.latenciesMs.length < count && this.failures.length < count) await sleep(50);
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#ended;
  }

  async #run(url: string, pauseMs: number): Promise<void> {
    const agent = oneConnection();
    while (!this.#isOver) {
      const startMs = performance.now();
      try {
        const { status, text } = await send(url, { body: SMALL_REVIEW, agent });
        this.latenciesMs.push(performance.now() - startMs);
        if (status !== 200 || responseIn(text).patch === undefined) this.failures.push(`${status}: ${text}`);
      } catch (error) {
        this.failures.push(String(error));
      }
      await sleep(pauseMs);
    }
    agent.destroy();
  }
}

/** Reviews for so long, by one client. */
export async function reviewDirectly(
  replica: Pick<Replica, 'https'>,
  { forMs, pauseMs = 0 }: { readonly forMs: number; readonly pauseMs?: number },
): Promise<DirectReviews> {
  const reviews = new DirectReviews(replica, pauseMs);
  await sleep(forMs);
  await reviews.stop();
  return reviews;
}
