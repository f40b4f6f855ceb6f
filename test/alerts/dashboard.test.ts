import { beforeAll, describe, expect, it } from 'vitest';
import { dashboardQueries, metricsIn } from '../support/dashboard.ts';
import { ensurePromtool, promtool } from './promtool.ts';

beforeAll(() => ensurePromtool());

describe('deploy/chart/files/dashboard.json', () => {
  it('has only queries that Prometheus can parse', async () => {
    const queries = dashboardQueries();
    const rules = queries.map(({ expr }, index) => ({ record: `query:${index}`, expr }));
    const file = JSON.stringify({ groups: [{ name: 'dashboard', rules }] });
    const { code, stdout, stderr } = await promtool(['check', 'rules', '--lint=none'], file);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`SUCCESS: ${queries.length} rules found`);
  });

  it('would be found out if it had another', async () => {
    const file = JSON.stringify({
      groups: [{ name: 'dashboard', rules: [{ record: 'query:0', expr: 'sum(rate(x))' }] }],
    });
    const { code, stderr } = await promtool(['check', 'rules', '--lint=none'], file);
    expect(code).not.toBe(0);
    expect(stderr).toContain('rate');
  });
});

describe('metricsIn', () => {
  it.each([
    ['sum by (le, name) (rate(a_bucket{le="b",pod=~"c{1}"}[5m]))', ['a_bucket']],
    ['(min(a{x="y"}) - time()) / 86400 or vector(0)', ['a']],
    ['a unless b offset 15m > 0', ['a', 'b']],
    ['histogram_quantile(0.99, sum by (le) (rate(a_bucket[5m]))) > 0.025', ['a_bucket']],
  ])('finds the names in %s', (expr, names) => {
    expect(metricsIn(expr)).toEqual(names);
  });
});
