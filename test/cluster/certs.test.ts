import { X509Certificate } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkCa, checkLeaf } from '../../certs-job/check-certificate.ts';
import { dnsNamesOf } from '../../certs-job/names.ts';
import { CliProcess } from '../support/serve-process.ts';
import { startControlPlane, type ControlPlane } from './control-plane.ts';
import { getJson, kubectl, NAMESPACE, overlayPath, requestToken } from './installation.ts';
import { mountServiceAccount } from './service-account.ts';

interface Secret {
  readonly type: string;
  readonly metadata: { readonly resourceVersion: string };
  readonly data: Readonly<Record<string, string>>;
}

interface Configuration {
  readonly metadata: { readonly resourceVersion: string };
  readonly webhooks: readonly { readonly name: string; readonly clientConfig: { readonly caBundle?: string } }[];
}

interface Job {
  readonly spec: {
    readonly template: { readonly spec: { readonly containers: readonly [{ readonly args: string[] }] } };
  };
}

const SECRETS = `/api/v1/namespaces/${NAMESPACE}/secrets`;
const CA = `${SECRETS}/sidecar-injector-ca`;
const TLS = `${SECRETS}/sidecar-injector-tls`;
const CONFIGURATIONS = '/apis/admissionregistration.k8s.io/v1';
const CONFIGURATION = `${CONFIGURATIONS}/mutatingwebhookconfigurations/sidecar-injector`;
const VALIDATING = `${CONFIGURATIONS}/validatingwebhookconfigurations/sidecar-injector`;

let controlPlane: ControlPlane;
let folders: readonly string[] = [];
let jobArgs: readonly string[] = [];
const running = new Set<CliProcess>();

beforeAll(async () => {
  controlPlane = await startControlPlane();
  await kubectl(controlPlane, 'apply', '-k', overlayPath('development'));
  const job = `/apis/batch/v1/namespaces/${NAMESPACE}/jobs/sidecar-injector-certs`;
  jobArgs = (await getJson<Job>(controlPlane, job)).spec.template.spec.containers[0].args;
  folders = await Promise.all(['sidecar-injector-certs', 'sidecar-injector'].map(mount));
});
afterAll(async () => {
  await controlPlane?.stop();
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
});
beforeEach(async () => {
  await kubectl(controlPlane, 'delete', 'secrets', '--all', '-n', NAMESPACE);
  for (const kind of ['mutatingwebhookconfiguration', 'validatingwebhookconfiguration'])
    await kubectl(controlPlane, 'delete', kind, 'sidecar-injector', '--ignore-not-found');
  await applyConfiguration();
});
afterEach(async () => {
  await Promise.all([...running].map((each) => each.destroy()));
  running.clear();
});

async function mount(serviceAccount: string): Promise<string> {
  return mountServiceAccount(await requestToken(controlPlane, serviceAccount), controlPlane.caCertificate);
}

async function applyConfiguration(...args: readonly string[]): Promise<void> {
  await kubectl(controlPlane, 'apply', '-k', overlayPath('development'), ...args);
}

/** Starts what the container of the Job runs, as its ServiceAccount, as the kubelet would. */
function start(flags: readonly string[] = [], folder = folders[0] ?? ''): CliProcess {
  const { hostname, port } = new URL(controlPlane.url);
  const started = new CliProcess([...jobArgs, `--service-account-dir=${folder}`, ...flags], {
    KUBERNETES_SERVICE_HOST: hostname,
    KUBERNETES_SERVICE_PORT: port,
    SIDECAR_INJECTOR_NAMESPACE: NAMESPACE,
  });
  running.add(started);
  return started;
}

async function run(
  flags: readonly string[] = [],
  folder = folders[0] ?? '',
): Promise<CliProcess & { code: number | null }> {
  const started = start(flags, folder);
  const { code } = await started.ended;
  return Object.assign(started, { code });
}

function decode(data: Readonly<Record<string, string>>, key: string): string {
  return Buffer.from(data[key] ?? '', 'base64').toString('utf8');
}

interface State {
  readonly ca: Secret;
  readonly tls: Secret;
  readonly configuration: Configuration;
  readonly validating: Configuration;
}

async function readState(): Promise<State> {
  const [ca, tls, configuration, validating] = await Promise.all([
    getJson<Secret>(controlPlane, CA),
    getJson<Secret>(controlPlane, TLS),
    getJson<Configuration>(controlPlane, CONFIGURATION),
    getJson<Configuration>(controlPlane, VALIDATING),
  ]);
  return { ca, tls, configuration, validating };
}

