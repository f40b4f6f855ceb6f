import { readFile } from 'node:fs/promises';
import type { JsonObject } from '../../injection/json.ts';
import { loadTemplates, type LoadedTemplates } from '../../injection/template/load-templates.ts';
import { parseManifest } from '../../injection/template/manifest.ts';
import type { TemplateSet } from '../../injection/template/template.ts';
import { findPods } from '../../injection/workload.ts';
import { hasNativeSidecars } from '../../kubernetes/native-sidecars.ts';
import { readTemplates } from '../explain/cluster-facts.ts';
import { askCore, namespaceFacts, podInNamespace } from '../../admission/ask-core.ts';
import { namespaceWithLabel, protectedOf, type InstallationFlags } from '../explain/installation-flags.ts';
import { readObjects } from '../explain/read-objects.ts';
import { connectCluster, readTemplateFile, sha256Hex, type Cluster } from '../offline-templates.ts';
import { byName, readNamespaces } from '../read-namespaces.ts';
import { RefusedError } from '../refused-error.ts';
import { choosePaint, type ColorChoice } from '../terminal.ts';
import { ChangeGroups } from './change-groups.ts';
import { compareOutcomes } from './compare-outcomes.ts';
import { readLivePods, type ComparedPod } from './live-pods.ts';
import { reportProgress } from './progress.ts';
import { renderDiff, renderDiffJson, renderNames } from './render-diff.ts';

/** What `diff` is told. */
export interface DiffFlags extends InstallationFlags {
  /** The candidate. */
  readonly templateFile: string;
  /** What is in force; the ConfigMap of the cluster when left out. */
  readonly against?: string;
  readonly filename: readonly string[];
  readonly namespace?: string;
  readonly selector?: string;
  readonly namespaceLabel: 'enabled' | 'disabled' | 'none';
  readonly limit: number;
  readonly progress?: true;
  readonly output: 'text' | 'json' | 'name';
  readonly color: ColorChoice;
}

/** Where `diff` writes to. */
export interface DiffOutput {
  readonly writeOut: (text: string) => void;
  readonly say: (text: string) => void;
}

/** The Pods to compare, and where they are. */
interface Compared {
  readonly pods: AsyncIterable<ComparedPod> | Iterable<ComparedPod>;
  readonly namespaces: ReadonlyMap<string, JsonObject>;
  readonly hasNativeSidecars: boolean;
}

/**
 * Compares what the templates in force and a candidate make of each Pod, and prints the distinct changes.
 *
 * @returns whether there is no difference
 * @throws RefusedError where something cannot be read, or the candidate is broken
 */
export async function diff(flags: DiffFlags, output: DiffOutput): Promise<boolean> {
  const needsCluster = flags.against === undefined || flags.filename.length === 0;
  const cluster = needsCluster ? await connect(flags) : undefined;
  try {
    const inForce = await readInForce(flags, cluster);
    const candidate = await readCandidate(flags.templateFile, inForce);
    const compared = flags.filename.length > 0 ? await readManifests(flags) : await readCluster(flags, cluster, output);
    const groups = await compareAll(compared, flags, [inForce.set, candidate.set]);
    output.writeOut(render(groups, flags));
    return groups.list().length === 0;
  } finally {
    cluster?.connection.close();
  }
}

async function connect(flags: DiffFlags): Promise<Cluster> {
  try {
    return await connectCluster(flags);
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    throw new RefusedError(error.message.replace(/; to work.*$/, '; without one, give --against FILE and -f FILE'));
  }
}

function render(groups: ChangeGroups, { output, limit, color }: DiffFlags): string {
  if (output === 'json') return renderDiffJson(groups);
  return output === 'name'
    ? renderNames(groups)
    : renderDiff(groups, limit, choosePaint(color, process.stdout, process.env));
}

async function compareAll(
  { pods, namespaces, ...cluster }: Compared,
  flags: DiffFlags,
  [inForce, candidate]: readonly [TemplateSet, TemplateSet],
): Promise<ChangeGroups> {
  const groups = new ChangeGroups();
  const protectedNamespaces = protectedOf(flags);
  for await (const { pod, maker } of pods) {
    const object = namespaces.get(maker.namespace) ?? namespaceWithLabel(maker.namespace, flags.namespaceLabel);
    const namespace = namespaceFacts(maker.namespace, object);
    const surroundings = { ...cluster, namespace, protectedNamespaces };
    const created = podInNamespace(pod, maker.namespace);
    const before = askCore(created, surroundings, inForce);
    groups.add(compareOutcomes(created, before, askCore(created, surroundings, candidate)), maker);
  }
  return groups;
}

async function readInForce(flags: DiffFlags, cluster: Cluster | undefined): Promise<LoadedTemplates> {
  if (flags.against !== undefined) return (await readTemplateFile(flags.against)).loaded;
  if (cluster === undefined) throw new RefusedError('say what is in force: --against FILE');
  const { injectorNamespace, templateConfigmap } = flags;
  const path = `/api/v1/namespaces/${injectorNamespace}/configmaps/${templateConfigmap}`;
  const configMap = await cluster.client.send({ path });
  if (configMap.ok) return readTemplates(configMap.value).loaded;
  const hint = 'say what is in force with --against FILE, or with --injector-namespace and --template-configmap';
  throw new RefusedError(`${configMap.error.message}; ${hint}`);
}

/** Takes the candidate over as a replica would that runs with the templates in force. What it would not take is refused. */
async function readCandidate(file: string, inForce: LoadedTemplates): Promise<LoadedTemplates> {
  const manifest = parseManifest(await readText(file));
  if (!manifest.ok) throw new RefusedError(`${file}: ${manifest.error[0]?.message ?? ''}`);
  const loaded = loadTemplates(inForce, manifest.value.source, sha256Hex);
  const problems = [...loaded.problems].flatMap(([key, list]) =>
    list.map((problem) => {
      const { line, column } = manifest.value.locate(key, problem);
      return [`${file}:${line}:${column}`, key, problem.path, problem.message].filter((part) => part !== '').join(': ');
    }),
  );
  if (problems.length > 0) throw new RefusedError(`the candidate is broken:\n${problems.join('\n')}`);
  return loaded;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new RefusedError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function readManifests(flags: DiffFlags): Promise<Compared> {
  const objects = (await readObjects(flags.filename)).map(({ object }) => object);
  const pods = objects.flatMap(findPods).map(({ kind, name, namespace, pod }) => ({
    pod,
    maker: { kind, name, namespace: namespace ?? flags.namespace ?? 'default' },
  }));
  if (pods.length === 0) throw new RefusedError(`${flags.filename.join(', ')}: no Pod and no workload in it`);
  const namespaces = objects.filter(({ kind, apiVersion }) => kind === 'Namespace' && apiVersion === 'v1');
  return { pods, namespaces: byName(namespaces), hasNativeSidecars: true };
}

async function readCluster(
  { namespace, selector, progress }: DiffFlags,
  cluster: Cluster | undefined,
  { say }: DiffOutput,
): Promise<Compared> {
  if (cluster === undefined) throw new RefusedError('no cluster');
  const { client } = cluster;
  const query = { ...(namespace !== undefined && { namespace }), ...(selector !== undefined && { selector }) };
  const report =
    progress === true || process.stderr.isTTY ? reportProgress(say, process.stderr.isTTY) : () => undefined;
  const version = await client.send({ path: '/version' });
  return {
    pods: readLivePods(client, query, report),
    namespaces: await readNamespaces(client, namespace),
    hasNativeSidecars: hasNativeSidecars(version.ok ? version.value : undefined),
  };
}
