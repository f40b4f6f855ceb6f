import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ensurePromtool, promtool } from './promtool.ts';
import { findMisfires, type InputSeries, readAlert, RULE_FILE } from './rule-test.ts';

const DAY_S = 86_400;
const POD = 'namespace="sidecar-injector",pod="a"';
const OTHER = 'namespace="sidecar-injector",pod="b"';
const ENABLED = 'name="enabled.sidecar-injector.dev",type="admit"';
const REJECTED = `apiserver_admission_webhook_rejection_count{${ENABLED},operation="CREATE",rejection_code="500"`;
const FAIL_OPEN = 'apiserver_admission_webhook_fail_open_count';
const HASH = 'sidecar_injector_templates_hash_info';

/** A replica that is scraped, and has been asked things. */
const HEALTHY: InputSeries = { series: `sidecar_injector_reviews_total{${POD}}`, values: '0+60x200' };

/** Series under which an alert fires at a minute, and is still silent at another. */
interface Row {
  readonly alert: string;
  readonly when: string;
  readonly series: Readonly<Record<string, string>>;
  readonly silent: readonly number[];
  readonly firing: readonly number[];
  /** Whether the healthy replica is left out. */
  readonly isAlone?: boolean;
}

function bucket(le: string, perMinute: number): [string, string] {
  const labels = `${ENABLED},operation="CREATE",rejected="false",le="${le}"`;
  return [`apiserver_admission_webhook_admission_duration_seconds_bucket{${labels}}`, `0+${perMinute}x200`];
}

/** Calls of a minute by how long they took: so many up to 25 ms, so many up to 100 ms. */
function durations(fast: number, all: number): Readonly<Record<string, string>> {
  const slow = ['0.1', '0.5', '+Inf'].map((le) => bucket(le, all));
  return Object.fromEntries([bucket('0.005', 0), bucket('0.025', fast), ...slow]);
}

