import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Scrape } from '../../alerts/scrapes.ts';
import { TemplateConfigMap } from '../../faults/template-configmap.ts';
import { Trust } from '../../faults/trust.ts';
import { waitUntil } from '../wait-until.ts';
import * as fault from './faults.ts';
import { type Expectation, wasSlow } from './fault-rules.ts';
import { type ScrapedCluster, sumOver } from './scraped-cluster.ts';

const REJECTIONS = 'apiserver_admission_webhook_rejection_count';
const FAIL_OPEN = 'apiserver_admission_webhook_fail_open_count';
const CERTIFICATE_END = 'sidecar_injector_certificate_expiry_timestamp_seconds';
const CONTACT_AGE = 'sidecar_injector_informer_contact_age_seconds';
const LAST_SUCCESS = 'sidecar_injector_keeper_last_success_timestamp_seconds';
const PODS = 'sidecar_injector_pods';
const REFUSALS = 'sidecar_injector_certificate_refusals_total';
const EVENTS_FAILED = 'sidecar_injector_events_failed_total';
const BROKEN = JSON.stringify({ containers: [{ nam: 'envoy' }] });

/** A fault as it is brought about, made worse or longer, and mended. What it begins and goes on with ends in a scrape. */
export interface Fault extends Expectation {
  readonly begin: (scraped: ScrapedCluster) => Promise<Scrape>;
  /** Nothing but time goes by where it is left out. */
  readonly goOn?: (scraped: ScrapedCluster, onset: Scrape) => Promise<Scrape>;
  readonly mend?: (scraped: ScrapedCluster) => Promise<void>;
}

const brokenTemplates: Fault = {
  name: 'the templates are broken, and a replica starts without the good version',
  firing: [12, 80].map((minute) => ({
    minute,
    alerts: ['SidecarInjectorTemplateBroken', 'SidecarInjectorTemplatesDiffer'],
  })),
  async begin(scraped) {
    const { faults } = scraped;
    const templates = await TemplateConfigMap.of(faults);
    // The API server asks the check for some milliseconds after it was taken away.
    const isStored = (): Promise<true | undefined> =>
      templates.write(BROKEN).then(
        () => true,
        () => undefined,
      );
    await templates.unchecked(
      async () => void (await waitUntil(isStored, { what: 'the check to be gone', timeoutMs: 5_000 })),
    );
    await scraped.scrapeUntilSum('sidecar_injector_templates', 'state="stale"', 2);
    const [replica] = await faults.replicas();
    const pod = ['pod', replica?.name ?? '', '--namespace=sidecar-injector'];
    await faults.injector.kubectl(['delete', ...pod, '--wait=false']);
    return scraped.scrapeUntilSum('sidecar_injector_templates', 'state="unavailable"', 1);
  },
  async mend({ faults, templates }) {
    await faults.injector.api.merge('/api/v1/namespaces/sidecar-injector/configmaps/envoy-initializer', {
      data: templates,
    });
  },
};

const certificates: Fault = {
  name: 'a certificate is refused, and another one nears its end',
  firing: [
    { minute: 12, alerts: ['SidecarInjectorCertificateRefused'] },
    { minute: 80, alerts: ['SidecarInjectorCertificateRefused', 'SidecarInjectorCertificateEnds'] },
  ],
  async begin(scraped) {
    return refuseCertificate(scraped, 1);
  },
  async goOn(scraped, onset) {
    await refuseCertificate(scraped, sumOver(onset, REFUSALS) + 1);
    await new Trust(scraped.faults).waitForService();
    await fault.writeShortLeaf(scraped.faults, 5);
    const latestEnd = Date.now() / 1000 + 6 * 86_400;
    const isShort = ({ values }: Scrape): boolean =>
      [...values]
        .filter(([series]) => series.startsWith(`${CERTIFICATE_END}{`) && series.includes('container="server"'))
        .filter(([, end]) => end < latestEnd).length >= 2;
    return scraped.scrapeUntil('the certificate of five days', isShort);
  },
  async mend({ faults }) {
    const trust = new Trust(faults);
    await trust.remove('sidecar-injector-tls');
    await trust.waitForService();
  },
};

/** The keeper puts the Secret right within seconds: then replicas may not have seen what was wrong, and it is done again. */
async function refuseCertificate(scraped: ScrapedCluster, least: number): Promise<Scrape> {
  for (let round = 1; round <= 20; round += 1) {
    await fault.writeForeignLeaf(scraped.faults);
    await sleep(2_000);
    const scrape = await scraped.scrape();
    if (sumOver(scrape, REFUSALS) >= least) return scrape;
  }
  throw new Error('no replica has refused a certificate');
}

const wipedTrust: Fault = {
  name: 'somebody wipes caBundle',
  firing: [{ minute: 12, alerts: ['SidecarInjectorTrustChanged'] }],
  async begin(scraped) {
    await fault.changeEntries(scraped.faults, ({ clientConfig }) => delete clientConfig.caBundle);
    return scraped.scrapeUntilSum('sidecar_injector_keeper_repairs_total', '', 1);
  },
};

