import { objectAt, objectsAt, type Json, type JsonObject } from '../../../src/injection/json.ts';
import type { Decision } from '../../../src/injection/outcome.ts';
import { copyOf } from '../apply-patch.ts';
import type { Comparison } from './deviation-class.ts';
import { classOf } from './deviation-classes.ts';
import { findDifferences, type Difference } from './differences.ts';
import {
  changesContainer,
  classOfEntry,
  findStatedPlace,
  hasDecisiveField,
  isMountedVolume,
  type StatedPlace,
} from './refusals.ts';
import { overlaysOf, type Overlays } from './overlay.ts';
import type { GoAnswer, MergedPair } from './strategic-merge.ts';

/** A place where our merge of a pair is not Go's. */
export interface Deviation {
  readonly comparison: Comparison;
  /** `undefined` for a fault. */
  readonly className: string | undefined;
  readonly path: string;
  readonly ours: Json | undefined;
  readonly go: Json | undefined;
}

const MISFIT = /hostPort|sysctls|shareProcessNamespace|schedulingGates|nodeName|name: Duplicate|spec\.resources/;

/** A pair, what Go makes of it, and what we make of it. */
interface Comparable extends Overlays {
  readonly merged: MergedPair;
  readonly answer: GoAnswer;
  readonly pod: JsonObject;
  readonly document: JsonObject;
}

/** Compares all of our merges of a pair with Go's: every deviation, named or not. */
export function comparePair(merged: MergedPair, answer: GoAnswer): readonly Deviation[] {
  const { pod, document } = merged.pair;
  const pair: Comparable = { merged, answer, pod, document, ...overlaysOf(document, pod) };
  return [
    ...compareMerge(pair, 'replace'),
    ...compareMerge(pair, 'keep'),
    ...compareRefusal(pair),
    ...findInvalid(answer, 'replace'),
    ...findInvalid(answer, 'keep'),
  ];
}

/** Of a Pod and a template that the API server both takes, we never make one that it refuses. */
function findInvalid({ invalid }: GoAnswer, policy: 'replace' | 'keep'): readonly Deviation[] {
  const problems = invalid?.[`ours-${policy}`] ?? [];
  return problems.map((problem) => ({
    comparison: policy,
    className: undefined,
    path: 'validation',
    ours: problem,
    go: undefined,
  }));
}

function compareMerge(pair: Comparable, policy: 'replace' | 'keep'): readonly Deviation[] {
  const { decision } = pair.merged.outcomes[policy];
  if (decision.action === 'inject' || decision.reason === 'already-injected') {
    return differencesOf(pair, policy).map((place) => deviationOf(place, policy, classOf(place, policy)));
  }
  if (decision.reason === 'name-taken') return [namedTaken(pair, policy)];
  if (decision.reason === 'does-not-fit') return [misfit(pair, policy)];
  if (decision.reason !== 'conflict') return [];
  const place = statedIn(pair, decision);
  return [refusal(place, policy, isMountedVolume(place, pair.pod, pair.overlay) ? 'mounted-volume' : undefined)];
}

function differencesOf(
  { merged, answer, pod, overlay }: Comparable,
  policy: 'replace' | 'keep',
): readonly Difference[] {
  return findDifferences({
    ours: copyOf(merged.outcomes[policy].pod),
    go: answer[policy],
    pod,
    overlay,
    seenOurs: answer.seen?.[`ours-${policy}`],
    seenGo: answer.seen?.[`go-${policy}`],
  });
}

function deviationOf({ path, ours, go }: Difference, comparison: Comparison, className: string | undefined): Deviation {
  return { comparison, className, path, ours, go };
}

function refusal(place: StatedPlace | undefined, comparison: Comparison, className: string | undefined): Deviation {
  return { comparison, className, path: place?.path ?? 'spec', ours: place?.pod, go: place?.overlay };
}

/** The whole template is left out: right only where a container of the Pod really is not the template's. */
function namedTaken(pair: Comparable, comparison: Comparison): Deviation {
  const unnamed = differencesOf(pair, 'replace').filter((place) => classOf(place, 'replace') === undefined);
  const { 'ours-replace': seenPod = {}, alone: seenAlone = {} } = pair.answer.seen ?? {};
  const isBacked = changesContainer(unnamed, pair.pod, pair.alone) || hasDecisiveField(seenPod, seenAlone, pair.alone);
  return { ...refusal(undefined, comparison, isBacked ? 'own-container' : undefined), path: 'spec.containers' };
}

/** What the injector refuses to make: the API server has to refuse Go's merge for one of the same things. */
function misfit({ answer, merged, pod, document }: Comparable, comparison: Comparison): Deviation {
  const { 'go-replace': invalid } = answer.invalid ?? {};
  const isBacked = invalid === undefined || invalid.some((problem) => MISFIT.test(problem));
  const { decision } = merged.outcomes[comparison === 'keep' ? 'keep' : 'replace'];
  // Go makes one port of two that have their number in common: then two containers do not get in each other's way.
  const isOfPorts = 'message' in decision && decision.message.includes('use the host port');
  const other = isOfPorts && haveNumberInCommon(pod, document) ? 'composite-key' : undefined;
  return { ...refusal(undefined, comparison, isBacked ? 'does-not-fit' : other), path: 'spec' };
}

/** Whether a port of the Pod and one of the template have the same number, and another protocol. */
function haveNumberInCommon(pod: JsonObject, document: JsonObject): boolean {
  const theirs = objectsAt(document, 'containers').flatMap(portsOf);
  const own = objectsAt(objectAt(pod, 'spec'), 'containers').flatMap(portsOf);
  return own.some(({ number, protocol }) =>
    theirs.some((port) => port.number === number && port.protocol !== protocol),
  );
}

function portsOf(container: JsonObject): readonly { readonly number: unknown; readonly protocol: unknown }[] {
  return objectsAt(container, 'ports').map(({ containerPort, protocol = 'TCP' }) => ({
    number: containerPort,
    protocol,
  }));
}

function statedIn({ pod, overlay }: Comparable, decision: Decision): StatedPlace | undefined {
  return findStatedPlace('message' in decision ? decision.message : '', pod, overlay);
}

/** Under `reject` we refuse where, and only where, it matters to Go which of the two is laid over the other. */
function compareRefusal(pair: Comparable): readonly Deviation[] {
  const { decision } = pair.merged.outcomes.reject;
  const disagreements = disagreementsOf(pair).map((place) => deviationOf(place, 'reject', classOf(place, 'reject')));
  const named = disagreements.filter(({ className }) => className !== undefined);
  const real = disagreements.filter(({ className }) => className === undefined);
  if (decision.action === 'inject' || decision.reason === 'already-injected') return disagreements;
  return decision.reason === 'conflict' ? [...named, ...backRefusal(pair, decision, real)] : [];
}

function disagreementsOf({ answer, pod, overlay }: Comparable): readonly Difference[] {
  return findDifferences({
    ours: answer.replace,
    go: answer.keep,
    pod,
    overlay,
    seenOurs: answer.seen?.['go-replace'],
    seenGo: answer.seen?.['go-keep'],
  });
}

function backRefusal(pair: Comparable, decision: Decision, real: readonly Deviation[]): readonly Deviation[] {
  const place = statedIn(pair, decision);
  if (place === undefined) return [namedTaken(pair, 'reject')];
  if (real.some(({ path }) => withoutKeys(path).startsWith(place.field))) return [];
  return [refusal(place, 'reject', classOfEntry(place))];
}

function withoutKeys(path: string): string {
  return path.replaceAll(/\[.*?\]/g, '');
}
