import { injectPod } from '../../injection/inject-pod.ts';
import { quote, type JsonObject } from '../../injection/json.ts';
import type { Outcome } from '../../injection/outcome.ts';
import { hasNativeSidecars } from '../../kubernetes/native-sidecars.ts';
import { parseChoice, parseNames } from '../../settings.ts';
import {
  namedFiles,
  readStandardInput,
  type ManifestContext,
  type ManifestFlags,
} from '../manifests/manifest-flags.ts';
import type { ManifestFile } from '../manifests/manifest-file.ts';
import type { OutputChoice } from '../manifests/output-choice.ts';
import { readSources } from '../manifests/read-sources.ts';
import { changesOf, parseSources, podsOf, renderManifests, type ManifestPod } from '../manifests/transform.ts';
import { readOfflineTemplates, type OfflineTemplates } from '../offline-templates.ts';
import { type TemplateFlags } from '../template-flags.ts';
import { RefusedError, USAGE_ERROR } from '../refused-error.ts';
import { choosePaint } from '../terminal.ts';
import { describeBroken } from './broken-templates.ts';
import { readNamespaces } from './namespaces.ts';
import { namesOf, reportInjection, type PodReport } from './report.ts';

/** The flags of `inject`. */
export interface InjectFlags extends ManifestFlags, TemplateFlags {
  readonly output?: OutputChoice;
  readonly namespaceLabel: string;
  readonly defaultNamespace: string;
  readonly protectedNamespaces: string;
  /** Of the cluster that the Pods are for. */
  readonly kubeVersion?: string;
}

/**
 * Puts sidecars into manifests, as the webhook would into their Pods.
 *
 * @throws RefusedError where something cannot be read, or a Pod is refused; then nothing was written
 */
export async function inject(files: readonly string[], flags: InjectFlags, context: ManifestContext): Promise<void> {
  const label = parseChoice(flags.namespaceLabel, ['enabled', 'disabled', 'none']);
  if (!label.ok) throw new RefusedError(`--namespace-label: ${label.error}`, USAGE_ERROR);
  const version = parseKubeVersion(flags.kubeVersion);
  const readIn = async (): Promise<Uint8Array> => readStandardInput(context);
  const sources = await readSources(namedFiles(files, flags), { isRecursive: flags.recursive === true, readIn });
  const manifests = parseSources(sources);
  const templates = await readOfflineTemplates(flags);
  const place = { namespaceOf: readNamespaces(manifests, label.value), version: version ?? templates.clusterVersion };
  const review = reviewer(flags, templates, place);
  const reviewed = podsOf(manifests).map((pod): PodReport => ({ pod, outcome: review(pod) }));

  const paint = choosePaint(flags.color, process.stderr, process.env);
  const broken = describeBroken(
    templates,
    reviewed.map(({ outcome }) => outcome),
    paint,
  );
  context.say(broken.text + reportInjection(reviewed, manifests, paint));
  if (reviewed.some(({ outcome }) => outcome.decision.action === 'reject'))
    throw new RefusedError('nothing is written: a Pod is refused');
  if (broken.isAskedFor) throw new RefusedError('nothing is written: a template that is asked for is broken');
  const injected = reviewed.filter(({ outcome }) => outcome.decision.action === 'inject').map(({ pod }) => pod);
  context.writeOut(flags.output === 'name' ? namesOf(injected) : render(manifests, reviewed, flags.output));
}

function render(manifests: readonly ManifestFile[], reviewed: readonly PodReport[], output?: OutputChoice): string {
  const after = new Map(reviewed.map(({ pod, outcome }) => [pod, outcome.pod]));
  const changes = changesOf([...after.keys()], (pod) => after.get(pod) ?? pod.found.pod);
  return renderManifests(manifests, changes, output);
}

/** The flag in the form of what `/version` answers. @throws RefusedError where it is no version */
function parseKubeVersion(text: string | undefined): JsonObject | undefined {
  if (text === undefined) return undefined;
  const [, major = '', minor = ''] = /^v?(\d{1,4})\.(\d{1,4})(?:\.\S*)?$/.exec(text) ?? [];
  if (major === '')
    throw new RefusedError(`--kube-version: ${quote(text)} is no version of Kubernetes, such as 1.36`, USAGE_ERROR);
  return { major, minor };
}

/** Where the Pods of the manifests will be. */
interface Place {
  readonly namespaceOf: ReturnType<typeof readNamespaces>;
  readonly version: JsonObject | undefined;
}

function reviewer(
  flags: InjectFlags,
  { loaded }: OfflineTemplates,
  { namespaceOf, version }: Place,
): (pod: ManifestPod) => Outcome {
  const protectedNamespaces = parseNames(`${flags.protectedNamespaces},${flags.namespace}`);
  return ({ found: { pod, namespace } }) => {
    const name = namespace ?? flags.defaultNamespace;
    const request = { kind: { group: '', version: 'v1', kind: 'Pod' }, operation: 'CREATE', namespace: name };
    const subject = { isPodCreate: true, pod, namespace: namespaceOf(name), protectedNamespaces, request };
    return injectPod({ ...subject, hasNativeSidecars: hasNativeSidecars(version) }, loaded.set);
  };
}