const ROWS: readonly Row[] = [
  {
    alert: 'SidecarInjectorAbsent',
    when: 'no replica has been scraped for five minutes after the last value went stale',
    series: { [`sidecar_injector_reviews_total{${POD}}`]: '5x30 stale' },
    isAlone: true,
    silent: [30, 35],
    firing: [37, 60],
  },
  {
    alert: 'SidecarInjectorNotReached',
    when: 'calls fail for longer than five minutes, and no more once they have come through for five',
    series: { [`${REJECTED},error_type="calling_webhook_error"}`]: '_x20 1+4x20 81x60' },
    silent: [20, 25, 50],
    firing: [30, 40],
  },
  {
    alert: 'SidecarInjectorFailedOpen',
    when: 'a Pod is let in once, the first ever',
    series: { [`${FAIL_OPEN}{${ENABLED}}`]: '_x41 1x60' },
    silent: [40, 60],
    firing: [41, 55],
  },
  {
    alert: 'SidecarInjectorFailedOpen',
    when: 'another Pod is let in, long after the first',
    series: { [`${FAIL_OPEN}{${ENABLED}}`]: '1x60 2x60' },
    silent: [60, 80],
    firing: [62, 70],
  },
  {
    alert: 'SidecarInjectorPatchNotApplied',
    when: 'a patch could not be applied once',
    series: { [`${REJECTED},error_type="apiserver_internal_error"}`]: '_x41 1x60' },
    silent: [40, 60],
    firing: [41, 55],
  },
  {
    alert: 'SidecarInjectorSlow',
    when: 'eleven in a thousand take longer than 25 ms, for ten minutes',
    series: durations(989, 1000),
    silent: [9],
    firing: [12, 60],
  },
  {
    alert: 'SidecarInjectorCertificateEnds',
    when: 'less than ten days are left for an hour',
    series: { [`sidecar_injector_certificate_expiry_timestamp_seconds{${POD}}`]: `${10 * DAY_S + 600}x200` },
    silent: [10, 70],
    firing: [72],
  },
  {
    alert: 'SidecarInjectorCertificateRefused',
    when: 'a certificate is not taken',
    series: { [`sidecar_injector_certificate_refusals_total{${POD}}`]: '0x30 1x60' },
    silent: [30, 50],
    firing: [32, 40],
  },
  {
    alert: 'SidecarInjectorKeeperHindered',
    when: 'no round has ended well for half an hour',
    series: { [`sidecar_injector_keeper_last_success_timestamp_seconds{${OTHER}}`]: '0+60x30 1800x100' },
    silent: [30, 60],
    firing: [62, 90],
  },
  {
    alert: 'SidecarInjectorTrustChanged',
    when: 'a caBundle is put right for the first time',
    series: {
      [`sidecar_injector_keeper_repairs_total{${OTHER},kind="MutatingWebhookConfiguration"}`]: '_x31 1x60',
    },
    silent: [30, 50],
    firing: [31, 45],
  },
  {
    alert: 'SidecarInjectorTemplateBroken',
    when: 'a key has had problems for a minute',
    series: { [`sidecar_injector_template_problems{${POD}}`]: '0x30 1x30 0x10' },
    silent: [30, 31, 62],
    firing: [33, 60],
  },
  {
    alert: 'SidecarInjectorTemplatesUnchecked',
    when: 'the ConfigMap is let in once',
    series: { [`${FAIL_OPEN}{name="templates.sidecar-injector.dev",type="validating"}`]: '_x41 1x60' },
    silent: [40, 60],
    firing: [41, 55],
  },
  {
    alert: 'SidecarInjectorTemplatesDiffer',
    when: 'one of two replicas stays behind, and no more once both are equal',
    series: {
      [`${HASH}{${POD},hash="1"}`]: '1x20 stale',
      [`${HASH}{${POD},hash="2"}`]: '_x21 1x60',
      [`${HASH}{${OTHER},hash="1"}`]: '1x30 stale',
      [`${HASH}{${OTHER},hash="2"}`]: '_x31 1x60',
    },
    silent: [20, 21, 31, 40],
    firing: [23, 30],
  },
  {
    alert: 'SidecarInjectorWatchSilent',
    when: 'nothing was heard for more than 150 s',
    series: { [`sidecar_injector_informer_contact_age_seconds{${POD},resource="configmaps"}`]: '30 90 150 151 5' },
    silent: [1, 2, 4],
    firing: [3],
  },
  {
    alert: 'SidecarInjectorPodsWithoutSidecar',
    when: 'a Pod has lacked its sidecar for a minute',
    series: {
      [`sidecar_injector_pods{${OTHER},state="missing"}`]: '0x20 1x20 0x10',
      [`sidecar_injector_pods{${OTHER},state="older"}`]: '7x60',
    },
    silent: [20, 21, 45],
    firing: [23, 40],
  },
  {
    alert: 'SidecarInjectorOverloaded',
    when: 'reviews are told to come again for more than five minutes',
    series: {
      [`sidecar_injector_decisions_total{${POD},decision="failed",reason="overloaded"}`]: '0x20 0+5x20 100x30',
    },
    silent: [20, 25, 60],
    firing: [30, 40],
  },
  {
    alert: 'SidecarInjectorFails',
    when: 'the injector fails once',
    series: { [`sidecar_injector_decisions_total{${POD},decision="failed",reason="internal"}`]: '_x31 1x60' },
    silent: [30, 50],
    firing: [31, 45],
  },
  {
    alert: 'SidecarInjectorEventsLost',
    when: 'an Event was dropped',
    series: {
      [`sidecar_injector_events_dropped_total{${POD},reason="SidecarMissing",cause="queue-full"}`]: '_x31 3x60',
    },
    silent: [30, 35, 60],
    firing: [37, 44],
  },
  {
    alert: 'SidecarInjectorEventsLost',
    when: 'an Event was sent in vain, again',
    series: { [`sidecar_injector_events_failed_total{${POD},reason="SidecarMissing",cause="http"}`]: '1x30 2x60' },
    silent: [30, 35, 60],
    firing: [37, 44],
  },
];

