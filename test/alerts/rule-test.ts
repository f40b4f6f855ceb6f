import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPOSITORY } from '../support/serve-process.ts';
import type { Query } from '../support/dashboard.ts';
import { promtool } from './promtool.ts';

/** The rules that are shipped. */
export const RULE_FILE: string = join(REPOSITORY, 'deploy', 'chart', 'files', 'alerts.yaml');

/** A time series, in the notation of rule tests. @see https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/ */
export interface InputSeries {
  /** `name{label="value"}`. */
  readonly series: string;
  /** `0+1x60 _x10`, one value a minute. */
  readonly values: string;
}

/** What is to fire at a time. */
export interface Moment {
  readonly minute: number;
  /** Names of all alerts that fire then. */
  readonly firing: readonly string[];
  /** An alert that may fire or not. */
  readonly ignored?: string;
}

/** Time series, and what the shipped rules make of them. */
export interface RuleTest {
  readonly name: string;
  readonly inputSeries: readonly InputSeries[];
  readonly moments: readonly Moment[];
  /** When the first value was scraped; 1970 when left out. */
  readonly start?: Date;
}

/** Has Prometheus' own engine evaluate the shipped rules once a minute. @returns what is not as expected, in its words; empty where all is */
export async function findMisfires(tests: readonly RuleTest[]): Promise<string> {
  return runTests(documentOf(tests));
}

/** promtool loads ten thousand samples for a query at most. */
const STEP_MINUTES = 20;

/** Queries that give nothing at these series, looked at every 20 minutes. @returns where they stand */
export async function findSilent(
  queries: readonly Query[],
  inputSeries: readonly InputSeries[],
  minutes: number,
): Promise<readonly string[]> {
  const something = { labels: '{}', value: 1 };
  const asked = queries.map(({ where, expr }) => ({
    where,
    expr: `group(max_over_time((${expr})[${minutes}m:${STEP_MINUTES}m]))`,
  }));
  const promql_expr_test = asked.map(({ expr }) => ({ expr, eval_time: `${minutes}m`, exp_samples: [something] }));
  const failures = await runTests([{ interval: '1m', input_series: inputSeries, promql_expr_test }]);
  return asked.filter(({ expr }) => failures.includes(`expr: ${JSON.stringify(expr)},`)).map(({ where }) => where);
}

/** What an alert says that fires at a minute, with all that was put into its sentences. */
export async function readAlert(
  alertname: string,
  inputSeries: readonly InputSeries[],
  minute: number,
): Promise<string> {
  // One that is expected to be silent is shown as it is.
  const alert_rule_test = [{ alertname, eval_time: `${minute}m`, exp_alerts: [] }];
  return runTests([{ interval: '1m', input_series: inputSeries, alert_rule_test }]);
}

async function runTests(tests: readonly object[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rule-test-'));
  try {
    const file = join(folder, 'tests.json');
    await writeFile(file, JSON.stringify({ rule_files: [RULE_FILE], evaluation_interval: '1m', tests }));
    const { code, stdout, stderr } = await promtool(['test', 'rules', file]);
    return code === 0 ? '' : `${stdout}${stderr}`;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function documentOf(tests: readonly RuleTest[]): readonly object[] {
  return tests.map(({ name, inputSeries, moments, start }) => ({
    name,
    interval: '1m',
    ...(start !== undefined && { start_timestamp: Math.floor(start.getTime() / 1000) }),
    input_series: inputSeries,
    promql_expr_test: moments.map(({ minute, firing, ignored = '' }) => ({
      expr: `group by (alertname) (ALERTS{alertstate="firing",alertname!="${ignored}"})`,
      eval_time: `${minute}m`,
      exp_samples: firing.map((alertname) => ({ labels: `{alertname="${alertname}"}`, value: 1 })),
    })),
  }));
}
