import { chmodSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureGoTool, HELM } from '../support/go-tools.ts';
import { CHART } from '../support/helm.ts';
import { REPOSITORY } from '../support/serve-process.ts';
import { ensureBinaries } from './binaries.ts';
import { getJson, kubectl, NAMESPACE } from './installation.ts';
import type { InjectorCluster } from './injector-cluster.ts';
import { runProgram, type ProgramResult } from './run-program.ts';

/** The commands of the chart's README, a block each, in their order. */
export const COMMANDS: readonly string[] = Array.from(
  readFileSync(join(CHART, 'README.md'), 'utf8').matchAll(/^```sh\n(.*?)^```$/gms),
  ([, block]) => block ?? '',
);

/** A shell as the reader of the chart's README has it: in a clone, with helm, kubectl and sidecar-injector. */
export class ReadersShell {
  /** Absolute path of its working folder. */
  readonly folder: string = mkdtempSync(join(tmpdir(), 'chart-'));
  readonly #injector: InjectorCluster;

  constructor(injector: InjectorCluster) {
    this.#injector = injector;
    mkdirSync(join(this.folder, 'bin'));
    symlinkSync(join(REPOSITORY, 'deploy'), join(this.folder, 'deploy'));
    const program = join(this.folder, 'bin', 'sidecar-injector');
    const bundle = join(REPOSITORY, 'dist', 'sidecar-injector.mjs');
    writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${bundle}' "$@"\n`);
    chmodSync(program, 0o755);
  }

  /** Runs commands up to the first that fails. A code other than 0 is a result, not an error. */
  async try(commands: string): Promise<ProgramResult> {
    const { kubectl: kubectlPath } = await ensureBinaries();
    const folders = [join(this.folder, 'bin'), dirname(await ensureGoTool(HELM)), dirname(kubectlPath)];
    const environment = {
      PATH: [...folders, process.env['PATH'] ?? ''].join(':'),
      HOME: this.folder,
      KUBECONFIG: this.#injector.cluster.controlPlane.kubeconfigPath,
    };
    const script = `cd ${this.folder}\n${commands}`;
    return runProgram('bash', ['--norc', '-euc', script], { environment, timeoutMs: 120_000 });
  }

  /** Runs commands. @throws With their words where one fails. @returns what they wrote to the standard output */
  async run(commands: string): Promise<string> {
    const { code, stdout, stderr } = await this.try(commands);
    if (code !== 0) throw new Error(`${commands} ended with ${code}:\n${stdout}${stderr}`);
    return stdout;
  }

  /** Writes a file into the working folder. */
  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }
}

interface Configuration {
  readonly webhooks: readonly {
    readonly name: string;
    readonly failurePolicy: string;
    readonly clientConfig: { readonly caBundle?: string };
  }[];
}

/** The caBundle of each entry of both webhook configurations, by its name; empty where there is none. */
export async function readCaBundles({ cluster }: InjectorCluster): Promise<Readonly<Record<string, string>>> {
  const kinds = ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'];
  const configurations = await Promise.all(
    kinds.map((kind) =>
      getJson<Configuration>(cluster.controlPlane, `/apis/admissionregistration.k8s.io/v1/${kind}/sidecar-injector`),
    ),
  );
  const entries = configurations.flatMap(({ webhooks }) => webhooks);
  return Object.fromEntries(entries.map(({ name, clientConfig }) => [name, clientConfig.caBundle ?? '']));
}

/** Names of the certs Jobs that are there. */
export async function readJobs({ cluster }: InjectorCluster): Promise<readonly string[]> {
  const names = await kubectl(cluster.controlPlane, 'get', 'jobs', '-n', NAMESPACE, '-o', 'name');
  return names.split('\n').filter((name) => name !== '');
}

/** Flags that the server is started with. */
export async function readServerArgs({ cluster }: InjectorCluster): Promise<readonly string[]> {
  const path = `/apis/apps/v1/namespaces/${NAMESPACE}/deployments/sidecar-injector`;
  const { spec } = await getJson<{
    readonly spec: { readonly template: { readonly spec: { readonly containers: readonly [{ args: string[] }] } } };
  }>(cluster.controlPlane, path);
  return spec.template.spec.containers[0].args;
}

/** What there is in the cluster, as `kind.group namespace/name`; but for what comes and goes by itself. */
export async function listObjects({ cluster }: InjectorCluster): Promise<ReadonlySet<string>> {
  const { controlPlane } = cluster;
  const kinds = (await kubectl(controlPlane, 'api-resources', '--verbs=list,delete', '-o', 'name')).trim().split('\n');
  const passing = new Set(['events', 'events.events.k8s.io', 'leases.coordination.k8s.io', 'nodes']);
  const lasting = kinds.filter((kind) => !passing.has(kind)).join(',');
  const columns = '-o=custom-columns=K:.kind,S:.metadata.namespace,N:.metadata.name';
  const text = await kubectl(controlPlane, 'get', lasting, '-A', '--no-headers', columns);
  const lines = text.split('\n').map((line) => line.trim().split(/\s+/).join(' '));
  // Every namespace has these, some time after it was made.
  return new Set(
    lines.filter((line) => !/^$|^ConfigMap \S+ kube-root-ca\.crt$|^ServiceAccount \S+ default$/.test(line)),
  );
}

interface AuditEvent {
  readonly verb: string;
  readonly userAgent?: string;
  readonly stage: string;
  readonly objectRef?: { readonly resource?: string; readonly name?: string };
}

/** What helm deleted, in that order, from the audit log: `resource/name`. */
export function deletionsByHelm({ cluster }: InjectorCluster): readonly string[] {
  return readFileSync(cluster.controlPlane.auditLogPath, 'utf8')
    .split('\n')
    .filter((line) => line.includes('"verb":"delete"') && line.includes('Helm/'))
    .map((line) => JSON.parse(line) as AuditEvent)
    .filter(({ stage }) => stage === 'ResponseComplete')
    .map(({ objectRef }) => `${objectRef?.resource}/${objectRef?.name}`);
}
