import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:tls';
import { waitUntil } from '../cluster/wait-until.ts';
import type { FaultCluster, Replica } from './fault-cluster.ts';

const SECRETS = '/api/v1/namespaces/sidecar-injector/secrets';
const KEEPER = '/apis/apps/v1/namespaces/sidecar-injector/deployments/sidecar-injector-certs-keeper';

/** Where the API server learns whom to believe. */
export const CONFIGURATION = '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/sidecar-injector';

/** Certificates by their Secret. */
export type SecretName = 'sidecar-injector-ca' | 'sidecar-injector-tls';

interface Secret {
  readonly metadata: { readonly uid: string };
  readonly data: Readonly<Record<string, string>>;
}

interface Configuration {
  readonly webhooks: readonly { readonly clientConfig: { readonly caBundle?: string } }[];
}

/** The certificates of a cluster, and who keeps them. */
export class Trust {
  readonly #cluster: FaultCluster;

  constructor(cluster: FaultCluster) {
    this.#cluster = cluster;
  }

  /** Has the keeper run with these flags beside its own. Resolves when it does. */
  async setKeeperFlags(flags: readonly string[]): Promise<void> {
    const args = JSON.stringify(['certs', 'keep', ...flags]);
    const patch = `[{"op":"replace","path":"/spec/template/spec/containers/0/args","value":${args}}]`;
    const keeper = ['deployment', 'sidecar-injector-certs-keeper', '-n', 'sidecar-injector'];
    await this.#cluster.injector.kubectl(['patch', ...keeper, '--type=json', `--patch=${patch}`]);
    await this.#waitForKeeper();
  }

  /** Ends the keeper, or starts it again. */
  async scaleKeeper(replicas: 0 | 1): Promise<void> {
    await this.#cluster.injector.api.merge(KEEPER, { spec: { replicas } });
    await this.#waitForKeeper();
  }

  /** A file of a Secret, as text; `undefined` where there is none. */
  async read(name: SecretName, file: string): Promise<string | undefined> {
    const secret = await this.#cluster.injector.api.find<Secret>(`${SECRETS}/${name}`);
    const text = secret?.data[file];
    return text === undefined ? undefined : Buffer.from(text, 'base64').toString('utf8');
  }

  /** Stores another serving certificate. */
  async writeLeaf({ cert, key }: { readonly cert: string; readonly key: string }): Promise<void> {
    const data = { 'tls.crt': encode(cert), 'tls.key': encode(key) };
    await this.#cluster.injector.api.merge(`${SECRETS}/sidecar-injector-tls`, { data });
  }

  /** Takes a Secret away. */
  async remove(name: SecretName): Promise<void> {
    const path = `${SECRETS}/${name}`;
    const secret = await this.#cluster.injector.api.find<Secret>(path);
    if (secret !== undefined) await this.#cluster.injector.api.remove(path, secret.metadata.uid);
  }

  /** SHA-256 of the CA that signs now; `undefined` where there is none. */
  async authority(): Promise<string | undefined> {
    const pem = await this.read('sidecar-injector-ca', 'tls.crt');
    return pem === undefined ? undefined : new X509Certificate(pem).fingerprint256;
  }

  /** SHA-256 of each CA that the API server believes, by entry of the configuration. */
  async believed(): Promise<readonly (readonly string[])[]> {
    const configuration = await this.#cluster.injector.api.find<Configuration>(CONFIGURATION);
    return (configuration?.webhooks ?? []).map(({ clientConfig }) => {
      const text = Buffer.from(clientConfig.caBundle ?? '', 'base64').toString('utf8');
      const pems = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/gu) ?? [];
      return pems.map((pem) => new X509Certificate(pem).fingerprint256);
    });
  }

  /**
   * Waits until another CA than `before` is the only one believed, in each entry, and every replica serves a certificate of it.
   *
   * @returns the most CAs that were believed at a time
   */
  async waitForHandover(before: string | undefined, timeoutMs: number): Promise<number> {
    let most = 0;
    const isDone = async (): Promise<true | undefined> => {
      const [authority, believed] = [await this.authority(), await this.believed()];
      most = Math.max(most, ...believed.map(({ length }) => length));
      const isAlone = believed.every((bundle) => bundle.length === 1 && bundle[0] === authority);
      if (authority === undefined || authority === before || !isAlone) return undefined;
      return (await this.isServedEverywhere()) ? true : undefined;
    };
    await waitUntil(isDone, { what: 'the new CA to have taken over', timeoutMs, intervalMs: 250 });
    return most;
  }

  /** Waits until every replica serves what is in the Secret. */
  async waitForService(timeoutMs = 60_000): Promise<void> {
    const isServed = async (): Promise<true | undefined> => ((await this.isServedEverywhere()) ? true : undefined);
    await waitUntil(isServed, { what: 'the certificate to be served', timeoutMs, intervalMs: 250 });
  }

  /** Whether every replica serves what is in the Secret. */
  async isServedEverywhere(): Promise<boolean> {
    const pem = await this.read('sidecar-injector-tls', 'tls.crt');
    if (pem === undefined) return false;
    const wanted = new X509Certificate(pem).fingerprint256;
    const replicas = await this.#cluster.replicas();
    const served = await Promise.all(replicas.map(servedBy));
    return served.length > 0 && served.every((fingerprint) => fingerprint === wanted);
  }

  #waitForKeeper(): Promise<void> {
    return this.#cluster.injector.cluster.waitForRollout('deployment/sidecar-injector-certs-keeper');
  }
}

/** SHA-256 of the certificate that a replica serves. */
async function servedBy({ https }: Replica): Promise<string> {
  const [host = '', port = ''] = https.split(':');
  const socket = connect({ host, port: Number(port), rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64');
}
