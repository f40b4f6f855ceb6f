import type { BlockPlan, ContenderName } from './bench-options.ts';
import { type CpuMicrosByRound, measureInterleaved } from './measure.ts';
import type { ReviewBody } from './review-body.ts';
import type { RunningServer } from './servers.ts';

/** The running servers by name; those left out are absent. */
export type Servers = ReadonlyMap<ContenderName, RunningServer>;

/** CPU time in microseconds per review of each server, round by round. */
export type Comparison = ReadonlyMap<ContenderName, CpuMicrosByRound>;

/** Measures all servers with the same review, interleaved. */
export async function compareServers(servers: Servers, review: ReviewBody, plan: BlockPlan): Promise<Comparison> {
  const names = [...servers.keys()];
  const contenders = [...servers.values()].map((server) => ({ server, review }));
  const measured = await measureInterleaved(contenders, plan);
  return new Map(names.map((name, index) => [name, measured[index] ?? []]));
}
