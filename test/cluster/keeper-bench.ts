import { X509Certificate } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { readCertificates } from '../../src/x509.ts';
import { CliProcess } from '../support/serve-process.ts';
import type { InjectorCluster } from './injector-cluster.ts';
import { NAMESPACE, requestToken } from './installation.ts';
import { mountServiceAccount } from './service-account.ts';
import { waitUntil } from './wait-until.ts';

interface Secret {
  readonly metadata: { readonly uid: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly data: Readonly<Record<string, string>>;
}

interface Configuration {
  readonly webhooks: readonly { readonly name: string; readonly clientConfig: { readonly caBundle?: string } }[];
}

interface EventObject {
  readonly reason: string;
  readonly count: number;
  readonly involvedObject: { readonly kind: string };
}

const SECRETS = `/api/v1/namespaces/${NAMESPACE}/secrets`;
const REGISTRATION = '/apis/admissionregistration.k8s.io/v1';

/** Where the keeper's objects are. */
export const KEPT: Readonly<Record<'ca' | 'tls' | 'mutating' | 'validating' | 'keeper' | 'server', string>> = {
  ca: `${SECRETS}/sidecar-injector-ca`,
  tls: `${SECRETS}/sidecar-injector-tls`,
  mutating: `${REGISTRATION}/mutatingwebhookconfigurations/sidecar-injector`,
  validating: `${REGISTRATION}/validatingwebhookconfigurations/sidecar-injector`,
  keeper: `/apis/apps/v1/namespaces/${NAMESPACE}/deployments/sidecar-injector-certs-keeper`,
  server: `/apis/apps/v1/namespaces/${NAMESPACE}/deployments/sidecar-injector`,
};

/** Waits that fit into a test. */
export const SHORT_WAITS: readonly string[] = [
  '--repair-interval=300ms',
  '--settle=1s',
  '--endpoint-interval=500ms',
  '--endpoint-timeout=2s',
  '--overlap=2s',
];

/** What `certs keep` keeps in a cluster, and ways to run it. */
export class KeeperBench {
  readonly injector: InjectorCluster;
  readonly #running: Set<CliProcess> = new Set();

  constructor(injector: InjectorCluster) {
    this.injector = injector;
  }

  /** Has the keeper's Pod run with these flags, and waits until it does. */
  async deploy(flags: readonly string[]): Promise<void> {
    const path = '/spec/template/spec/containers/0/args';
    const value = ['certs', 'keep', ...flags];
    const patch = JSON.stringify([{ op: 'replace', path, value }]);
    await this.injector.kubectl([
      'patch',
      'deployment',
      'sidecar-injector-certs-keeper',
      `-n=${NAMESPACE}`,
      '--type=json',
      `-p=${patch}`,
    ]);
    await this.scale('keeper', 1);
    await this.injector.cluster.waitForRollout('deployment/sidecar-injector-certs-keeper');
  }

  /** Sets how many Pods a Deployment has, and waits until it does. */
  async scale(what: 'keeper' | 'server', replicas: number): Promise<void> {
    await this.injector.api.merge(KEPT[what], { spec: { replicas } });
    await this.injector.cluster.waitForRollout(`deployment/${KEPT[what].split('/').at(-1) ?? ''}`);
  }

  /** Starts a keeper as a process of the test, with the rights of the keeper's Pod. */
  async start(flags: readonly string[] = SHORT_WAITS, command = 'keep'): Promise<CliProcess> {
    const { controlPlane } = this.injector.cluster;
    const account = command === 'keep' ? 'sidecar-injector-certs-keeper' : 'sidecar-injector-certs';
    const folder = await mountServiceAccount(await requestToken(controlPlane, account), controlPlane.caCertificate);
    const { hostname, port } = new URL(controlPlane.url);
    const probes = command === 'keep' ? ['--probe-listen=127.0.0.1:0'] : [];
    const args = ['certs', command, `--service-account-dir=${folder}`, ...probes, ...flags];
    const started = new CliProcess(args, { KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port });
    this.#running.add(started);
    return started;
  }