function versions({ ca, tls, configuration, validating }: State): readonly string[] {
  return [ca, tls, configuration, validating].map(({ metadata }) => metadata.resourceVersion);
}

function bundles({ configuration, validating }: State): readonly string[] {
  return [...configuration.webhooks, ...validating.webhooks].map(({ clientConfig }) =>
    Buffer.from(clientConfig.caBundle ?? '', 'base64').toString('utf8'),
  );
}

/** Everything is there, and belongs together. */
async function expectGood(): Promise<State> {
  const state = await readState();
  const pair = ({ data }: Secret): { cert: string; key: string } => ({
    cert: decode(data, 'tls.crt'),
    key: decode(data, 'tls.key'),
  });
  const ca = checkCa(pair(state.ca), new Date());
  if (!ca.ok) throw new Error(ca.error);
  const dnsNames = dnsNamesOf({ namespace: NAMESPACE, service: 'sidecar-injector' });
  const leaf = checkLeaf(pair(state.tls), { ca: ca.value.certificate, dnsNames, now: new Date() });
  expect(leaf).toMatchObject({ ok: true });
  expect(decode(state.tls.data, 'ca.crt')).toBe(ca.value.cert);
  expect(bundles(state).map((bundle) => bundle.startsWith(String(ca.value.certificate)))).toEqual([true, true, true]);
  return state;
}

/** Takes the caBundle out of each entry of a configuration. */
async function wipe(path: string, entries: number): Promise<number> {
  const indices = Array.from({ length: entries }, (_, index) => index);
  const { status } = await controlPlane.request({
    method: 'PATCH',
    path,
    contentType: 'application/json-patch+json',
    body: JSON.stringify(indices.map((index) => ({ op: 'remove', path: `/webhooks/${index}/clientConfig/caBundle` }))),
  });
  return status;
}

