import type { Scenario } from './scenario.ts';
import { brokenTemplates } from './scenarios/broken-templates.ts';
import { rollingRestarts } from './scenarios/rolling-restarts.ts';
import { templateDeleted } from './scenarios/template-deleted.ts';
import { templateSwaps } from './scenarios/template-swaps.ts';

/** Every scenario, in the order in which they are run. */
export const SCENARIOS: readonly Scenario[] = [rollingRestarts, templateSwaps, brokenTemplates, templateDeleted];
