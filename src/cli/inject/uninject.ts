import { counted } from '../manifests/counted.ts';
import { escapeControls } from '../../injection/json.ts';
import { uninjectPod, type Uninjection } from '../../injection/uninject-pod.ts';
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
import { RefusedError } from '../refused-error.ts';
import { choosePaint, type Paint } from '../terminal.ts';
import { describeOthers, namesOf, othersOf, placeOf } from './report.ts';

/** The flags of `uninject`. */
export interface UninjectFlags extends ManifestFlags {
  readonly output?: OutputChoice;
}

type Results = ReadonlyMap<ManifestPod, Uninjection>;

/**
 * Takes out of manifests what was injected into them. What is not as recorded is left alone and told; the rest is written.
 *
 * @throws RefusedError where something cannot be read, or is not as recorded
 */
export async function uninject(
  files: readonly string[],
  flags: UninjectFlags,
  context: ManifestContext,
): Promise<void> {
  const readIn = async (): Promise<Uint8Array> => readStandardInput(context);
  const sources = await readSources(namedFiles(files, flags), { isRecursive: flags.recursive === true, readIn });
  const manifests = parseSources(sources);
  const results: Results = new Map(podsOf(manifests).map((pod) => [pod, uninjectPod(pod.found.pod)]));
  const paint = choosePaint(flags.color, process.stderr, process.env);
  const changes = changesOf([...results.keys()], (pod) => results.get(pod)?.pod ?? pod.found.pod);
  const changed = [...results].filter(([pod, result]) => result.pod !== pod.found.pod).map(([pod]) => pod);
  const written = flags.output === 'name' ? namesOf(changed) : renderManifests(manifests, changes, flags.output);
  context.say(report(results, manifests, paint));
  context.writeOut(written);
  const problems = [...results.values()].flatMap((result) => result.problems).length;
  if (problems > 0) throw new RefusedError(`${counted(problems, 'thing')} not as recorded, and left alone`);
}

function report(results: Results, manifests: readonly ManifestFile[], paint: Paint): string {
  const lines = manifests.flatMap((file) => [
    ...[...results].filter(([pod]) => pod.file === file).flatMap(([pod, result]) => describePod(pod, result, paint)),
    ...describeOthers(file, paint),
  ]);
  return [...lines, summarise(results, manifests), ''].join('\n');
}

function describePod(pod: ManifestPod, { templates, problems }: Uninjection, paint: Paint): readonly string[] {
  const said =
    templates.length > 0
      ? `${paint('good', 'taken out')}: ${templates.map(escapeControls).join(', ')}`
      : paint('faint', problems.length > 0 ? 'left alone' : 'not injected');
  return [`${placeOf(pod)}: ${said}`, ...problems.map((problem) => `  ${paint('bad', 'not as recorded')} ${problem}`)];
}

function summarise(results: Results, manifests: readonly ManifestFile[]): string {
  const all = [...results.values()];
  const count = all.filter(({ templates }) => templates.length > 0).length;
  const others = manifests.flatMap(othersOf).length;
  return `${counted(all.length, 'Pod')}: ${count} taken back, ${all.length - count} left as they are; ${counted(others, 'other object')} left alone`;
}
