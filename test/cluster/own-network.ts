/**
 * `node test/cluster/own-network.ts PROGRAM ARGS…`: runs a program in a network namespace of its own, in which the addresses of
 * Pods are addresses of the machine. So each replica listens at its own, and nothing that is sent to one can leave.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ensurePromtool } from '../alerts/promtool.ts';
import { ensureGoTool, HELM } from '../support/go-tools.ts';
import { ensureBinaries } from './binaries.ts';
import { ensureDefinitions } from './custom-resource-definitions.ts';
import { runProgram } from './run-program.ts';

/** Inside: loopback, and every address that `PodNetwork` gives. */
const SETUP = 'ip link set lo up && ip route add local 10.244.0.0/16 dev lo';

/** Without root, a user namespace in which this user is root makes it possible as well. */
const WAYS: readonly (readonly string[])[] = [['--net'], ['--net', '--user', '--map-root-user']];

async function findWay(): Promise<readonly string[] | undefined> {
  for (const way of WAYS) if (await works(['unshare', ...way, '--', 'sh', '-c', SETUP])) return way;
  return undefined;
}

async function works([program = '', ...args]: readonly string[]): Promise<boolean> {
  const result = await runProgram(program, args).catch(() => undefined);
  return result?.code === 0;
}

async function run(command: readonly string[]): Promise<number> {
  // Inside there is no way out to build or fetch them.
  await ensureBinaries();
  await ensurePromtool();
  await ensureDefinitions();
  await ensureGoTool(HELM);
  const way = await findWay();
  if (way === undefined) {
    const advice = 'install iproute2 and util-linux, and run as root or where user namespaces are allowed';
    process.stderr.write(`no network namespace can be made: tests that need one are skipped (${advice})\n`);
  }
  const inside = ['unshare', ...(way ?? []), '--', 'sh', '-c', `${SETUP} && exec "$@"`, 'sh', ...command];
  const [program = '', ...args] = way === undefined ? command : inside;
  const child = spawn(program, args, { stdio: 'inherit' });
  // The terminal sends Ctrl-C to the child too; this process ends when that has ended.
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

process.exitCode = await run(process.argv.slice(2));
