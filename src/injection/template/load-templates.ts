import { objectsAt, quote, stringAt, type JsonObject } from '../json.ts';
import { isSameEntry } from '../keyed-list.ts';
import { fieldOf } from '../pod-fields.ts';
import type { Sha256Hex } from './compile-template.ts';
import { nameOfKey, parseTemplate } from './parse-template.ts';
import { wholeProblem, type TemplateProblem } from './problem.ts';
import type { Template, TemplateSet } from './template.ts';

/** The content of a template ConfigMap. */
export interface TemplateSource {
  /** Template documents by ConfigMap key. */
  readonly data: ReadonlyMap<string, string>;
  /** Names of templates that were taken away on purpose. */
  readonly retired: ReadonlySet<string>;
}

/** Templates in force, and what is wrong with the ConfigMap they came from. */
export interface LoadedTemplates {
  readonly set: TemplateSet;
  /** The template in force for each key: the key's own, or its last good version. */
  readonly byKey: ReadonlyMap<string, Template>;
  /** By key; the key `''` for what concerns them all. */
  readonly problems: ReadonlyMap<string, readonly TemplateProblem[]>;
  /** By key: what a person should know of templates that are good. */
  readonly warnings: ReadonlyMap<string, readonly TemplateProblem[]>;
  /** Keys of which an older version is in force. */
  readonly stale: ReadonlySet<string>;
}

/** Nothing loaded yet. */
export const NO_TEMPLATES: LoadedTemplates = {
  set: { templates: new Map(), unavailable: new Map(), defaultName: undefined },
  byKey: new Map(),
  problems: new Map(),
  warnings: new Map(),
  stale: new Set(),
};

/**
 * Takes over a new version of the template ConfigMap, key by key: a good document replaces the one in force, a broken one
 * leaves it there. A key that vanished counts as broken, until its template is retired or another key gives its name.
 * Pure: neither argument changes.
 */
export function loadTemplates(
  previous: LoadedTemplates,
  source: TemplateSource,
  sha256Hex: Sha256Hex,
): LoadedTemplates {
  const draft: Draft = {
    byKey: new Map(),
    problems: new Map(),
    warnings: new Map(),
    stale: new Set(),
    missing: new Set(),
  };
  const keys = [...source.data.keys()].toSorted();
  const parse = (key: string): Parsed => parseTemplate(key, source.data.get(key) ?? '', sha256Hex);
  for (const key of keys.filter((candidate) => previous.byKey.has(candidate))) {
    if (!takeOver(draft, key, parse(key))) keepLastGood(draft, key, previous);
  }
  keepMissing(draft, previous, source);
  for (const key of keys.filter((candidate) => !previous.byKey.has(candidate))) takeOver(draft, key, parse(key));
  return conclude(draft, previous);
}

type Parsed = ReturnType<typeof parseTemplate>;

/** What is gathered key by key: those in force come first, so that a newcomer cannot take the name or a volume of one of them. */
interface Draft {
  readonly byKey: Map<string, Template>;
  readonly problems: Map<string, readonly TemplateProblem[]>;
  readonly warnings: Map<string, readonly TemplateProblem[]>;
  readonly stale: Set<string>;
  /** Keys that vanished, whose templates give way to a newcomer of the same name. */
  readonly missing: Set<string>;
}

function takeOver(draft: Draft, key: string, parsed: Parsed): boolean {
  const problems = parsed.ok ? findClashes(draft, parsed.value.template) : parsed.error;
  if (!parsed.ok || problems.length > 0) {
    draft.problems.set(key, problems);
    return false;
  }
  const { template, warnings } = parsed.value;
  for (const other of draft.missing) if (draft.byKey.get(other)?.name === template.name) forget(draft, other);
  const all = [...warnings, ...findSharedContainers(draft, template)];
  if (all.length > 0) draft.warnings.set(key, all);
  draft.byKey.set(key, template);
  return true;
}

/** Two templates with a container of one name are fine until a Pod asks for both. */
function findSharedContainers({ byKey }: Draft, { containerNames }: Template): readonly TemplateProblem[] {
  return [...byKey.values()].flatMap((other) =>
    [...containerNames.intersection(other.containerNames)].map((name) =>
      wholeProblem(
        'same-container',
        `the container ${quote(name)} is part of the template ${quote(other.name)} too: a Pod cannot have both`,
      ),
    ),
  );
}

