/** `npm run bench:create`: what a webhook adds to the creation of a Pod through a real API server. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueCa, issueServingCertificate } from '../cluster/certificates.ts';
import { type InjectorCluster, startInjectorCluster } from '../cluster/injector-cluster.ts';
import { buildBareServer, buildGoWebhook, type CertificateFiles } from './programs.ts';
import { type OtherProgram, startRegisteredWebhook } from './registered-webhook.ts';
import { spreadOf } from './spread.ts';
import { markdownTable } from './table.ts';

const WARM_UP = 300;
const ROUNDS = 600;
const CONTAINER = { name: 'app', image: 'registry.example/app:1', ports: [{ containerPort: 8080 }] };

/** A namespace whose Pods one of the compared webhooks sees, or none. */
interface Contender {
  readonly namespace: string;
  readonly label: string;
}

const NONE: Contender = { namespace: 'none', label: 'no webhook' };
const INJECTOR: Contender = { namespace: 'injector', label: 'injector' };

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'create-latency-'));
  process.stderr.write('starting a cluster with the injector ...\n');
  await using injector = await startInjectorCluster({ controlPlane: { auditLog: false } });
  await injector.createNamespace(NONE.namespace);
  await injector.createNamespace(INJECTOR.namespace, { 'sidecar-injector.dev/injection': 'enabled' });
  const others = await startOthers(injector, folder);
  const contenders = [NONE, ...others.map(({ contender }) => contender), INJECTOR];
  process.stderr.write(`creating ${contenders.length} × ${WARM_UP + ROUNDS} Pods by dry run, in turn ...\n`);
  const times = await measure(injector, contenders);
  for (const { stop } of others) stop();
  await rm(folder, { recursive: true });
  process.stdout.write(render(contenders, times));
}

interface Other {
  readonly contender: Contender;
  readonly stop: () => void;
}

/** The webhooks to compare with: registered like the injector, reached through a Service as it is. */
async function startOthers(injector: InjectorCluster, folder: string): Promise<readonly Other[]> {
  const ca = await issueCa('create-latency');
  await injector.createNamespace('webhooks');
  const serving = await issueServingCertificate(ca, ['constant.webhooks.svc', 'go.webhooks.svc']);
  const files: CertificateFiles = { cert: join(folder, 'tls.crt'), key: join(folder, 'tls.key') };
  await Promise.all([writeFile(files.cert, serving.cert), writeFile(files.key, serving.private)]);
  const constant = await buildBareServer(folder, files);
  const go = await buildGoWebhook(folder, files);
  if (go === undefined) process.stderr.write('Go is not there: the Go webhook is left out\n');
  const others = [startOther(injector, 'constant', { program: constant, ca: ca.cert, extra: ['--append'] })];
  if (go !== undefined) others.push(startOther(injector, 'go', { program: go, ca: ca.cert, extra: [] }));
  return Promise.all(others);
}

async function startOther(injector: InjectorCluster, name: string, program: OtherProgram): Promise<Other> {
  const stop = await startRegisteredWebhook(injector, name, program);
  return { contender: { namespace: name, label: LABELS[name] ?? name }, stop };
}

const LABELS: Readonly<Record<string, string>> = {
  constant: 'constant container (Fastify)',
  go: 'Go webhook (controller-runtime)',
};

/** Milliseconds per creation, by namespace: one of each in turn, so that all share what else the machine does. */
async function measure(
  injector: InjectorCluster,
  contenders: readonly Contender[],
): Promise<ReadonlyMap<string, number[]>> {
  const times = new Map(contenders.map(({ namespace }): [string, number[]] => [namespace, []]));
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    for (const { namespace } of contenders) {
      const elapsedMs = await createPod(injector, namespace);
      if (round >= WARM_UP) times.get(namespace)?.push(elapsedMs);
    }
  }
  return times;
}

async function createPod(injector: InjectorCluster, namespace: string): Promise<number> {
  const body = JSON.stringify({ metadata: { name: 'measured' }, spec: { containers: [CONTAINER] } });
  const start = performance.now();
  const { status, body: answer } = await injector.cluster.controlPlane.request({
    method: 'POST',
    path: `/api/v1/namespaces/${namespace}/pods?dryRun=All`,
    body,
  });
  const elapsedMs = performance.now() - start;
  const count = status === 201 ? (JSON.parse(answer) as { spec: { containers: unknown[] } }).spec.containers.length : 0;
  if (count !== (namespace === NONE.namespace ? 1 : 2)) throw new Error(`${namespace}: ${status} ${answer}`);
  return elapsedMs;
}

function render(contenders: readonly Contender[], times: ReadonlyMap<string, readonly number[]>): string {
  const medianOf = ({ namespace }: Contender): number => spreadOf(times.get(namespace) ?? []).median;
  const base = medianOf(NONE);
  const rows = contenders.map((contender) => [
    contender.label,
    medianOf(contender).toFixed(2),
    (medianOf(contender) - base).toFixed(2),
  ]);
  const title = `Measured on ${new Date().toISOString().slice(0, 10)} with \`npm run bench:create\`: ${ROUNDS} Pods each by dry run, in turn, Node ${process.version}.`;
  return `${title}\n\n${markdownTable([['webhook, under IfNeeded', 'creation at the median, ms', 'added, ms'], ...rows])}\n`;
}

await main();
