import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensurePromtool } from '../../alerts/promtool.ts';
import { findMisfires, findSilent } from '../../alerts/rule-test.ts';
import { type Phase, type Scrape, seriesOf } from '../../alerts/scrapes.ts';
import { alertQueries, dashboardQueries, metricsIn } from '../../support/dashboard.ts';
import { createPods } from './faults.ts';
import { type Fault, FAULTS } from './fault-list.ts';
import { type FaultScrapes, ruleTestOf } from './fault-rules.ts';
import { podOf } from '../workloads.ts';
import { ScrapedCluster } from './scraped-cluster.ts';

/** Of histograms, the name that their type is told under. */
const wholeName = (name: string): string => name.replace(/_(?:bucket|sum|count)$/u, '');

/** Metrics that alerts and dashboard are made of. */
const NAMED = new Set([...dashboardQueries(), ...alertQueries()].flatMap(({ expr }) => metricsIn(expr)));
const ALERTING = new Set(
  alertQueries().flatMap(({ expr }) => metricsIn(expr).flatMap((name) => [name, wholeName(name)])),
);

let scraped: ScrapedCluster;
/** All that was scraped, in the order of time. */
const seen: Scrape[] = [];

/** Brings a fault about, and mends it, come what may. */
async function breakAndMend({ begin, goOn, mend }: Fault): Promise<Pick<FaultScrapes, 'onset' | 'during'>> {
  try {
    const onset = await begin(scraped);
    return { onset, during: await (goOn === undefined ? scraped.scrape() : goOn(scraped, onset)) };
  } finally {
    await mend?.(scraped);
  }
}

/** Has Prometheus' engine look at what was scraped around a fault. @returns what fires wrongly, or does not */
async function playOut(fault: Fault): Promise<string> {
  const before = await scraped.scrape();
  const { onset, during } = await breakAndMend(fault);
  await scraped.settle();
  const after = await scraped.scrape();
  seen.push(before, onset, during, after);
  return findMisfires([ruleTestOf({ before, onset, during, after }, fault, (metric) => ALERTING.has(metric))]);
}

beforeAll(async () => {
  await ensurePromtool();
  scraped = await ScrapedCluster.start();
  expect(await createPods(scraped.faults, 20)).toBe(20);
  // One with a warning.
  const pod = podOf('old', { 'initializer.kubernetes.io/gone': 'true', 'initializer.kubernetes.io/envoy': 'true' });
  await scraped.faults.injector.api.create('/api/v1/namespaces/faults-plain/pods?dryRun=All', pod);
});

afterAll(async () => {
  await scraped?.[Symbol.asyncDispose]();
});

describe('the alerts, over what was scraped around a real fault', () => {
  it.each(FAULTS)('fire as they should, and no others, when $name', async (fault) => {
    expect(await playOut(fault)).toBe('');
  });
});

describe('the queries of dashboard and alerts', () => {
  it('name metrics that the injector, the controller, the keeper and the API server have', () => {
    const types = new Set(seen.flatMap(({ types: own }) => own.keys().toArray()));
    expect([...NAMED].filter((name) => !types.has(name) && !types.has(wholeName(name)))).toEqual([]);
    expect(NAMED.size).toBeGreaterThan(35);
  });

  it('have something to show of what happened here', async () => {
    const wanted = new Set([...NAMED].flatMap((name) => [name, wholeName(name)]));
    // Looked at every 20 minutes: before each fault, and at its onset.
    const phases: readonly Phase[] = seen.map((end) => ({ minutes: 10, end }));
    const inputSeries = seriesOf({ phases, start: new Date(0) }, (metric) => wanted.has(metric));
    const silent = await findSilent(dashboardQueries(), inputSeries, 10 * phases.length);
    // Too many Events at once: nothing of the kind befell the injector here.
    expect(silent).toEqual(['Events B']);
  });
});