function findClashes({ byKey, missing }: Draft, template: Template): readonly TemplateProblem[] {
  for (const [other, present] of byKey) {
    const clash = missing.has(other) && present.name === template.name ? undefined : findClash(template, present);
    if (clash !== undefined) return [wholeProblem('duplicate', `${clash} of the key ${quote(other)} too`)];
  }
  return [];
}

function forget({ byKey, problems, warnings, stale, missing }: Draft, key: string): void {
  for (const gathered of [byKey, problems, warnings, stale, missing]) gathered.delete(key);
}

function keepLastGood({ byKey, stale }: Draft, key: string, previous: LoadedTemplates): void {
  const template = previous.byKey.get(key);
  if (template === undefined) return;
  byKey.set(key, template);
  stale.add(key);
}

function keepMissing(draft: Draft, previous: LoadedTemplates, { data, retired }: TemplateSource): void {
  const names = new Set([...draft.byKey.values()].map(({ name }) => name));
  for (const [key, template] of previous.byKey) {
    if (data.has(key) || retired.has(template.name) || names.has(template.name)) continue;
    keepLastGood(draft, key, previous);
    draft.missing.add(key);
    draft.problems.set(key, [wholeProblem('key-missing', describeMissing(key, template))]);
  }
}

function conclude({ byKey, problems, warnings, stale }: Draft, previous: LoadedTemplates): LoadedTemplates {
  const unavailable = new Map<string, string>();
  for (const [key, [problem]] of problems) {
    if (!byKey.has(key) && problem !== undefined)
      unavailable.set(nameOfKey(key), `line ${problem.line}: ${problem.message}`);
  }
  const templates = new Map([...byKey.values()].map((template) => [template.name, template]));
  const { name, problem } = chooseDefault([...templates.values()], previous.set.defaultName, unavailable.size);
  if (problem !== undefined) problems.set('', [wholeProblem('no-default', problem)]);
  return { set: { templates, unavailable, defaultName: name }, byKey, problems, warnings, stale };
}

/** What two templates cannot both have: one name, or one volume's name with different content. */
function findClash(left: Template, right: Template): string | undefined {
  if (left.name === right.name) return `${quote(left.name)} is the name`;
  const schema = fieldOf('PodSpec', 'volumes');
  const own = new Map(fixedVolumes(left).map((volume) => [stringAt(volume, 'name'), volume]));
  const clash = fixedVolumes(right).find((volume) => {
    const counterpart = own.get(stringAt(volume, 'name'));
    return counterpart !== undefined && !isSameEntry(counterpart, volume, schema);
  });
  return clash === undefined ? undefined : `a volume ${quote(clash['name'])} with other content is part`;
}

/** Volumes of a template with expressions are not known before a Pod is; a clash shows as a conflict then. */
function fixedVolumes({ rendering }: Template): readonly JsonObject[] {
  return 'overlay' in rendering ? objectsAt(rendering.overlay.spec, 'volumes') : [];
}

function describeMissing(key: string, { name }: Template): string {
  return (
    `the key ${quote(key)} is gone: its last good version stays in force until the ConfigMap's annotation ` +
    `sidecar-injector.dev/retired names ${quote(name)}`
  );
}

interface DefaultChoice {
  readonly name?: string;
  readonly problem?: string;
}

/** A single template is the default; of several, the one that says so, or else the one that was. */
function chooseDefault(
  templates: readonly Template[],
  previous: string | undefined,
  unavailable: number,
): DefaultChoice {
  const [only, ...others] = templates;
  if (only === undefined) return {};
  if (others.length === 0 && unavailable === 0) return { name: only.name };
  const [first, ...rivals] = templates.filter(({ isDefault }) => isDefault);
  if (first !== undefined && rivals.length === 0) return { name: first.name };
  const kept = templates.some(({ name }) => name === previous) && previous !== undefined ? { name: previous } : {};
  if (first === undefined && unavailable > 0) return kept;
  const said = first === undefined ? 'none' : [first, ...rivals].map(({ name }) => quote(name)).join(', ');
  return { ...kept, problem: `exactly one of the templates must say default: true; it is said by ${said}` };
}
