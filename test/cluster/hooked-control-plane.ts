import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { NamespaceMetadata } from '../../src/admission/mutate.ts';
import { isJsonObject, type JsonObject } from '../../src/injection/json.ts';
import type { PatchOperation } from '../../src/injection/outcome.ts';
import type { TemplateSet } from '../../src/injection/template/template.ts';
import { parseMetrics } from '../support/metric-samples.ts';
import { type RunningWebhook, startWebhook } from '../support/running-webhook.ts';
import { type ControlPlane, startControlPlane } from './control-plane.ts';
import { waitUntil } from './wait-until.ts';

const CONFIGURATION = new URL('../../webhook-config/mutating-webhook-configuration.yaml', import.meta.url);
const CONFIGURATION_NAME = 'sidecar-injector';
const CONFIGURATIONS = '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations';

/** Who creates Pods here: the administrator of the control plane. */
export const ADMINISTRATOR = 'kubernetes-admin';

/** What the injector logs of a review. */
export interface ReviewLine {
  readonly decision: string;
  readonly reason: string;
  /** Reasons of the templates, where there are several. */
  readonly reasons?: string;
  readonly warnings?: string;
}

/** An answer of the API server to the creation of a Pod. */
export interface Reply {
  readonly status: number;
  /** The Pod, or the Status where there is none. */
  readonly body: JsonObject;
}

interface AuditEvent {
  readonly verb: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

interface WebhookPatch {
  readonly configuration: string;
  readonly patch: readonly PatchOperation[];
}

/** An entry of a MutatingWebhookConfiguration, without its address. */
interface Entry {
  readonly name: string;
  readonly clientConfig: { readonly service: { readonly path: string } };
}

/**
 * A control plane whose API server calls an injector that runs in this process, by the entries that are installed in a
 * cluster: so templates change between one Pod and the next, without waiting.
 */
export class HookedControlPlane implements AsyncDisposable {
  readonly controlPlane: ControlPlane;
  readonly #injector: RunningWebhook;
  readonly #namespaces: Map<string, NamespaceMetadata>;
  #templates: ReadonlySet<string> = new Set();
  #readLength = 0;
  #readLines = 0;

  constructor(controlPlane: ControlPlane, injector: RunningWebhook, namespaces: Map<string, NamespaceMetadata>) {
    this.controlPlane = controlPlane;
    this.#injector = injector;
    this.#namespaces = namespaces;
  }

  /** Starts both, and waits until reviews arrive. */
  static async start(): Promise<HookedControlPlane> {
    const namespaces = new Map<string, NamespaceMetadata>();
    await using started = new AsyncDisposableStack();
    const injector = await startWebhook({
      scope: {
        enabledEntries: new Set(['enabled']),
        findNamespace: (name) => namespaces.get(name),
        hasNativeSidecars: () => true,
      },
    });
    started.defer(() => injector.close());
    const controlPlane = started.use(await startControlPlane({ auditLog: true }));
    const hooked = new HookedControlPlane(controlPlane, injector, namespaces);
    await hooked.#register();
    started.move();
    return hooked;
  }

  /** Makes a namespace whose Pods can be created, and tells the injector of it, as its informer would. */
  async addNamespace(name: string, { labels = {}, annotations = {} }: Partial<NamespaceMetadata> = {}): Promise<void> {
    const body = JSON.stringify({ metadata: { name, labels, annotations } });
    const { status } = await this.controlPlane.request({ method: 'POST', path: '/api/v1/namespaces', body });
    if (status !== 201) throw new Error(`the namespace ${name} was not made: ${status}`);
    this.describeNamespace(name, { labels, annotations });
    await this.controlPlane.waitForDefaultServiceAccount(name);
  }

  /** What the injector knows of a namespace from now on. */
  describeNamespace(name: string, metadata: NamespaceMetadata): void {
    this.#namespaces.set(name, metadata);
  }

