import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DOCUMENT_COMMANDS } from '../support/documents/document-commands.ts';
import { layOutFolder, readmeTemplate } from '../support/documents/documented-files.ts';
import { ensureBinaries } from './binaries.ts';
import { waitUntil } from './wait-until.ts';

const REPOSITORY = join(import.meta.dirname, '..', '..');
const START_TIMEOUT_MS = 120_000;

/** As a person would read them: the first page before the others, and last what puts another template in the place of the first. */
const ORDER = ['README.md', 'docs/faq.md', 'docs/gitops.md', 'docs/operations.md', 'docs/rollout.md', 'docs/export.md'];
const documents = [...ORDER, 'deploy/examples/README.md'];

let server: ChildProcess;
let folder: string;
let environment: Readonly<Record<string, string>>;
let greeting = '';

interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a line in the reader's folder, as their shell does. */
function run(command: string): Ran {
  const { status, stdout, stderr } = spawnSync('bash', ['-o', 'pipefail', '-c', command], {
    cwd: folder,
    env: environment,
    encoding: 'utf8',
    timeout: 100_000,
  });
  return { code: status, output: stdout + stderr };
}

function mustRun(command: string): string {
  const { code, output } = run(command);
  expect([code, output], command).toEqual([0, expect.anything()]);
  return output;
}

beforeAll(async () => {
  // What `npm run cluster` runs; npm itself would be in the way of its signals.
  server = spawn(process.execPath, [join(REPOSITORY, 'test/cluster/run-cluster.ts')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [server.stdout, server.stderr]) stream?.on('data', (chunk) => (greeting += String(chunk)));
  const isReady = async (): Promise<true | undefined> => {
    if (server.exitCode !== null) throw new Error(`npm run cluster ended:\n${greeting}`);
    return greeting.includes('Ctrl-C removes everything') ? true : undefined;
  };
  await waitUntil(isReady, { what: 'npm run cluster', timeoutMs: START_TIMEOUT_MS });
  folder = mkdtempSync(join(tmpdir(), 'documents-'));
  const programs = layOutFolder(folder, 'dist');
  const kubectl = dirname((await ensureBinaries()).kubectl);
  const kubeconfig = /^export KUBECONFIG=(?<path>\S+)$/mu.exec(greeting)?.groups?.['path'] ?? '';
  environment = { PATH: `${programs}:${kubectl}:${process.env['PATH'] ?? ''}`, HOME: folder, KUBECONFIG: kubeconfig };
  writeFileSync(join(folder, 'my-sidecars.yaml'), readmeTemplate().replace('image:', 'imge:'));
  mustRun('kubectl create namespace shop && kubectl label namespace shop sidecar-injector.dev/injection=enabled');
  mustRun('kubectl create deployment web --image=nginx -n shop && kubectl rollout status deployment/web -n shop');
});

afterAll(async () => {
  const ended = once(server, 'exit');
  if (server.exitCode === null && server.kill('SIGINT')) await ended;
  rmSync(folder, { recursive: true });
});

describe.each(documents)('%s', (document) => {
  const runs = (DOCUMENT_COMMANDS[document] ?? []).flatMap(([command, proof]) =>
    'run' in proof && proof.run === 'cluster' ? [{ command, ...proof }] : [],
  );

  it.each(runs)('$command', ({ command, code = 0, shows = /(?:)/u, next = [] }) => {
    const ran = run(command);
    expect([ran.code, ran.output]).toEqual([code, expect.stringMatching(shows)]);
    for (const line of next) mustRun(line);
  });
});

describe('the list of commands', () => {
  it('has no cluster command of a document that is not run here', () => {
    const listed = Object.entries(DOCUMENT_COMMANDS).filter(([, commands]) =>
      commands.some(([, proof]) => 'run' in proof && proof.run === 'cluster'),
    );
    expect(listed.map(([document]) => document).toSorted()).toEqual(documents.toSorted());
  });
});
