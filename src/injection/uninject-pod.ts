import { INJECTED_LABEL, OVERRIDES_ANNOTATION, STATUS_ANNOTATION } from './annotations.ts';
import { resolvePath, withoutValueAt, withValueAt, type Steps } from './field-path.ts';
import {
  isJsonObject,
  isUnset,
  objectAt,
  objectsAt,
  ownValue,
  quote,
  stringAt,
  type Json,
  type JsonObject,
} from './json.ts';
import { CONTAINER_LISTS } from './merge-containers.ts';
import { splitNames } from './opt-in.ts';
import { hasAutoImage } from './overrides.ts';
import { isSkippedEntry, readStatus } from './read-status.ts';

/** A Pod without what was injected. */
export interface Uninjection {
  /** The very same object where nothing was taken out. */
  readonly pod: JsonObject;
  /** Names of the templates that were taken out. */
  readonly templates: readonly string[];
  /** What is not as recorded and was left alone, each in one line. */
  readonly problems: readonly string[];
}

interface Progress {
  pod: JsonObject;
  readonly problems: string[];
}

/**
 * Takes out of a Pod what its status annotation records, the last template first, and then the record itself. What is not
 * there, or cannot be known, is left alone and told. Never throws, and changes no argument.
 */
export function uninjectPod(pod: JsonObject): Uninjection {
  const text = stringAt(objectAt(objectAt(pod, 'metadata'), 'annotations'), STATUS_ANNOTATION);
  if (text === undefined) return { pod, templates: [], problems: findTraces(pod) };
  const record = readStatus(pod);
  if (record === undefined) {
    const problem = `the annotation ${STATUS_ANNOTATION} cannot be read: ${quote(text)}`;
    return { pod, templates: [], problems: [problem] };
  }
  const progress: Progress = { pod, problems: [] };
  const templates: string[] = [];
  const injected = Object.entries(record).filter(([, entry]) => !isSkippedEntry(entry));
  for (const [name, entry] of injected.toReversed()) {
    if (takeOut(progress, name, entry)) templates.unshift(name);
  }
  if (templates.length > 0 || injected.length === 0) forget(progress, record, templates);
  return { pod: progress.pod, templates, problems: progress.problems };
}

function findTraces(pod: JsonObject): readonly string[] {
  const label = ownValue(objectAt(objectAt(pod, 'metadata'), 'labels'), INJECTED_LABEL);
  if (label === undefined) return [];
  return [`the label ${INJECTED_LABEL} says that it was injected, but there is no annotation ${STATUS_ANNOTATION}`];
}

const LISTS = [...CONTAINER_LISTS, 'volumes'] as const;

/** @returns whether the record of the template says what there is to take out */
function takeOut(progress: Progress, name: string, entry: Json | undefined): boolean {
  if (!isJsonObject(entry) || Object.keys(entry).every((key) => key === 'revision')) {
    progress.problems.push(`template ${quote(name)}: the record has only its revision, so what it added is not known`);
    return false;
  }
  for (const list of LISTS) for (const one of textsAt(entry, list)) removeNamed(progress, list, one);
  for (const path of textsAt(entry, 'fields').toReversed()) removePath(progress, path);
  for (const field of ['labels', 'annotations'] as const)
    for (const key of textsAt(entry, field)) removeMetadata(progress, field, key);
  restoreAll(progress, objectsAt(entry, 'gaveWay'));
  return true;
}

function textsAt(entry: JsonObject, field: string): readonly string[] {
  const list = ownValue(entry, field);
  return Array.isArray(list) ? list.filter((value) => typeof value === 'string') : [];
}

function removeNamed(progress: Progress, list: string, name: string): void {
  const path = `spec.${list}[name=${JSON.stringify(name)}]`;
  if (removePath(progress, path)) dropEmpty(progress, ['spec', list]);
}

function removePath(progress: Progress, path: string): boolean {
  const steps = resolvePath(progress.pod, path);
  if (steps === undefined) progress.problems.push(`${path} is recorded and not there`);
  else remove(progress, steps);
  return steps !== undefined;
}