  /** Puts exactly these documents into force, by ConfigMap key. @throws Where one is not good. */
  useTemplates(documents: ReadonlyMap<string, string>): TemplateSet {
    const { templates } = this.#injector;
    const { set, problems } = templates.update({ data: documents, retired: this.#templates });
    this.#templates = new Set(set.templates.keys());
    if (problems.size > 0) throw new Error(JSON.stringify([...problems]));
    return set;
  }

  /** Creates a Pod, by dry run unless it says otherwise: the same admission, and nothing stays. */
  async createPod(namespace: string, pod: object, query = '?dryRun=All'): Promise<Reply> {
    const path = `/api/v1/namespaces/${namespace}/pods${query}`;
    const { status, body } = await this.controlPlane.request({ method: 'POST', path, body: JSON.stringify(pod) });
    const answered: unknown = JSON.parse(body);
    return { status, body: isJsonObject(answered) ? answered : {} };
  }

  /** The reviews that arrived since the last call, in their order: a line is written when its answer is out. */
  async takeReviews(): Promise<readonly ReviewLine[]> {
    const { text } = await this.#injector.webhook.metrics.render();
    const arrived = parseMetrics(text).get('sidecar_injector_reviews_total') ?? 0;
    const lines = await waitUntil(() => this.#newLines(arrived - this.#readLines), { what: 'the log', intervalMs: 2 });
    this.#readLines += lines.length;
    this.#readLength = this.#injector.logText().length;
    return lines;
  }

  /** Our patches when a Pod of this name was last created, in the order of our reviews; from the audit log. Empty ones are left out. */
  patchesFor(name: string): readonly (readonly PatchOperation[])[] {
    const events = readFileSync(this.controlPlane.auditLogPath, 'utf8')
      .split('\n')
      .filter((line) => line.includes(`"name":"${name}"`))
      .map((line) => JSON.parse(line) as AuditEvent);
    const annotations = events.findLast(({ verb }) => verb === 'create')?.annotations ?? {};
    return Object.keys(annotations)
      .filter((key) => key.startsWith('patch.webhook.admission.k8s.io/'))
      .toSorted((left, right) => left.localeCompare(right))
      .map((key) => JSON.parse(annotations[key] ?? '') as WebhookPatch)
      .filter(({ configuration }) => configuration === CONFIGURATION_NAME)
      .map(({ patch }) => patch);
  }

  /** Registers another webhook, which the API server calls after the injector where its name comes later. */
  async addWebhook(name: string, url: string, caCertificate: string): Promise<void> {
    const entry = {
      name: `${name}.example.com`,
      clientConfig: { url, caBundle: encode(caCertificate) },
      rules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] }],
      admissionReviewVersions: ['v1'],
      sideEffects: 'None',
      reinvocationPolicy: 'IfNeeded',
    };
    await this.#createConfiguration(name, [entry]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.controlPlane.stop();
    await this.#injector.close();
  }

  #newLines(count: number): readonly ReviewLine[] | undefined {
    const lines = this.#injector
      .logText()
      .slice(this.#readLength)
      .split('\n')
      .filter((line) => line !== '');
    const reviews = lines.map((line) => JSON.parse(line) as ReviewLine).filter((line) => line.decision !== undefined);
    return reviews.length >= count ? reviews : undefined;
  }

  async #register(): Promise<void> {
    const { webhooks } = parse(readFileSync(CONFIGURATION, 'utf8')) as { readonly webhooks: readonly Entry[] };
    const { origin } = new URL(this.#injector.url);
    const caBundle = encode(this.#injector.certificates.current.cert);
    const atUrl = (entry: Entry): object => {
      const clientConfig = { url: `${origin}${entry.clientConfig.service.path}`, caBundle };
      return { ...entry, clientConfig };
    };
    await this.#createConfiguration(CONFIGURATION_NAME, webhooks.map(atUrl));
    await this.addNamespace('probe', { labels: { 'sidecar-injector.dev/injection': 'enabled' } });
    const pod = { metadata: { name: 'probe' }, spec: { containers: [{ name: 'probe', image: 'probe:1' }] } };
    const probe = async (): Promise<true | undefined> => {
      await this.createPod('probe', pod);
      return (await this.takeReviews()).length > 0 ? true : undefined;
    };
    await waitUntil(probe, { what: 'the first review' });
  }

  async #createConfiguration(name: string, webhooks: readonly object[]): Promise<void> {
    const body = JSON.stringify({ metadata: { name }, webhooks });
    const { status, body: answer } = await this.controlPlane.request({ method: 'POST', path: CONFIGURATIONS, body });
    if (status !== 201) throw new Error(`the webhook configuration ${name} was refused: ${answer}`);
  }
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64');
}
