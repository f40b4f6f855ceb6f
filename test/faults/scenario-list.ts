import type { Scenario } from './scenario.ts';
import { apiServerKilled } from './scenarios/api-server-killed.ts';
import { bootstrap } from './scenarios/bootstrap.ts';
import { brokenTemplates } from './scenarios/broken-templates.ts';
import { burst } from './scenarios/burst.ts';
import { caRotation } from './scenarios/ca-rotation.ts';
import { clockSkew } from './scenarios/clock-skew.ts';
import { coldStart } from './scenarios/cold-start.ts';
import { dryRun } from './scenarios/dry-run.ts';
import { etcdPaused } from './scenarios/etcd-paused.ts';
import { expiredCertificate } from './scenarios/expired-certificate.ts';
import { hostileClients } from './scenarios/hostile-clients.ts';
import { labelRace } from './scenarios/label-race.ts';
import { largeObjects } from './scenarios/large-objects.ts';
import { memoryPressure } from './scenarios/memory-pressure.ts';
import { overload } from './scenarios/overload.ts';
import { oversizeReviews } from './scenarios/oversize-reviews.ts';
import { replicaKilled } from './scenarios/replica-killed.ts';
import { replicaPaused } from './scenarios/replica-paused.ts';
import { rollingRestarts } from './scenarios/rolling-restarts.ts';
import { slowClients } from './scenarios/slow-clients.ts';
import { tampering } from './scenarios/tampering.ts';
import { templateDeleted } from './scenarios/template-deleted.ts';
import { templateSwaps } from './scenarios/template-swaps.ts';
import { upgrade } from './scenarios/upgrade.ts';
import { watchCut } from './scenarios/watch-cut.ts';

/** Every scenario, in the order in which they are run: those with a cluster of their own at the end. */
export const SCENARIOS: readonly Scenario[] = [
  rollingRestarts,
  upgrade,
  replicaKilled,
  replicaPaused,
  apiServerKilled,
  etcdPaused,
  watchCut,
  templateSwaps,
  brokenTemplates,
  templateDeleted,
  tampering,
  bootstrap,
  clockSkew,
  expiredCertificate,
  overload,
  burst,
  dryRun,
  largeObjects,
  oversizeReviews,
  slowClients,
  hostileClients,
  memoryPressure,
  caRotation,
  labelRace,
  coldStart,
];
