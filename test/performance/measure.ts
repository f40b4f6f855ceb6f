import type { BlockPlan } from './bench-options.ts';
import { cpuMicrosBetween, readCpuTime } from './cpu-time.ts';
import { sendReviews } from './load-client.ts';
import type { ReviewBody } from './review-body.ts';
import type { RunningServer } from './servers.ts';

/** Below this a block is too short against garbage collection. */
const MIN_BLOCK_REVIEWS = 150;

/** The body up to which a block has its full number of reviews; longer bodies get fewer, in proportion. */
const FULL_BLOCK_BODY_BYTES = 10 * 1024;

/** A server, and the review that it is sent. */
export interface Contender {
  readonly server: RunningServer;
  readonly review: ReviewBody;
}

/** What each round measured for one contender: CPU time in microseconds per review. */
export type CpuMicrosByRound = readonly number[];

/**
 * Measures all contenders side by side: after a warm-up each round sends every one of them a block of reviews in
 * turn, so that whatever else the machine does meets them alike.
 */
export async function measureInterleaved(
  contenders: readonly Contender[],
  plan: BlockPlan,
): Promise<readonly CpuMicrosByRound[]> {
  for (const contender of contenders) await measureBlock(contender, plan.warmUpReviews);
  const measured = contenders.map((): number[] => []);
  for (let round = 0; round < plan.rounds; round++) {
    for (const [index, contender] of contenders.entries()) {
      measured[index]?.push(await measureBlock(contender, plan.reviewsPerBlock));
    }
  }
  return measured;
}

async function measureBlock({ server, review }: Contender, fullCount: number): Promise<number> {
  const scale = Math.min(1, FULL_BLOCK_BODY_BYTES / review.bytes.length);
  const count = Math.max(MIN_BLOCK_REVIEWS, Math.round(fullCount * scale));
  const start = readCpuTime(server.pid);
  await sendReviews(server, review, count);
  return cpuMicrosBetween(start, readCpuTime(server.pid)) / count;
}
