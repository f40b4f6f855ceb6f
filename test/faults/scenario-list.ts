import type { Scenario } from './scenario.ts';
import { apiServerKilled } from './scenarios/api-server-killed.ts';
import { burst } from './scenarios/burst.ts';
import { dryRun } from './scenarios/dry-run.ts';
import { hostileClients } from './scenarios/hostile-clients.ts';
import { slowClients } from './scenarios/slow-clients.ts';
import { memoryPressure } from './scenarios/memory-pressure.ts';
import { coldStart } from './scenarios/cold-start.ts';
import { upgrade } from './scenarios/upgrade.ts';
import { largeObjects } from './scenarios/large-objects.ts';
import { oversizeReviews } from './scenarios/oversize-reviews.ts';
import { etcdPaused } from './scenarios/etcd-paused.ts';
import { overload } from './scenarios/overload.ts';
import { replicaKilled } from './scenarios/replica-killed.ts';
import { replicaPaused } from './scenarios/replica-paused.ts';
import { rollingRestarts } from './scenarios/rolling-restarts.ts';
import { watchCut } from './scenarios/watch-cut.ts';

/** Every scenario, in the order in which they are run. */
export const SCENARIOS: readonly Scenario[] = [
  rollingRestarts,
  replicaKilled,
  replicaPaused,
  apiServerKilled,
  etcdPaused,
  watchCut,
  overload,
  burst,
  dryRun,
  largeObjects,
  oversizeReviews,
  slowClients,
  memoryPressure,
  upgrade,
  coldStart,
  hostileClients,
];
