import type { Scenario } from './scenario.ts';
import { rollingRestarts } from './scenarios/rolling-restarts.ts';

/** Every scenario, in the order in which they are run. */
export const SCENARIOS: readonly Scenario[] = [rollingRestarts];