const noApiServer: Fault = {
  name: 'the API server is away',
  firing: [
    { minute: 12, alerts: ['SidecarInjectorWatchSilent'] },
    { minute: 60, alerts: ['SidecarInjectorWatchSilent', 'SidecarInjectorKeeperHindered'] },
  ],
  pace: { [CONTACT_AGE]: 1 },
  async begin(scraped) {
    await scraped.faults.injector.cluster.controlPlane.killApiServer();
    // A round of the keeper that had begun may have ended.
    await sleep(1_000);
    return scraped.scrape();
  },
  /** That ages grow by a second each second, and that no round of the keeper ends, is seen here, and then carried on. */
  async goOn(scraped, onset) {
    await sleep(5_000);
    const during = await scraped.scrape();
    const ages = [...onset.values].filter(([series]) => series.startsWith(`${CONTACT_AGE}{`));
    for (const [series, age] of ages) {
      const grown = (during.values.get(series) ?? 0) - age;
      expect(grown, series).toBeGreaterThan(4.5);
      expect(grown, series).toBeLessThan(8);
    }
    // Two servers with two watches each, the controller with three.
    expect(ages).toHaveLength(7);
    expect(sumOver(during, LAST_SUCCESS)).toBe(sumOver(onset, LAST_SUCCESS));
    return during;
  },
  mend: ({ faults }) => faults.injector.cluster.controlPlane.startApiServer(),
};

const refusedPods: Fault = {
  name: 'no replica is left, and Pods are refused',
  firing: [
    {
      minute: 12,
      alerts: ['SidecarInjectorAbsent', 'SidecarInjectorNotReached', 'SidecarInjectorTemplatesUnchecked'],
    },
    { minute: 80, alerts: ['SidecarInjectorAbsent', 'SidecarInjectorNotReached'] },
  ],
  async begin(scraped) {
    const { faults, templates } = scraped;
    await fault.takeReplicasAway(faults);
    await (await TemplateConfigMap.of(faults)).write(`${templates['config'] ?? ''}\n# edited\n`);
    expect(await fault.createPods(faults, 5)).toBe(0);
    return scraped.scrapeUntilSum(REJECTIONS, 'error_type="calling_webhook_error"', 5);
  },
  async goOn(scraped) {
    expect(await fault.createPods(scraped.faults, 40)).toBe(0);
    return scraped.scrape();
  },
  async mend({ faults }) {
    await fault.bringReplicasBack(faults);
  },
};

const barePods: Fault = {
  name: 'no replica is left, and Pods are let in',
  firing: [
    {
      minute: 12,
      alerts: ['SidecarInjectorAbsent', 'SidecarInjectorPodsWithoutSidecar', 'SidecarInjectorFailedOpen'],
    },
    { minute: 80, alerts: ['SidecarInjectorAbsent', 'SidecarInjectorPodsWithoutSidecar'] },
  ],
  async begin(scraped) {
    const { faults } = scraped;
    await fault.changeEntries(faults, (entry) => (entry.failurePolicy = 'Ignore'));
    await fault.takeReplicasAway(faults);
    await fault.createLastingPods(faults, 'bare', 3);
    await scraped.scrapeUntilSum(FAIL_OPEN, 'type="admit"', 3);
    return scraped.scrapeUntilSum(PODS, 'state="missing"', 3);
  },
  async mend(scraped) {
    const { faults } = scraped;
    await fault.changeEntries(faults, (entry) => (entry.failurePolicy = 'Fail'));
    await fault.bringReplicasBack(faults);
    await fault.removeLastingPods(faults);
    await scraped.scrapeUntil('no gap', (scrape) => sumOver(scrape, PODS, 'state="missing"') === 0);
  },
};

const stoppedReplicas: Fault = {
  name: 'all replicas stop for a second',
  firing: [{ minute: 20, alerts: ['SidecarInjectorSlow'] }],
  async begin(scraped) {
    expect(await fault.createPods(scraped.faults, 10)).toBe(10);
    expect(await fault.createWhileStopped(scraped.faults, 5, 700)).toBe(5);
    return scraped.scrape();
  },
  async goOn(scraped, onset) {
    expect(await fault.createWhileStopped(scraped.faults, 10, 700)).toBe(10);
    const during = await scraped.scrape();
    expect(wasSlow(onset, during)).toBe(true);
    return during;
  },
};

const crowdedReplica: Fault = {
  name: 'a replica is sent more than it reads',
  firing: [{ minute: 20, alerts: ['SidecarInjectorOverloaded'] }],
  async begin(scraped) {
    expect(await fault.crowd(scraped.faults)).toBe(429);
    return scraped.scrape();
  },
  goOn: (scraped) => crowdedReplica.begin(scraped),
};

const lostEvents: Fault = {
  name: 'Events may not be written',
  firing: [12, 80].map((minute) => ({ minute, alerts: ['SidecarInjectorEventsLost'] })),
  async begin(scraped) {
    await fault.forbidEvents(scraped.faults);
    await fault.createQuarrel(scraped.faults, 'one');
    return scraped.scrapeUntilSum(EVENTS_FAILED, '', 1);
  },
  async goOn(scraped, onset) {
    await fault.createQuarrel(scraped.faults, 'two');
    return scraped.scrapeUntilSum(EVENTS_FAILED, '', sumOver(onset, EVENTS_FAILED) + 1);
  },
  mend: ({ faults }) => fault.allowEvents(faults),
};

/** Every fault that an alert is tried with, in the order in which they are played out. */
export const FAULTS: readonly Fault[] = [
  brokenTemplates,
  certificates,
  wipedTrust,
  noApiServer,
  refusedPods,
  barePods,
  stoppedReplicas,
  crowdedReplica,
  lostEvents,
];