/** What looks alike and is nobody's trouble: other webhooks, rejections that we mean, certificates that hold. */
const INNOCENT: Readonly<Record<string, string>> = {
  ...durations(991, 1000),
  [`${REJECTED},error_type="no_error"}`]: '0+9x200',
  'apiserver_admission_webhook_rejection_count{name="enabled.other.example",error_type="calling_webhook_error"}':
    '0+9x200',
  [`${FAIL_OPEN}{name="enabled.other.example",type="admit"}`]: '0+9x200',
  [`${FAIL_OPEN}{${ENABLED}}`]: '4x200',
  [`sidecar_injector_decisions_total{${POD},decision="rejected",reason="conflict"}`]: '0+9x200',
  [`sidecar_injector_decisions_total{${POD},decision="failed",reason="not-json"}`]: '0+9x200',
  [`sidecar_injector_certificate_expiry_timestamp_seconds{${POD}}`]: `${11 * DAY_S}x200`,
  [`sidecar_injector_keeper_last_success_timestamp_seconds{${OTHER}}`]: '0+60x200',
  [`sidecar_injector_templates{${POD},state="good"}`]: '6x200',
  [`sidecar_injector_template_problems{${POD}}`]: '0x200',
  [`${HASH}{${POD},hash="1"}`]: '1x200',
  [`${HASH}{${OTHER},hash="1"}`]: '1x200',
  [`sidecar_injector_informer_contact_age_seconds{${POD},resource="namespaces"}`]: '150x200',
  [`sidecar_injector_pods{${OTHER},state="outdated"}`]: '9x200',
  [`sidecar_injector_events_dropped_total{${POD},reason="SidecarMissing",cause="queue-full"}`]: '3x200',
};

function seriesOf(record: Readonly<Record<string, string>>): readonly InputSeries[] {
  return Object.entries(record).map(([series, values]) => ({ series, values }));
}

beforeAll(() => ensurePromtool());

describe('deploy/chart/files/alerts.yaml', () => {
  it('is taken by Prometheus, without a remark', async () => {
    const { code, stdout, stderr } = await promtool(['check', 'rules', '--lint=all', '--lint-fatal', RULE_FILE]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('SUCCESS: ');
  });

  it('has each alert tried below', () => {
    const { groups } = parse(readFileSync(RULE_FILE, 'utf8')) as { groups: { rules: { alert: string }[] }[] };
    const names = groups.flatMap(({ rules }) => rules.map(({ alert }) => alert));
    expect(new Set(ROWS.map(({ alert }) => alert))).toEqual(new Set(names));
  });

  it.each(ROWS)('$alert fires when $when', async ({ alert, when, series, silent, firing, isAlone = false }) => {
    const inputSeries = [...seriesOf(series), ...(isAlone ? [] : [HEALTHY])];
    const moments = [
      ...silent.map((minute) => ({ minute, firing: [] })),
      ...firing.map((minute) => ({ minute, firing: [alert] })),
    ];
    expect(await findMisfires([{ name: when, inputSeries, moments }])).toBe('');
  });

  it.each(ROWS)('$alert says so in whole sentences when $when', async ({ alert, series, firing, isAlone = false }) => {
    const inputSeries = [...seriesOf(series), ...(isAlone ? [] : [HEALTHY])];
    const said = await readAlert(alert, inputSeries, firing[0] ?? 0);
    expect(said).toContain(`alertname="${alert}"`);
    expect(said).toMatch(/description="[^"]+[.]"/u);
    // What Prometheus writes where a value is missing or cannot be written.
    expect(said).not.toMatch(/<no value>|<error|%!|\{\{|NaN/u);
  });

  it('is silent at what is nobody’s trouble', async () => {
    const minutes = [16, 20, 40, 60, 100, 150];
    const moments = minutes.map((minute) => ({ minute, firing: [] }));
    const inputSeries = [...seriesOf(INNOCENT), HEALTHY];
    expect(await findMisfires([{ name: 'innocent', inputSeries, moments }])).toBe('');
  });

  it('is told apart from one that fires: the check is no formality', async () => {
    const moments = [{ minute: 60, firing: ['SidecarInjectorSlow'] }];
    const inputSeries = [...seriesOf(INNOCENT), HEALTHY];
    expect(await findMisfires([{ name: 'wrong', inputSeries, moments }])).toContain('SidecarInjectorSlow');
  });
});
