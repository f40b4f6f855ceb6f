import type { Scenario } from './scenario.ts';
import { apiServerKilled } from './scenarios/api-server-killed.ts';
import { etcdPaused } from './scenarios/etcd-paused.ts';
import { watchCut } from './scenarios/watch-cut.ts';
import { replicaKilled } from './scenarios/replica-killed.ts';
import { replicaPaused } from './scenarios/replica-paused.ts';
import { rollingRestarts } from './scenarios/rolling-restarts.ts';

/** Every scenario, in the order in which they are run. */
export const SCENARIOS: readonly Scenario[] = [
  rollingRestarts,
  replicaKilled,
  replicaPaused,
  apiServerKilled,
  etcdPaused,
  watchCut,
];
