import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'vitest';
import { issueCa, issueLeaf, type KeyPair } from '../../certs-job/issue.ts';
import { waitUntil } from '../cluster/wait-until.ts';
import { CliProcess, FREE_PORTS, whenReady, type ServeProcess } from '../support/serve-process.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const NAME = { namespace: 'sidecar-injector', service: 'sidecar-injector' };
const TEMPLATE = `apiVersion: v1
kind: ConfigMap
metadata: {name: sidecars}
data:
  proxy: 'containers: [{name: proxy, image: "proxy:1"}]'
`;

/** A Secret as the kubelet mounts it: a folder of its own for each version, and a symlink that is moved from one to the next. */
class MountedSecret {
  readonly folder: string;
  #version = 0;

  constructor(context: TestContext) {
    this.folder = makeTempFolder(context);
  }

  write(pair: KeyPair, ca: string): void {
    this.#version += 1;
    const version = `..${this.#version}`;
    mkdirSync(join(this.folder, version));
    const files = { 'tls.crt': pair.cert, 'tls.key': pair.key, 'ca.crt': ca };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.folder, version, name), text);
    symlinkSync(version, join(this.folder, '..data_tmp'));
    renameSync(join(this.folder, '..data_tmp'), join(this.folder, '..data'));
    if (this.#version > 1) return;
    for (const name of Object.keys(files)) symlinkSync(join('..data', name), join(this.folder, name));
  }
}

async function serve(context: TestContext, { folder }: MountedSecret): Promise<ServeProcess> {
  const templates = join(makeTempFolder(context), 'sidecars.yaml');
  writeFileSync(templates, TEMPLATE);
  const flags = ['--cert-dir', folder, '--template-file', templates, '--service', NAME.service];
  const process = new CliProcess(['serve', ...FREE_PORTS, ...flags]);
  context.onTestFinished(() => process.destroy());
  return whenReady(process);
}

async function readiness({ probesUrl }: ServeProcess): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(`${probesUrl}/readyz?verbose`);
  return { status: response.status, text: await response.text() };
}

async function becomes(server: ServeProcess, status: number, timeoutMs: number): Promise<string> {
  return waitUntil(
    async () => {
      const found = await readiness(server);
      return found.status === status ? found.text : undefined;
    },
    { what: `/readyz with ${status}`, timeoutMs },
  );
}

describe.concurrent('serve --cert-dir with ca.crt', () => {
  it('turns unready when its certificate ends, lives on, and is healed by a new one within 5 s', async (context) => {
    const { expect } = context;
    const secret = new MountedSecret(context);
    const ca = await issueCa(new Date());
    secret.write(await issueLeaf(ca, NAME, new Date(), 20_000), ca.cert);
    const server = await serve(context, secret);
    expect((await readiness(server)).status).toBe(200);
    expect(await becomes(server, 503, 25_000)).toMatch(/^\[-\]certificate failed: the certificate ended at /m);
    expect((await fetch(`${server.probesUrl}/livez`)).status).toBe(200);
    secret.write(await issueLeaf(ca, NAME, new Date()), ca.cert);
    await becomes(server, 200, 5_000);
  }, 60_000);

  it('starts with one that ended long ago, unready, and is healed without a restart', async (context) => {
    const { expect } = context;
    const secret = new MountedSecret(context);
    const longAgo = new Date(Date.now() - 40 * 86_400_000);
    const ca = await issueCa(longAgo);
    secret.write(await issueLeaf(ca, NAME, longAgo), ca.cert);
    const server = await serve(context, secret);
    const { status, text } = await readiness(server);
    expect(status).toBe(503);
    expect(text).toMatch(/^\[-\]certificate failed: the certificate ended at /m);
    secret.write(await issueLeaf(ca, NAME, new Date()), ca.cert);
    await becomes(server, 200, 5_000);
    expect(server.process.stderr).toBe('');
  }, 60_000);

  it('takes none of another CA, of other names, or that has ended, and says so', async (context) => {
    const { expect } = context;
    const secret = new MountedSecret(context);
    const [ca, otherCa] = await Promise.all([issueCa(new Date()), issueCa(new Date())]);
    const good = await issueLeaf(ca, NAME, new Date());
    secret.write(good, ca.cert);
    const server = await serve(context, secret);
    const expiry = (await server.metrics()).get('sidecar_injector_certificate_expiry_timestamp_seconds');
    const longAgo = new Date(Date.now() - 40 * 86_400_000);
    const bad: readonly (readonly [KeyPair, string, string])[] = [
      [good, otherCa.cert, 'the certificate is not signed by the CA in ca.crt beside it'],
      [
        await issueLeaf(ca, { ...NAME, namespace: 'other' }, new Date()),
        ca.cert,
        'the certificate is not for sidecar-injector.sidecar-injector.svc',
      ],
      [await issueLeaf(ca, NAME, longAgo), ca.cert, 'the certificate ended at '],
      [{ cert: good.cert, key: otherCa.key }, ca.cert, 'the key does not belong to the certificate'],
    ];
    for (const [index, [pair, caCertificate, problem]] of bad.entries()) {
      secret.write(pair, caCertificate);
      await waitUntil(
        async () =>
          (await readiness(server)).text.includes(`refused, so that the old one stays: ${problem}`) || undefined,
        { what: problem, timeoutMs: 5_000 },
      );
      const metrics = await server.metrics();
      expect(metrics.get('sidecar_injector_certificate_refusals_total')).toBe(index + 1);
      expect(metrics.get('sidecar_injector_certificate_expiry_timestamp_seconds')).toBe(expiry);
      expect((await readiness(server)).status).toBe(200);
    }
    const next = await issueLeaf(otherCa, NAME, new Date());
    secret.write(next, otherCa.cert);
    await server.process.logged('certificate replaced');
    expect((await readiness(server)).text).not.toContain('refused');
  }, 60_000);
});
