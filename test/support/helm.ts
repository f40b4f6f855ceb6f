import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { runProgram, type ProgramResult, type RunOptions } from '../cluster/run-program.ts';
import { ensureGoTool, HELM } from './go-tools.ts';
import { REPOSITORY } from './serve-process.ts';

/** Absolute path of the chart. */
export const CHART: string = join(REPOSITORY, 'deploy', 'chart');

/** Which release: as the README installs it when left out. */
export interface Release {
  readonly name?: string;
  readonly namespace?: string;
}

/** A release as helm's commands name it, with the chart. */
export function releaseArgs({ name = 'sidecar-injector', namespace = 'sidecar-injector' }: Release = {}): string[] {
  return [name, CHART, '--namespace', namespace];
}

/** An object of a manifest. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

/** Runs helm. A code other than 0 is a result, not an error. */
export async function helm(args: readonly string[], options: RunOptions = {}): Promise<ProgramResult> {
  // Without these it reads and writes the settings of whoever runs the tests.
  const home = join(tmpdir(), 'sidecar-injector-helm');
  const environment = { HOME: home, HELM_CACHE_HOME: home, HELM_CONFIG_HOME: home, HELM_DATA_HOME: home };
  return runProgram(await ensureGoTool(HELM), args, {
    ...options,
    environment: { ...environment, ...options.environment },
  });
}

/** What the chart makes of values, as text. @throws With the words of helm where it is refused. */
export async function renderChart(args: readonly string[] = [], release: Release = {}): Promise<string> {
  const { code, stdout, stderr } = await helm(['template', ...releaseArgs(release), ...args]);
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

/** The objects of manifests. */
export function parseManifests(text: string): readonly Manifest[] {
  const documents = [...parseAllDocuments(text)];
  return documents.map((document) => document.toJS() as Manifest | null).filter((object) => object !== null);
}
