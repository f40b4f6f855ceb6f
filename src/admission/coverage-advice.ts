import type { CoverageState } from './coverage-states.ts';
import { describeNewPod, type Maker } from './pod-maker.ts';

/** A Pod that something is to be done about. */
export interface AdvisedPod {
  readonly namespace: string;
  readonly name: string;
  readonly maker: Maker;
}

/** One sentence: what to do about a Pod in this state; empty where there is nothing to do. */
export function adviseOn(state: CoverageState, { namespace, name, maker }: AdvisedPod): string {
  return ADVICE[state](`kubectl sidecar explain ${name} -n ${namespace}`, describeNewPod(maker));
}

const ADVICE: Readonly<Record<CoverageState, (explain: string, anew: string) => string>> = {
  lost: (explain, anew) =>
    `It was taken out again when the Pod was created: look at the webhooks that come after the injector (${explain}), then ${anew}.`,
  missing: (explain, anew) =>
    `No review reached the injector: see whether its webhook is registered and answers (${explain}), then ${anew}.`,
  outdated: (_, anew) => `To have what is in force, ${anew}.`,
  older: (_, anew) => `To have what is in force, ${anew}.`,
  unknown: () => 'Mend the template ConfigMap (kubectl sidecar check).',
  covered: () => '',
  'not-due': () => '',
};
