import type { Scenario } from './scenario.ts';
import { bootstrap } from './scenarios/bootstrap.ts';
import { brokenTemplates } from './scenarios/broken-templates.ts';
import { caRotation } from './scenarios/ca-rotation.ts';
import { clockSkew } from './scenarios/clock-skew.ts';
import { expiredCertificate } from './scenarios/expired-certificate.ts';
import { apiServerKilled } from './scenarios/api-server-killed.ts';
import { etcdPaused } from './scenarios/etcd-paused.ts';
import { watchCut } from './scenarios/watch-cut.ts';
import { replicaKilled } from './scenarios/replica-killed.ts';
import { replicaPaused } from './scenarios/replica-paused.ts';
import { labelRace } from './scenarios/label-race.ts';
import { rollingRestarts } from './scenarios/rolling-restarts.ts';
import { tampering } from './scenarios/tampering.ts';
import { templateDeleted } from './scenarios/template-deleted.ts';
import { templateSwaps } from './scenarios/template-swaps.ts';

/** Every scenario, in the order in which they are run. */
export const SCENARIOS: readonly Scenario[] = [
  rollingRestarts,
  templateSwaps,
  brokenTemplates,
  templateDeleted,
  tampering,
  bootstrap,
  clockSkew,
  expiredCertificate,
  caRotation,
  labelRace,
  replicaKilled,
  replicaPaused,
  apiServerKilled,
  etcdPaused,
  watchCut,
];
