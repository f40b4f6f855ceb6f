import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { objectAt, objectsAt, type JsonObject } from '../../src/injection/json.ts';
import { findPods } from '../../src/injection/workload.ts';
import { REPOSITORY } from '../support/serve-process.ts';
import { ensureBinaries } from './binaries.ts';
import { type InjectorCluster, startInjectorCluster } from './injector-cluster.ts';
import { ensureBundle } from './bundle.ts';
import { runProgram, type ProgramResult } from './run-program.ts';

const TEMPLATES = `${REPOSITORY}deploy/examples/envoy-initializer.yaml`;

const POD = `
  metadata:
    labels: {app: web} # as the selector has it
  spec:
    containers:
      - name: web
        image: "registry.example/web:1"
`;
const indent = (text: string, by: number): string => text.replaceAll(/^(?=.)/gm, ' '.repeat(by));
const workload = (apiVersion: string, kind: string, spec: string): string =>
  `# a ${kind}\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: web-${kind.toLowerCase()}}\nspec:\n${spec}`;
const withSelector = `  selector: {matchLabels: {app: web}}\n  template:${indent(POD, 2)}`;
const ENDS = `${POD.trimEnd()}\n    restartPolicy: Never\n`;

const KINDS: Readonly<Record<string, string>> = {
  Pod: `apiVersion: v1\nkind: Pod\nmetadata: {name: web-pod}\nspec:\n  containers: [{name: web, image: "registry.example/web:1"}]\n`,
  ReplicationController: workload(
    'v1',
    'ReplicationController',
    `  selector: {app: web}\n  template:${indent(POD, 2)}`,
  ),
  Deployment: workload('apps/v1', 'Deployment', withSelector),
  ReplicaSet: workload('apps/v1', 'ReplicaSet', withSelector),
  StatefulSet: workload('apps/v1', 'StatefulSet', `  serviceName: web\n${withSelector}`),
  DaemonSet: workload('apps/v1', 'DaemonSet', withSelector),
  Job: workload('batch/v1', 'Job', `  template:${indent(ENDS, 2)}`),
  CronJob: workload(
    'batch/v1',
    'CronJob',
    `  schedule: "0 0 * * *"\n  jobTemplate:\n    spec:\n      template:${indent(ENDS, 6)}`,
  ),
};

let injector: InjectorCluster;
let folder = '';

beforeAll(async () => {
  await ensureBundle();
  injector = await startInjectorCluster();
  await injector.createNamespace('pipe');
  folder = mkdtempSync(join(tmpdir(), 'pipe-'));
  symlinkSync((await ensureBinaries()).kubectl, join(folder, 'kubectl'));
  symlinkSync(`${REPOSITORY}dist/kubectl-sidecar.mjs`, join(folder, 'kubectl-sidecar'));
}, 120_000);

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await injector?.[Symbol.asyncDispose]();
});

/** Runs a pipe of a shell, with kubectl and its plugin on the PATH, and a manifest as its standard input. */
function pipe(commands: string, manifest: string): Promise<ProgramResult> {
  const { kubeconfigPath } = injector.cluster.controlPlane;
  const path = `${folder}:${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`;
  const environment = { PATH: path, HOME: folder, KUBECONFIG: kubeconfigPath };
  return runProgram('bash', ['-o', 'pipefail', '-c', commands], { environment, input: manifest });
}

const INJECT = `kubectl sidecar inject -f - --template-file ${TEMPLATES}`;
const APPLY = 'kubectl apply --namespace=pipe --dry-run=server -f -';

function sidecarsIn(document: JsonObject): readonly unknown[] {
  return findPods(document).map(({ pod }) =>
    ['containers', 'initContainers'].flatMap((list) => objectsAt(objectAt(pod, 'spec'), list).map(({ name }) => name)),
  );
}

describe('kubectl sidecar inject | kubectl apply', () => {
  it.each(Object.entries(KINDS))('is taken by the API server: %s', async (kind, manifest) => {
    const { code, stdout, stderr } = await pipe(`${INJECT} | ${APPLY} -o yaml`, manifest);
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining(`${kind}/web-${kind.toLowerCase()}: inject (injected)`),
    ]);
    expect(sidecarsIn(parseAllDocuments(stdout)[0]?.toJS() as JsonObject)).toEqual([['web', 'envoy']]);
  });

  it('is taken for all of them at once, and keeps their comments', async () => {
    const manifest = Object.values(KINDS).join('---\n');
    const { code, stdout } = await pipe(`${INJECT} | tee ${folder}/injected.yaml | ${APPLY} -o name`, manifest);
    expect([code, stdout.trim().split('\n')]).toEqual([0, expect.objectContaining({ length: 8 })]);
    const comments = await pipe(`grep -c '# as the selector has it' ${folder}/injected.yaml`, '');
    expect(comments.stdout.trim()).toBe('7');
  });
});
