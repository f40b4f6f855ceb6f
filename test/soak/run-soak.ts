/** `npm run test:soak`: whether anything grows while the injector works. */
import { appendFileSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type InjectorCluster, probe, startInjectorCluster } from '../cluster/injector-cluster.ts';
import { Changes } from './changes.ts';
import { draw, render } from './report.ts';
import { type Sample, takeSample } from './samples.ts';
import { HELP, parseSoakOptions, type SoakOptions } from './soak-options.ts';
import { SteadyLoad } from './steady-load.ts';
import { type Finding, judgeSamples } from './verdicts.ts';

const NAMESPACE = 'soaked';
const MIB = 1_048_576;
const SAMPLE_EVERY_SECONDS = 5;
const TEMPLATE_EVERY_SECONDS = 10;
const LEAF_EVERY_SECONDS = 60;
const AUTHORITY_EVERY_SECONDS = 300;
const PROGRESS_EVERY_SECONDS = 60;

/** V8 goes on compiling, and its heap on growing to its working size, for some minutes; a short soak gives a quarter. */
const WARM_UP_SECONDS = 300;

/** The keeper takes a CA out of `caBundle` this soon, so that several follow each other in a short soak. */
const KEEPER_FLAGS = ['--overlap=20s', '--settle=2s'];
const KEEPER = '/apis/apps/v1/namespaces/sidecar-injector/deployments/sidecar-injector-certs-keeper';

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

async function main(options: SoakOptions): Promise<number> {
  say('starting a control plane with the injector ...');
  await using injector = await startInjectorCluster({ controlPlane: { auditLog: false } });
  await hurryKeeper(injector);
  await injector.createNamespace(NAMESPACE, { 'sidecar-injector.dev/injection': 'enabled' });
  const load = new SteadyLoad(injector, NAMESPACE);
  const changes = new Changes(injector);
  load.start(options.rate);
  const samples = await watch(injector, { load, changes, options });
  await load.stop();
  writeFileSync(options.graph, draw(samples, options));
  const findings = [...judgeSamples(afterWarmUp(samples, options)), ...judgeLoad(load)];
  process.stdout.write(render({ samples, changes, load, findings }, options));
  return findings.some(({ verdict }) => verdict === 'missed') ? 1 : 0;
}

async function hurryKeeper(injector: InjectorCluster): Promise<void> {
  const operations = KEEPER_FLAGS.map((value) => ({
    op: 'add',
    path: '/spec/template/spec/containers/0/args/-',
    value,
  }));
  await injector.cluster.controlPlane.request({
    method: 'PATCH',
    path: KEEPER,
    contentType: 'application/json-patch+json',
    body: JSON.stringify(operations),
  });
  await injector.cluster.waitForRollout('deployment/sidecar-injector-certs-keeper');
}

interface Soak {
  readonly load: SteadyLoad;
  readonly changes: Changes;
  readonly options: SoakOptions;
}

/** What is done again and again, in seconds since the start. */
interface Due {
  readonly every: number;
  next: number;
  readonly act: () => Promise<void>;
}

/** Five looks a second at what is due; a change that takes longer holds up the next look, not the load. */
async function watch(injector: InjectorCluster, { load, changes, options }: Soak): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const server = await findServer(injector);
  const start = performance.now();
  const due: Due[] = [
    {
      every: SAMPLE_EVERY_SECONDS,
      next: 0,
      act: async (): Promise<void> => void samples.push(await sample(server, start, options)),
    },
    { every: TEMPLATE_EVERY_SECONDS, next: TEMPLATE_EVERY_SECONDS, act: () => changes.swapTemplate() },
    { every: LEAF_EVERY_SECONDS, next: LEAF_EVERY_SECONDS, act: () => changes.renewLeaf() },
    { every: AUTHORITY_EVERY_SECONDS, next: AUTHORITY_EVERY_SECONDS, act: () => changes.renewAuthority() },
    {
      every: PROGRESS_EVERY_SECONDS,
      next: PROGRESS_EVERY_SECONDS,
      act: async (): Promise<void> => sayProgress(samples, load),
    },
  ];
  while (secondsSince(start) < options.minutes * 60) {
    for (const task of due) {
      if (secondsSince(start) < task.next) continue;
      task.next += task.every;
      await task.act();
    }
    await delay(200);
  }
  return samples;
}

interface Server {
  readonly pid: number;
  readonly scrape: () => Promise<string>;
}

async function findServer(injector: InjectorCluster): Promise<Server> {
  const address = await injector.locate();
  const [pod] = await injector.api.list<{ metadata: { name: string } }>('/api/v1/namespaces/sidecar-injector/pods', {
    labelSelector: 'app.kubernetes.io/component=server',
  });
  const pid = injector.cluster.kubelet.processIds(`sidecar-injector/${pod?.metadata.name}`).get('server');
  if (pid === undefined) throw new Error('the injector has no process');
  return { pid, scrape: () => probe(address, '/metrics') };
}

async function sample({ pid, scrape }: Server, start: number, { samples }: SoakOptions): Promise<Sample> {
  const taken = takeSample(pid, await scrape(), secondsSince(start));
  if (samples !== undefined) appendFileSync(samples, `${JSON.stringify(taken)}\n`);
  return taken;
}

function secondsSince(start: number): number {
  return (performance.now() - start) / 1000;
}

function sayProgress(samples: readonly Sample[], { counts }: SteadyLoad): void {
  const last = samples.at(-1);
  if (last === undefined) return;
  const memory = `${(last.residentBytes / MIB).toFixed(1)} MiB resident, ${last.fileDescriptors} descriptors`;
  say(`${Math.round(last.seconds / 60)} min: ${memory}, ${JSON.stringify(counts)}`);
}

function afterWarmUp(samples: readonly Sample[], { minutes }: SoakOptions): readonly Sample[] {
  const warmUp = Math.min(WARM_UP_SECONDS, minutes * 15);
  return samples.filter(({ seconds }) => seconds >= warmUp);
}

/** A certificate or a template that changes is no reason to lose a Pod. */
function judgeLoad({ counts }: SteadyLoad): readonly Finding[] {
  const lost = counts.failed + counts.bare;
  return [
    {
      figure: 'Pods that failed, or came without their sidecar',
      goal: '0',
      measured: `${lost} of ${lost + counts.injected}`,
      verdict: lost === 0 && counts.injected > 0 ? 'held' : 'missed',
    },
  ];
}

try {
  const options = parseSoakOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(HELP);
  else process.exitCode = await main(options);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
