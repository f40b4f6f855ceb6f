import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import type { SecureVersion } from 'node:tls';
import type { TellEvent } from '../../src/admission/event.ts';
import { makeMemoryCertificate } from '../../src/cli/memory-certificate.ts';
import { parseManifest } from '../../src/injection/template/manifest.ts';
import type { ClientAuthority } from '../../src/webhook/client-authority.ts';
import { CertificateHolder } from '../../src/webhook/certificate-holder.ts';
import type { DefineMetrics } from '../../src/webhook/metrics.ts';
import type { NamespaceScope } from '../../src/webhook/mutate-route.ts';
import type { ServingCertificate } from '../../src/webhook/serving-certificate.ts';
import { TemplateStore } from '../../src/webhook/template-store.ts';
import { Webhook } from '../../src/webhook/webhook.ts';
import { sha256Hex } from './load-example.ts';
import { parseMetrics, type MetricSamples } from './metric-samples.ts';

const EXAMPLE = new URL('../../deploy/examples/envoy-initializer.yaml', import.meta.url);

/** What a test's webhook is to be. */
export interface RunningWebhookOptions {
  /** A ConfigMap manifest; by default the Envoy example. Empty for none. */
  readonly manifest?: string;
  readonly certificate?: ServingCertificate;
  readonly tlsMinVersion?: SecureVersion;
  /** By default clients need no certificate. */
  readonly clientAuthority?: ClientAuthority;
  /** How namespaces are told apart; by default none is known, and none expected. */
  readonly scope?: NamespaceScope;
  /** Hears of Events; by default there are none. */
  readonly tellEvent?: TellEvent;
  readonly defineMetrics?: DefineMetrics;
}

/** A webhook that listens on free ports of this machine. */
export interface RunningWebhook {
  readonly webhook: Webhook;
  readonly certificates: CertificateHolder;
  readonly templates: TemplateStore;
  readonly port: number;
  /** The entry for enabled namespaces. */
  readonly url: string;
  readonly probesUrl: string;
  /** Everything that was logged so far. */
  readonly logText: () => string;
  readonly metrics: () => Promise<MetricSamples>;
  readonly close: () => Promise<void>;
}

/** Starts a webhook with real TLS, as `serve --standalone --namespace-label none` would, in this process. */
export async function startWebhook(options: RunningWebhookOptions = {}): Promise<RunningWebhook> {
  const certificates = new CertificateHolder(options.certificate ?? (await makeMemoryCertificate(new Date())));
  const templates = loadStore(options.manifest ?? readFileSync(EXAMPLE, 'utf8'));
  let logged = '';
  const webhook = new Webhook({
    templates,
    certificates,
    protectedNamespaces: new Set(['kube-system']),
    hasNativeSidecars: () => true,
    tlsMinVersion: options.tlsMinVersion ?? 'TLSv1.3',
    ...(options.clientAuthority !== undefined && { clientAuthority: options.clientAuthority }),
    ...(options.scope ?? { enabledEntries: new Set(), findNamespace: () => undefined }),
    ...(options.tellEvent !== undefined && { tellEvent: options.tellEvent }),
    ...(options.defineMetrics !== undefined && { defineMetrics: options.defineMetrics }),
    log: pino({ base: null }, { write: (line: string) => void (logged += line) }),
  });
  const url = await webhook.app.listen({ host: '127.0.0.1', port: 0 });
  const probesUrl = await webhook.probes.listen({ host: '127.0.0.1', port: 0 });
  return {
    webhook,
    certificates,
    templates,
    port: Number(new URL(url).port),
    url: `${url}/mutate/enabled`,
    probesUrl,
    logText: () => logged,
    metrics: () => scrape(probesUrl),
    close: () => webhook.close(),
  };
}

/** The metrics of a webhook, over HTTP. */
export async function scrape(probesUrl: string): Promise<MetricSamples> {
  const response = await fetch(`${probesUrl}/metrics`);
  return parseMetrics(await response.text());
}

function loadStore(manifest: string): TemplateStore {
  const store = new TemplateStore(sha256Hex);
  if (manifest === '') return store;
  const parsed = parseManifest(manifest);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  store.update(parsed.value.source);
  return store;
}