describe('certs create, as the Job runs it', () => {
  it('creates both Secrets and registers the CA in all entries of both configurations', async () => {
    const { code, stderr, log } = await run();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { ca, tls } = await expectGood();
    expect([ca.type, tls.type]).toEqual(['kubernetes.io/tls', 'kubernetes.io/tls']);
    expect(Object.keys(ca.data).toSorted()).toEqual(['tls.crt', 'tls.key']);
    expect(Object.keys(tls.data).toSorted()).toEqual(['ca.crt', 'tls.crt', 'tls.key']);
    expect(log.map(({ msg, object }) => [msg, object])).toEqual([
      ['written', 'Secret sidecar-injector/sidecar-injector-ca'],
      ['written', 'MutatingWebhookConfiguration sidecar-injector'],
      ['written', 'ValidatingWebhookConfiguration sidecar-injector'],
      ['written', 'Secret sidecar-injector/sidecar-injector-tls'],
      ['certificates in force', undefined],
    ]);
  });

  it('changes nothing when it is run again', async () => {
    await run();
    const before = versions(await readState());
    const { code, log } = await run();
    expect([code, log.length]).toEqual([0, 1]);
    expect(versions(await readState())).toEqual(before);
  });

  it('ends in one CA when twenty run at once', async () => {
    const ended = await Promise.all(Array.from({ length: 20 }, () => run()));
    expect(ended.map(({ code, stderr }) => [code, stderr])).toEqual(ended.map(() => [0, '']));
    const state = await expectGood();
    const { fingerprint256 } = new X509Certificate(decode(state.tls.data, 'tls.crt'));
    expect(new Set(ended.map(({ log }) => log.at(-1)?.['fingerprint']))).toEqual(new Set([fingerprint256]));
    expect(bundles(state)).toEqual(bundles(state).map(() => decode(state.ca.data, 'tls.crt')));
    const writes = ended.flatMap(({ log }) => log.filter(({ msg }) => msg === 'written'));
    expect(writes.map(({ object }) => String(object)).toSorted()).toEqual([
      'MutatingWebhookConfiguration sidecar-injector',
      'Secret sidecar-injector/sidecar-injector-ca',
      'Secret sidecar-injector/sidecar-injector-tls',
      'ValidatingWebhookConfiguration sidecar-injector',
    ]);
  });

  it('converges when runs are killed anywhere, and another one comes', async () => {
    for (let delayMs = 200; delayMs <= 600; delayMs += 20) {
      const [first, second] = [start(), start()];
      await sleep(delayMs);
      await Promise.all([first.destroy(), second.destroy()]);
      if (delayMs % 100 === 0) await kubectl(controlPlane, 'delete', 'secrets', '--all', '-n', NAMESPACE);
    }
    expect((await run()).code).toBe(0);
    await expectGood();
  });

  it('waits for the webhook configuration, and says so', async () => {
    await kubectl(controlPlane, 'delete', 'mutatingwebhookconfiguration', 'sidecar-injector');
    const waiting = start();
    const problem = 'MutatingWebhookConfiguration sidecar-injector is not there yet';
    await waiting.logged('trying again', { kind: 'waiting', problem });
    await applyConfiguration();
    expect((await waiting.ended).code).toBe(0);
    await expectGood();
  });

  it('gives up with a reason when it never comes', async () => {
    await kubectl(controlPlane, 'delete', 'mutatingwebhookconfiguration', 'sidecar-injector');
    const { code, stderr } = await run(['--wait=1s']);
    expect([code, stderr]).toEqual([
      1,
      'sidecar-injector: given up after 1 s: MutatingWebhookConfiguration sidecar-injector is not there yet\n',
    ]);
  });

  it('does without a ValidatingWebhookConfiguration, and says so', async () => {
    await kubectl(controlPlane, 'delete', 'validatingwebhookconfiguration', 'sidecar-injector');
    const { code, stderr, log } = await run(['--wait=2s']);
    expect([code, stderr]).toEqual([0, '']);
    const problem = 'ValidatingWebhookConfiguration sidecar-injector is not there yet';
    expect(log.slice(-2)).toMatchObject([
      { msg: 'templates are not checked before they are stored', problem },
      { msg: 'certificates in force' },
    ]);
    await applyConfiguration();
    expect((await run()).code).toBe(0);
    await expectGood();
  });

  it('says what it may not do', async () => {
    const { code, stderr } = await run([], folders[1]);
    expect(code).toBe(1);
    expect(stderr).toContain('403 secrets "sidecar-injector-ca" is forbidden: User "system:serviceaccount:');
  });

  it('replaces what is broken', async () => {
    await run();
    const broken = JSON.stringify({ data: { 'tls.crt': 'eA==' } });
    await kubectl(
      controlPlane,
      'patch',
      'secret',
      'sidecar-injector-tls',
      '-n',
      NAMESPACE,
      '--type=merge',
      '-p',
      broken,
    );
    const before = await readState();
    expect((await run()).code).toBe(0);
    const after = await expectGood();
    expect(versions(after)[0]).toBe(versions(before)[0]);
    await kubectl(
      controlPlane,
      'patch',
      'secret',
      'sidecar-injector-ca',
      '-n',
      NAMESPACE,
      '--type=merge',
      '-p',
      broken,
    );
    expect((await run()).code).toBe(0);
    // The old CA is valid, so it stays beside the new one.
    expect(bundles(await expectGood()).map((bundle) => bundle.match(/BEGIN CERTIFICATE/gu)?.length)).toEqual([2, 2, 2]);
  });

  it('says of a Secret that cannot be changed what to do', async () => {
    await kubectl(controlPlane, 'create', 'secret', 'generic', 'sidecar-injector-ca', '-n', NAMESPACE);
    const immutable = ['--type=merge', '-p', JSON.stringify({ immutable: true })];
    await kubectl(controlPlane, 'patch', 'secret', 'sidecar-injector-ca', '-n', NAMESPACE, ...immutable);
    const { code, stderr } = await run();
    expect(code).toBe(1);
    expect(stderr).toContain('; delete the Secret to have it made anew\n');
  });

  it('keeps its caBundle through every kind of apply, and brings it back after a wipe', async () => {
    await run();
    const { configuration, validating } = await readState();
    await applyConfiguration();
    await applyConfiguration('--server-side', '--force-conflicts');
    const applied = await readState();
    expect(applied.configuration.webhooks).toEqual(configuration.webhooks);
    expect(applied.validating.webhooks).toEqual(validating.webhooks);
    expect([await wipe(CONFIGURATION, 2), await wipe(VALIDATING, 1)]).toEqual([200, 200]);
    expect(bundles(await readState())).toEqual(['', '', '']);
    expect((await run()).code).toBe(0);
    expect(bundles(await expectGood())).toEqual(bundles(applied));
  });

  it('applies nothing by the server, which would lock the entries against renaming', async () => {
    await run();
    const managers = await kubectl(
      controlPlane,
      'get',
      'mutatingwebhookconfiguration',
      'sidecar-injector',
      '--show-managed-fields',
      '-o=jsonpath={.metadata.managedFields[*].operation}',
    );
    expect(new Set(managers.split(' '))).toEqual(new Set(['Update']));
  });
});
