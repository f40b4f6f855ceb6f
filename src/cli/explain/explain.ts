import { objectAt, stringAt, type JsonObject } from '../../injection/json.ts';
import { findPods } from '../../injection/workload.ts';
import type { ObjectClient } from '../../kubernetes/object-client.ts';
import { connectCluster, type Cluster } from '../offline-templates.ts';
import { RefusedError, USAGE_ERROR } from '../refused-error.ts';
import { choosePaint, type ColorChoice } from '../terminal.ts';
import { explainTarget } from './explain-target.ts';
import type { Explanation } from './explanation.ts';
import { readObjects } from './read-objects.ts';
import { readNamespace, readSharedView, type ViewFlags } from './read-view.ts';
import { renderExplanation } from './render-explanation.ts';
import { readTarget, targetOf, type Target } from './target.ts';

/** What `explain` is told. */
export interface ExplainFlags extends ViewFlags {
  readonly filename: readonly string[];
  /** The Pod's namespace. */
  readonly namespace?: string;
  readonly output: 'text' | 'json';
  readonly color: ColorChoice;
}

/**
 * Explains a Pod, a workload, or what manifests hold, and prints it.
 *
 * @returns whether each of them is injected, or would be
 * @throws RefusedError where there is nothing to explain
 */
export async function explain(
  argument: string | undefined,
  flags: ExplainFlags,
  writeOut: (text: string) => void,
): Promise<boolean> {
  if ((argument === undefined) === (flags.filename.length === 0)) {
    throw new RefusedError('explain what? Write POD, KIND/NAME, or -f FILE, one of them', USAGE_ERROR);
  }
  const isOffline = flags.templateFile !== undefined && argument === undefined;
  const cluster = isOffline ? undefined : await connectCluster(flags);
  try {
    const explanations = await explainAll(argument, flags, cluster);
    const paint = choosePaint(flags.color, process.stdout, process.env);
    const texts = explanations.map((one) =>
      flags.output === 'json' ? `${JSON.stringify(one, undefined, 2)}\n` : renderExplanation(one, paint),
    );
    writeOut(texts.join(flags.output === 'json' ? '' : '\n'));
    return explanations.every(({ isInjected }) => isInjected);
  } finally {
    cluster?.connection.close();
  }
}

async function explainAll(
  argument: string | undefined,
  flags: ExplainFlags,
  cluster: Cluster | undefined,
): Promise<readonly Explanation[]> {
  const defaultNamespace = flags.namespace ?? cluster?.connection.namespace ?? 'default';
  const { targets, namespaces } =
    argument === undefined
      ? await readManifests(flags.filename, defaultNamespace)
      : {
          targets: [await readTarget(clientOf(cluster), defaultNamespace, argument)],
          namespaces: new Map<string, JsonObject>(),
        };
  const shared = await readSharedView(flags, cluster);
  const explanations: Explanation[] = [];
  for (const target of targets) {
    const { namespace } = target.object;
    const own = namespaces.get(namespace);
    const seen = own === undefined ? await readNamespace(namespace, flags, cluster) : { namespace: own, notes: [] };
    explanations.push(await explainTarget(target, { ...shared, ...seen, notes: [...shared.notes, ...seen.notes] }));
  }
  return explanations;
}

function clientOf(cluster: Cluster | undefined): ObjectClient {
  if (cluster === undefined)
    throw new RefusedError('a Pod or workload can only be explained with a cluster', USAGE_ERROR);
  return cluster.client;
}

interface Manifests {
  readonly targets: readonly Target[];
  readonly namespaces: ReadonlyMap<string, JsonObject>;
}

async function readManifests(files: readonly string[], defaultNamespace: string): Promise<Manifests> {
  const objects = (await readObjects(files)).map(({ object }) => object);
  const targets = objects
    .filter((object) => findPods(object).length > 0)
    .map((object) => targetOf(object, defaultNamespace));
  if (targets.length === 0) throw new RefusedError(`${files.join(', ')}: no Pod and no workload in it`, USAGE_ERROR);
  const namespaces = objects
    .filter(({ kind, apiVersion }) => kind === 'Namespace' && apiVersion === 'v1')
    .map((object) => [stringAt(objectAt(object, 'metadata'), 'name') ?? '', object] as const);
  return { targets, namespaces: new Map(namespaces) };
}
