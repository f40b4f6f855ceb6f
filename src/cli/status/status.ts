import type { CoverageState } from '../../admission/coverage-states.ts';
import { judgeCoverage, type CoverageContext } from '../../admission/coverage.ts';
import { readAskedNamespace } from '../../admission/later-asking.ts';
import { objectAt, quote, stringAt } from '../../injection/json.ts';
import { hasNativeSidecars } from '../../kubernetes/native-sidecars.ts';
import { readPods } from '../diff/live-pods.ts';
import { reportProgress } from '../diff/progress.ts';
import { readTemplates, type TemplatesInCluster } from '../explain/cluster-facts.ts';
import { protectedOf, type InstallationFlags } from '../explain/installation-flags.ts';
import { connectCluster, type Cluster } from '../offline-templates.ts';
import { readNamespaces } from '../read-namespaces.ts';
import { RefusedError } from '../refused-error.ts';
import { choosePaint, type ColorChoice } from '../terminal.ts';
import { CoverageCounts } from './coverage-counts.ts';
import { renderStatus, renderStatusJson, renderStatusNames } from './render-status.ts';

/** What `status` is told. */
export interface StatusFlags extends InstallationFlags {
  readonly namespace?: string;
  readonly allNamespaces?: true;
  readonly selector?: string;
  readonly show: readonly CoverageState[];
  readonly progress?: true;
  readonly output: 'table' | 'json' | 'name';
  readonly color: ColorChoice;
}

/** Where `status` writes to. */
export interface StatusOutput {
  readonly writeOut: (text: string) => void;
  readonly say: (text: string) => void;
}

/**
 * Counts, per namespace, the Pods that should have a sidecar and those that have it, and prints it.
 *
 * @returns whether no Pod is missing one or has lost one; false too where that cannot be told
 * @throws RefusedError where something cannot be read
 */
export async function status(flags: StatusFlags, output: StatusOutput): Promise<boolean> {
  const cluster = await connectCluster(flags, '');
  try {
    const counts = await countAll(flags, cluster, output);
    output.writeOut(render(counts, flags));
    return counts.total.missing + counts.total.lost + counts.total.unknown === 0;
  } finally {
    cluster.connection.close();
  }
}

function render(counts: CoverageCounts, { output, color }: StatusFlags): string {
  if (output === 'json') return renderStatusJson(counts);
  if (output === 'name') return renderStatusNames(counts);
  return renderStatus(counts, choosePaint(color, process.stdout, process.env));
}

async function countAll(flags: StatusFlags, cluster: Cluster, { say }: StatusOutput): Promise<CoverageCounts> {
  const { client, connection } = cluster;
  const namespace = flags.allNamespaces === true ? undefined : (flags.namespace ?? connection.namespace ?? 'default');
  const templates = await readInForce(flags, cluster, say);
  const objects = await readNamespaces(client, namespace);
  const namespaces = new Map([...objects].map(([name, object]) => [name, readAskedNamespace(object)]));
  const context = { ...(await contextOf(flags, cluster)), templates: templates.loaded.set };
  const inForceSince = (): string | undefined => templates.createdAt;
  const isShown = flags.progress === true || process.stderr.isTTY;
  const report = isShown ? reportProgress(say, process.stderr.isTTY) : () => undefined;
  const query = { ...(namespace !== undefined && { namespace }), ...(flags.selector && { selector: flags.selector }) };
  const counts = new CoverageCounts(flags.show);
  for await (const pod of readPods(client, query, report)) {
    const asked = namespaces.get(stringAt(objectAt(pod, 'metadata'), 'namespace') ?? '');
    // One that came after the namespaces were read is in a later count.
    if (asked !== undefined) counts.add(pod, judgeCoverage(pod, { ...context, inForceSince, namespace: asked }));
  }
  return counts;
}

async function contextOf(
  flags: StatusFlags,
  { client }: Cluster,
): Promise<Pick<CoverageContext, 'protectedNamespaces' | 'hasNativeSidecars'>> {
  const version = await client.send({ path: '/version' });
  return {
    protectedNamespaces: protectedOf(flags),
    hasNativeSidecars: hasNativeSidecars(version.ok ? version.value : undefined),
  };
}

/** Templates as a replica would read them that starts now: it knows no last good version of a broken one. */
async function readInForce(
  { injectorNamespace, templateConfigmap }: StatusFlags,
  { client }: Cluster,
  say: (text: string) => void,
): Promise<TemplatesInCluster> {
  const place = `${injectorNamespace}/${templateConfigmap}`;
  const configMap = await client.send({
    path: `/api/v1/namespaces/${encodeURIComponent(injectorNamespace)}/configmaps/${encodeURIComponent(templateConfigmap)}`,
  });
  if (!configMap.ok)
    throw new RefusedError(`${configMap.error.message}; see --injector-namespace, --template-configmap`);
  const templates = readTemplates(configMap.value);
  const { set, problems } = templates.loaded;
  const [first] = [...problems].flatMap(([key, list]) => list.map(({ message }) => `${quote(key)}: ${message}`));
  if (set.templates.size === 0)
    throw new RefusedError(`no template of the ConfigMap ${place} is good${first === undefined ? '' : `: ${first}`}`);
  if (first !== undefined)
    say(`in the ConfigMap ${place}, ${first}: of Pods that ask for that template nothing can be told\n`);
  return templates;
}