  /** Ends all keepers that the test has started. */
  async stopAll(): Promise<void> {
    await Promise.all([...this.#running].map((each) => each.destroy()));
    this.#running.clear();
  }

  /** Asks for a new CA, as the documentation says. */
  async rotate(): Promise<void> {
    await this.injector.kubectl(['delete', 'secret', 'sidecar-injector-ca', `-n=${NAMESPACE}`]);
  }

  async secret(path: string): Promise<Secret | undefined> {
    return this.injector.api.find<Secret>(path);
  }

  /** The certificate in a Secret; `undefined` where there is none. */
  async certificate(path: string): Promise<X509Certificate | undefined> {
    const text = (await this.secret(path))?.data['tls.crt'];
    return text === undefined ? undefined : new X509Certificate(Buffer.from(text, 'base64'));
  }

  /** The fingerprints of each entry of both configurations. */
  async bundles(): Promise<readonly (readonly string[])[]> {
    const found = await Promise.all(
      [KEPT.mutating, KEPT.validating].map((path) => this.injector.api.find<Configuration>(path)),
    );
    return found
      .flatMap((configuration) => configuration?.webhooks ?? [])
      .map(({ clientConfig }) => Buffer.from(clientConfig.caBundle ?? '', 'base64').toString('utf8'))
      .map((bundle) => readCertificates(bundle).map(({ fingerprint256 }) => fingerprint256));
  }

  /** Waits until the CA is another than this one, signs what is served, and is the only one that is believed. */
  async handedOver(from: string | undefined, timeoutMs = 60_000): Promise<string> {
    return waitUntil(
      async () => {
        const [ca, leaf] = await Promise.all([this.certificate(KEPT.ca), this.certificate(KEPT.tls)]);
        if (ca === undefined || leaf === undefined || ca.fingerprint256 === from) return undefined;
        const isAlone = (await this.bundles()).every((each) => each.join() === ca.fingerprint256);
        return isAlone && leaf.verify(ca.publicKey) ? ca.fingerprint256 : undefined;
      },
      { what: 'the new CA, alone', timeoutMs },
    );
  }

  /** Waits until what is to be served is signed by another CA than this one. */
  async signedBy(other: string): Promise<string> {
    return waitUntil(
      async () => {
        const [ca, leaf] = await Promise.all([this.certificate(KEPT.ca), this.certificate(KEPT.tls)]);
        const isNew = ca !== undefined && ca.fingerprint256 !== other && leaf?.verify(ca.publicKey) === true;
        return isNew ? ca.fingerprint256 : undefined;
      },
      { what: 'the new certificate' },
    );
  }

  /** Waits until each entry believes these CAs. */
  async believed(fingerprints: readonly string[], timeoutMs: number): Promise<void> {
    const areThere = async (): Promise<true | undefined> =>
      (await this.bundles()).every((each) => each.join() === fingerprints.join()) ? true : undefined;
    await waitUntil(areThere, { what: 'the caBundle', timeoutMs });
  }

  /** What the server is to serve, as PEM. */
  async servingPair(): Promise<{ readonly cert: string; readonly key: string }> {
    const data = (await this.secret(KEPT.tls))?.data ?? {};
    const decode = (key: string): string => Buffer.from(data[key] ?? '', 'base64').toString('utf8');
    return { cert: decode('tls.crt'), key: decode('tls.key') };
  }

  /** Takes every `caBundle` away, as somebody's `kubectl patch --type=merge` does. */
  async wipe(path: string): Promise<void> {
    const found = await this.injector.api.find<Configuration>(path);
    const webhooks = (found?.webhooks ?? []).map((entry) => {
      const { caBundle: _, ...clientConfig } = entry.clientConfig;
      return Object.assign({}, entry, { clientConfig });
    });
    await this.injector.api.merge(path, { webhooks });
  }

  /** How many times an Event says that a configuration was put right. */
  async restorations(kind: string): Promise<number> {
    const events = await this.injector.api.list<EventObject>('/api/v1/namespaces/default/events');
    return events
      .filter(({ reason, involvedObject }) => reason === 'CaBundleRestored' && involvedObject.kind === kind)
      .reduce((sum, { count }) => sum + count, 0);
  }

  /** Ends a keeper at once after a while. */
  async killAfter(keeper: CliProcess, delayMs: number): Promise<void> {
    await sleep(delayMs);
    await keeper.destroy();
    this.#running.delete(keeper);
  }
}
