import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { send } from '../support/https-client.ts';
import { reviewOf } from '../support/review-of.ts';
import { parseMetrics, sumOf } from '../support/metric-samples.ts';
import { DEVELOPMENT_OVERLAY, probe, startEmptyCluster, type InjectorCluster } from './injector-cluster.ts';
import { runProgram } from './run-program.ts';
import { podOf, type Annotations } from './workloads.ts';

/** The page whose blocks are run here, in their order. */
const PAGE = readFileSync(new URL('../../docs/mtls.md', import.meta.url), 'utf8');
const [makeCertificates = '', admission = '', kubeconfig = '', flag = '', createConfigMap = '', components = ''] =
  Array.from(PAGE.matchAll(/^```\w*\n(.*?)^```$/gms), ([, block]) => block ?? '');
const NODE_FOLDER = '/etc/kubernetes/webhooks';
const ASKS = { 'sidecar-injector.dev/inject': 'true' };

let injector: InjectorCluster;
/** Stands for the folder on the nodes; certificates are made in it. */
let folder: string;
/** What the API server is started with, at its next start. */
const apiServerArgs: string[] = [];

async function run(command: string): Promise<void> {
  const environment = { PATH: process.env['PATH'] ?? '', HOME: folder };
  const { code, stderr } = await runProgram('bash', ['-euc', `cd ${folder}\n${command}`], { environment });
  expect({ code, stderr: code === 0 ? '' : stderr }).toStrictEqual({ code: 0, stderr: '' });
}

/** The development overlay with the component in it. */
function writeOverlay(): string {
  const overlay = join(folder, 'overlay');
  mkdirSync(overlay);
  const base = relative(overlay, DEVELOPMENT_OVERLAY);
  const lines = components.replace('../../components', join(base, '../../components'));
  writeFileSync(join(overlay, 'kustomization.yaml'), `resources: [${base}]\n${lines}`);
  return overlay;
}

async function containersOf(name: string): Promise<readonly string[]> {
  const pod = await injector.waitForPod('demo', name);
  return pod.spec.containers.map((container) => container.name);
}

/** What the API server says of a Pod that it does not create; nothing where it does. */
async function createPod(name: string, annotations: Annotations): Promise<string> {
  return injector.api.create('/api/v1/namespaces/demo/pods', podOf(name, annotations)).then(
    () => '',
    (error: unknown) => String(error),
  );
}

/** All that somebody without a certificate gets to read. */
async function readAnonymously(address: string): Promise<string> {
  const { hostname: host, port } = new URL(`https://${address}`);
  const socket = connect({ host, port: Number(port), rejectUnauthorized: false });
  let read = '';
  socket.on('data', (data: Buffer) => (read += data.toString('latin1'))).on('error', () => undefined);
  socket.write('POST /mutate/enabled HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}');
  await new Promise((resolve) => socket.once('close', resolve));
  return read;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'client-ca-'));
  await run(makeCertificates);
  writeFileSync(join(folder, 'admission.yaml'), admission.replaceAll(NODE_FOLDER, folder));
  writeFileSync(join(folder, 'webhooks.kubeconfig'), kubeconfig.replaceAll(NODE_FOLDER, folder));
  apiServerArgs.push(flag.trim().replace(NODE_FOLDER, folder));
  injector = await startEmptyCluster({ controlPlane: { extraApiServerArgs: apiServerArgs } });
  await injector.cluster.applyOverlay(writeOverlay());
  const [, ...words] = createConfigMap.trim().split(' ');
  await injector.kubectl(words.map((word) => word.replace('=webhook-client-ca', `=${folder}/webhook-client-ca`)));
  await injector.cluster.waitForRollout('job/sidecar-injector-certs');
  await injector.cluster.waitForRollout('deployment/sidecar-injector');
  await injector.createNamespace('demo');
});

afterAll(async () => {
  await injector?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

describe('an injector with --client-ca', () => {
  it('injects for an API server that shows its certificate', async () => {
    expect(await createPod('with', ASKS)).toBe('');
    expect(await containersOf('with')).toStrictEqual(['app', 'envoy']);
  });

  it('gives everyone else no HTTP answer at all', async () => {
    const ports = await injector.locate();
    const reviews = async (): Promise<number> =>
      sumOf(parseMetrics(await probe(ports, '/metrics')), 'sidecar_injector_reviews_total');
    const before = await reviews();
    const read = await Promise.all(Array.from({ length: 20 }, () => readAnonymously(ports.https)));
    expect(read.join('')).toBe('');
    await expect(send(`https://${ports.https}/mutate/enabled`, { body: reviewOf() })).rejects.toThrow(
      /ECONNRESET|socket|alert|EPIPE/,
    );
    expect(await reviews()).toBe(before);
    expect(await probe(ports, '/readyz')).toBe('ok\n');
  });

  it('fails closed for an API server that was not told of the certificate, and only for Pods that ask', async () => {
    apiServerArgs.length = 0;
    await injector.cluster.controlPlane.restartApiServer();
    expect(await createPod('without', ASKS)).toContain('tls: certificate required');
    expect(await createPod('plain', {})).toBe('');
    expect(await containersOf('plain')).toStrictEqual(['app']);
  });
});
