/**
 * Writes test/fixtures/reviews/: what a real API server sends to a mutating webhook, byte for byte.
 * `node test/support/record-reviews.ts`
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ControlPlane, startControlPlane } from '../cluster/control-plane.ts';
import { waitUntil } from '../cluster/wait-until.ts';
import { listRecordedCases, NODE_MANIFEST, type RecordedCase } from './record-cases.ts';
import { type RecordingWebhook, startRecordingWebhook } from './record-webhook.ts';

const FOLDER = join(import.meta.dirname, '../fixtures/reviews');
const NAMESPACE = 'demo';
/** A CronJob makes its first Pod at the next full minute. */
const LONGEST_WAIT_MS = 90_000;

const bodies = new Map<string, Buffer>();
const webhook = await startRecordingWebhook(({ app, body }) => {
  if (app !== undefined && !bodies.has(app)) bodies.set(app, body);
});
try {
  await using controlPlane = await startControlPlane();
  await prepare(controlPlane, webhook);
  const cases = listRecordedCases();
  const outcomes = new Map<string, string>();
  for (const recordedCase of cases) outcomes.set(recordedCase.name, await deliver(controlPlane, recordedCase));
  await mkdir(FOLDER, { recursive: true });
  for (const { name } of cases) await save(name, outcomes.get(name) ?? '');
} finally {
  await webhook.close();
}

async function prepare(controlPlane: ControlPlane, { caCertificate, url }: RecordingWebhook): Promise<void> {
  await succeed(controlPlane, ['create', 'namespace', NAMESPACE]);
  await succeed(controlPlane, ['create', '-f', '-'], NODE_MANIFEST);
  await controlPlane.waitForDefaultServiceAccount(NAMESPACE);
  await succeed(controlPlane, ['create', '-f', '-'], renderWebhookConfiguration(url, caCertificate));
  await waitUntilCalled(controlPlane);
}

/** A new configuration takes some milliseconds to be in force. */
async function waitUntilCalled(controlPlane: ControlPlane): Promise<void> {
  const probe = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'probe', labels: { app: 'probe' } },
    spec: { containers: [{ name: 'probe', image: 'registry.example/probe' }] },
  };
  const path = `/api/v1/namespaces/${NAMESPACE}/pods?dryRun=All`;
  await waitUntil(
    async () => {
      await controlPlane.request({ method: 'POST', path, body: JSON.stringify(probe) });
      return bodies.get('probe');
    },
    { what: 'the webhook to be called' },
  );
}

function renderWebhookConfiguration(url: string, caCertificate: string): string {
  return JSON.stringify({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name: 'recorder' },
    webhooks: [
      {
        name: 'recorder.sidecar-injector.dev',
        clientConfig: { url, caBundle: Buffer.from(caCertificate).toString('base64') },
        rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
        failurePolicy: 'Fail',
      },
    ],
  });
}

/** @returns What the API server or kubectl said: a refusal after the review is part of some cases. */
async function deliver(controlPlane: ControlPlane, { delivery, manifest }: RecordedCase): Promise<string> {
  if (delivery === 'raw') {
    const path = `/api/v1/namespaces/${NAMESPACE}/pods`;
    const { status, body } = await controlPlane.request({ method: 'POST', path, body: manifest });
    return `${status} ${(JSON.parse(body) as { message?: string }).message ?? ''}`;
  }
  const verbs = {
    create: ['create'],
    'create-dry-run': ['create', '--dry-run=server'],
    apply: ['apply'],
    'apply-server-side': ['apply', '--server-side'],
  } as const;
  const { stdout, stderr } = await controlPlane.kubectl([...verbs[delivery], '-n', NAMESPACE, '-f', '-'], {
    input: manifest,
  });
  return `${stdout}${stderr}`;
}

async function save(name: string, outcome: string): Promise<void> {
  const body = await waitUntil(() => bodies.get(name), {
    what: `the review of ${name}; the API server said: ${outcome}`,
    timeoutMs: LONGEST_WAIT_MS,
  });
  await writeFile(join(FOLDER, `${name}.json`), body);
  process.stdout.write(`${name}.json ${body.length} bytes: ${outcome.trim().slice(0, 300)}\n`);
}

async function succeed(controlPlane: ControlPlane, args: readonly string[], input = ''): Promise<void> {
  const { code, stderr } = await controlPlane.kubectl(args, { input });
  if (code !== 0) throw new Error(`kubectl ${args.join(' ')} failed: ${stderr}`);
}
