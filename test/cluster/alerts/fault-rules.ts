import { type Phase, type Scrape, seriesOf } from '../../alerts/scrapes.ts';
import type { Moment, RuleTest } from '../../alerts/rule-test.ts';

/** What was scraped around a fault. */
export interface FaultScrapes {
  readonly before: Scrape;
  /** Once the fault has shown. */
  readonly onset: Scrape;
  /** Some time later, while it lasts. */
  readonly during: Scrape;
  /** Once it is over. */
  readonly after: Scrape;
}

/** What a fault has to set off. */
export interface Expectation {
  readonly name: string;
  /** Minutes since the fault began, with all that fires then. */
  readonly firing: readonly { readonly minute: number; readonly alerts: readonly string[] }[];
  /** Metrics that go on by so much a second while the fault lasts. */
  readonly pace?: Readonly<Record<string, number>>;
}

const BEFORE_MINUTES = 30;
const FAULT_MINUTES = 90;
const HEALING_MINUTES = 15;
const QUIET_MINUTES = 75;

/** After this long, calls from before the fault are of no account, and the alert has waited its time. */
const SETTLED_MINUTES = 20;

const SLOW = 'SidecarInjectorSlow';
const DURATION = 'apiserver_admission_webhook_admission_duration_seconds_bucket';
const NAMES = ['enabled.sidecar-injector.dev', 'requested.sidecar-injector.dev'];

const LAST_SUCCESS = 'sidecar_injector_keeper_last_success_timestamp_seconds';

/** Of a healthy install: the keeper goes round after round. */
const HEALTHY_PACE = { [LAST_SUCCESS]: 1 };

/** A fault in time: half an hour of what was before, an hour and a half of what was during it, and as long of what came after. */
export function ruleTestOf(
  { before, onset, during, after }: FaultScrapes,
  { name, firing, pace = HEALTHY_PACE }: Expectation,
  isWanted: (metric: string) => boolean,
): RuleTest {
  const phases: readonly Phase[] = [
    { minutes: BEFORE_MINUTES, end: before, pace: HEALTHY_PACE },
    { minutes: 1, end: onset, pace },
    { minutes: FAULT_MINUTES, end: during, pace },
    { minutes: HEALING_MINUTES, end: after, pace: HEALTHY_PACE },
    { minutes: QUIET_MINUTES, end: after, pace: HEALTHY_PACE },
  ];
  const start = new Date(Date.now() - BEFORE_MINUTES * 60_000);
  const fault = BEFORE_MINUTES + 1;
  const isSlow = wasSlow(onset, during);
  return {
    name,
    start,
    inputSeries: seriesOf({ phases, start, recent: new Set([LAST_SUCCESS]) }, isWanted),
    moments: [
      { minute: BEFORE_MINUTES - 1, firing: [] },
      ...firing.map(({ minute, alerts }) =>
        momentOf(fault + minute, alerts, isSlow && minute < SETTLED_MINUTES, isSlow),
      ),
      { minute: fault + FAULT_MINUTES + HEALING_MINUTES + QUIET_MINUTES - 1, firing: [] },
    ],
  };
}

/** A machine that was busy with other things made the calls slow: then that alert is right to fire too, after a while. */
function momentOf(minute: number, alerts: readonly string[], mayBeSlow: boolean, isSlow: boolean): Moment {
  if (mayBeSlow) return { minute, firing: alerts, ignored: SLOW };
  return { minute, firing: isSlow && !alerts.includes(SLOW) ? [...alerts, SLOW] : alerts };
}

/**
 * Whether one call in a hundred took more than 25 ms, of those of a webhook between two scrapes: this machine may be busy
 * with other things, and then the alert is right to fire.
 */
export function wasSlow(from: Scrape, to: Scrape): boolean {
  return NAMES.some((name) => {
    const added = (le: string): number => bucket(to, name, le, from) - bucket(from, name, le, to);
    const all = added('+Inf');
    return all > 0 && added('0.025') / all < 0.99;
  });
}

/** Of the series that are in both scrapes: one that is new has no rise yet. */
function bucket({ values }: Scrape, name: string, le: string, other: Scrape): number {
  return [...values]
    .filter(([series]) => series.startsWith(DURATION) && series.includes(`name="${name}"`))
    .filter(([series]) => series.includes(`le="${le}"`) && other.values.has(series))
    .reduce((sum, [, value]) => sum + value, 0);
}