function removeMetadata(progress: Progress, field: 'labels' | 'annotations', key: string): void {
  const steps = ['metadata', field, key];
  if (valueAt(progress.pod, steps) === undefined) {
    progress.problems.push(`metadata.${field}[${quote(key)}] is recorded and not there`);
    return;
  }
  remove(progress, steps);
}

function remove(progress: Progress, steps: Steps): void {
  const changed = withoutValueAt(progress.pod, steps);
  if (isJsonObject(changed)) progress.pod = changed;
}

/** What the injection made, in order to put something into it, goes with the last thing in it. */
function dropEmpty(progress: Progress, steps: Steps): void {
  const value = valueAt(progress.pod, steps);
  if (typeof value === 'object' && value !== null && Object.keys(value).length === 0) remove(progress, steps);
}

function valueAt(pod: JsonObject, steps: readonly string[] | Steps): Json | undefined {
  let value: Json | undefined = pod;
  for (const step of steps) value = isJsonObject(value) ? ownValue(value, String(step)) : undefined;
  return value;
}

/** Values that gave way come back in the opposite order; containers that moved come back from the first place to the last. */
function restoreAll(progress: Progress, gaveWay: readonly JsonObject[]): void {
  const moved = gaveWay.filter(({ index }) => typeof index === 'number');
  const others = gaveWay.filter(({ index }) => typeof index !== 'number').toReversed();
  const inOrder = moved.toSorted((left, right) => Number(left['index']) - Number(right['index']));
  for (const entry of [...others, ...inOrder]) restore(progress, entry);
}

function restore(progress: Progress, entry: JsonObject): void {
  const path = stringAt(entry, 'path') ?? '';
  const value = ownValue(entry, 'value');
  const steps = resolvePath(progress.pod, path);
  const changed =
    value === undefined
      ? undefined
      : steps === undefined
        ? returned(progress.pod, path, entry)
        : withValueAt(progress.pod, steps, value);
  if (!isJsonObject(changed)) {
    progress.problems.push(`${path} is recorded as replaced and not there`);
    return;
  }
  progress.pod = changed;
  if (isJsonObject(value) && hasAutoImage(value)) unmarkOverride(progress, stringAt(value, 'name') ?? '');
}

/** The Pod with a container back in its own list, which may be gone since the others moved too. */
function returned(pod: JsonObject, path: string, { value, index }: JsonObject): Json | undefined {
  const list = CONTAINER_LISTS.find((one) => path.startsWith(`spec.${one}[`));
  const spec = objectAt(pod, 'spec');
  if (list === undefined || spec === undefined || typeof index !== 'number' || isUnset(value)) return undefined;
  return { ...pod, spec: { ...spec, [list]: objectsAt(spec, list).toSpliced(index, 0, value as JsonObject) } };
}

/** With the image `auto` back, the container is told by that again. */
function unmarkOverride(progress: Progress, name: string): void {
  const steps = ['metadata', 'annotations', OVERRIDES_ANNOTATION];
  const names = valueAt(progress.pod, steps);
  if (typeof names !== 'string') return;
  const others = splitNames(names).filter((one) => one !== name);
  if (others.length === 0) remove(progress, steps);
  else progress.pod = withValueAt(progress.pod, steps, others.join(',')) as JsonObject;
}

/** The record keeps the templates that are still in the Pod; without any, our annotation and our label go. */
function forget(progress: Progress, record: JsonObject, templates: readonly string[]): void {
  const left = Object.entries(record).filter(([name]) => !templates.includes(name));
  const steps = ['metadata', 'annotations', STATUS_ANNOTATION];
  if (left.some(([, entry]) => !isSkippedEntry(entry))) {
    const text = JSON.stringify(Object.fromEntries(left));
    progress.pod = withValueAt(progress.pod, steps, text) as JsonObject;
    return;
  }
  for (const path of [steps, ['metadata', 'labels', INJECTED_LABEL]])
    if (valueAt(progress.pod, path) !== undefined) remove(progress, path);
  for (const path of [['metadata', 'annotations'], ['metadata', 'labels'], ['metadata']]) dropEmpty(progress, path);
}
