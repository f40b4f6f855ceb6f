import { quote } from '../../injection/json.ts';
import { NO_TEMPLATES, type LoadedTemplates } from '../../injection/template/load-templates.ts';
import { readTemplateFile, type Cluster } from '../offline-templates.ts';
import { readClusterFacts, type ClusterFacts, type Installation } from './cluster-facts.ts';
import type { View } from './explain-target.ts';
import type { Check } from './explanation.ts';
import { installationOf, namespaceWithLabel, protectedOf, type InstallationFlags } from './installation-flags.ts';
import { isAbsent } from '../../kubernetes/read-list.ts';

/** What decides where templates and labels come from. */
export interface ViewFlags extends InstallationFlags {
  readonly templateFile?: string;
  readonly namespaceLabel: 'enabled' | 'disabled' | 'none';
}

/** All of a view that is the same for each target. */
export type SharedView = Omit<View, 'namespace'>;

/** Reads all that is the same for each target. @throws RefusedError where the template file cannot be read */
export async function readSharedView(flags: ViewFlags, cluster: Cluster | undefined): Promise<SharedView> {
  const installation = installationOf(flags);
  const facts = cluster === undefined ? undefined : await readClusterFacts(cluster.client, installation);
  const protectedNamespaces = protectedOf(flags);
  const shared = {
    facts,
    installation,
    protectedNamespaces,
    now: new Date(),
    notes: [],
    templatesCreatedAt: undefined,
  };
  if (flags.templateFile !== undefined) {
    const { loaded, place } = await readTemplateFile(flags.templateFile);
    return { ...shared, templates: loaded, templatePlace: place, templateChecks: checkTemplates(loaded, place) };
  }
  return { ...shared, ...viewOfTemplates(facts, installation) };
}

type TemplateView = Pick<View, 'templates' | 'templatePlace' | 'templateChecks' | 'templatesCreatedAt'>;

function viewOfTemplates(
  facts: ClusterFacts | undefined,
  { namespace, templateConfigMap }: Installation,
): TemplateView {
  const templatePlace = `ConfigMap ${namespace}/${templateConfigMap}`;
  const seen = facts?.templates;
  if (seen?.ok === true) {
    const { loaded, createdAt } = seen.value;
    return {
      templates: loaded,
      templatePlace,
      templatesCreatedAt: createdAt,
      templateChecks: checkTemplates(loaded, templatePlace),
    };
  }
  if (seen !== undefined && isAbsent(seen)) {
    const saw = `there is no ${templatePlace}: a replica that runs keeps the last good templates, one that starts has none`;
    const templateChecks: readonly Check[] = [{ about: 'templates', saw, verdict: 'stops' }];
    return { templates: NO_TEMPLATES, templatePlace, templatesCreatedAt: undefined, templateChecks };
  }
  const saw = `not read: ${seen?.error.message ?? templatePlace}`;
  return {
    templates: undefined,
    templatePlace,
    templatesCreatedAt: undefined,
    templateChecks: [{ about: 'templates', saw, verdict: 'unknown' }],
  };
}

/** What is wrong with templates: a replica that runs may hold an older version of a broken one. */
function checkTemplates({ set, problems }: LoadedTemplates, place: string): readonly Check[] {
  const names = [...set.templates.values()].map(({ name, revision }) => `${name} ${revision}`).join(', ');
  const found: Check = {
    about: 'templates',
    saw: `${place}: ${names === '' ? 'none that is good' : names}`,
    verdict: names === '' ? 'stops' : 'ok',
  };
  const broken = [...problems].map(([key, list]): Check => {
    const [first] = list;
    const saw = `${quote(key)} is broken, and a replica may still have its last good version: ${first?.message ?? ''}`;
    return { about: 'templates', saw, verdict: 'note' };
  });
  return [found, ...broken];
}

/** Reads a namespace. Without a cluster it counts as the flag says. */
export async function readNamespace(
  name: string,
  { namespaceLabel }: ViewFlags,
  cluster: Cluster | undefined,
): Promise<Pick<View, 'namespace' | 'notes'>> {
  if (cluster === undefined) {
    const note = `namespace ${quote(name)} counts as ${namespaceLabel} (--namespace-label)`;
    return { namespace: namespaceWithLabel(name, namespaceLabel), notes: [note] };
  }
  const found = await cluster.client.send({ path: `/api/v1/namespaces/${encodeURIComponent(name)}` });
  if (found.ok) return { namespace: found.value, notes: [] };
  return {
    namespace: undefined,
    notes: [`the namespace could not be read, so its label is not known: ${found.error.message}`],
  };
}
