import { LineCounter } from 'yaml';
import { basename } from 'node:path';
import { adviseTemplate } from '../../injection/template/advice/advice.ts';
import { isJsonObject, stringAt } from '../../injection/json.ts';
import { parseKubernetesDocuments } from '../../injection/template/kubernetes-yaml.ts';
import { loadTemplates, NO_TEMPLATES, type TemplateSource } from '../../injection/template/load-templates.ts';
import { parseManifest, type Locate } from '../../injection/template/manifest.ts';
import type { TemplateProblem } from '../../injection/template/problem.ts';
import type { Source } from '../manifests/read-sources.ts';
import { sha256Hex } from '../offline-templates.ts';

/** One thing that `check` says, at its place in a file or ConfigMap key. */
export interface Finding {
  readonly severity: 'error' | 'warning';
  /** A file, or the key of a live ConfigMap. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The ConfigMap's key; empty where there is none. */
  readonly key: string;
  readonly code: TemplateProblem['code'];
  /** The field; empty for a template as a whole. */
  readonly path: string;
  readonly message: string;
}

/** A template that loads, and the Pod Security level that it needs. */
export interface CheckedTemplate {
  readonly name: string;
  readonly revision: string;
  readonly level: string;
}

/** What is to be said of one file or ConfigMap. */
export interface Checked {
  readonly findings: readonly Finding[];
  readonly templates: readonly CheckedTemplate[];
}

type Place = (key: string, problem: TemplateProblem) => Pick<Finding, 'file' | 'line' | 'column' | 'key'>;

/** Checks a file: a ConfigMap manifest or a bare template. `undefined` for a file from a folder that is neither. */
export function checkFile({ name, text, isFound }: Source): Checked | undefined {
  const kinds = kindsIn(text);
  if (kinds !== undefined && kinds.length === 0) return checkBareTemplate(name, text);
  if (isFound && kinds !== undefined && !kinds.includes('ConfigMap')) return undefined;
  const manifest = parseManifest(text);
  if (!manifest.ok) {
    const place: Place = (key, { line, column }) => ({ file: name, line, column, key });
    return { findings: toFindings('error', new Map([['', manifest.error]]), place), templates: [] };
  }
  const { source, locate } = manifest.value;
  return checkTemplates(source, placeInFile(name, locate));
}

/** Checks the templates of a live ConfigMap: places are those in a key. */
export function checkLive(source: TemplateSource, configMap: string): Checked {
  return checkTemplates(source, (key, { line, column }) => ({
    file: key === '' ? configMap : key,
    line,
    column,
    key: '',
  }));
}

/** The kinds of the objects in a text; `undefined` where it cannot be read, empty where nothing in it says that it is an object. */
function kindsIn(text: string): readonly string[] | undefined {
  try {
    const values = parseKubernetesDocuments(text, new LineCounter()).map((document): unknown => document.toJS());
    const objects = values.filter(isJsonObject).filter((object) => 'kind' in object || 'apiVersion' in object);
    return objects.map((object) => stringAt(object, 'kind') ?? '');
  } catch {
    return undefined;
  }
}

function checkBareTemplate(file: string, text: string): Checked {
  const key = file === 'stdin' ? 'template' : basename(file).replace(/\.(?:yml|json)$/, '.yaml');
  const source = { data: new Map([[key, text]]), retired: new Set<string>() };
  return checkTemplates(source, (_key, { line, column }) => ({ file, line, column, key: '' }));
}

function placeInFile(file: string, locate: Locate): Place {
  return (key, problem) => ({ file, ...locate(key, problem), key });
}

function checkTemplates(source: TemplateSource, place: Place): Checked {
  const loaded = loadTemplates(NO_TEMPLATES, source, sha256Hex);
  const advised = [...loaded.byKey].map(([key, template]) => ({
    key,
    template,
    advice: adviseTemplate(source.data.get(key) ?? ''),
  }));
  const findings = [
    ...toFindings('error', loaded.problems, place),
    ...toFindings('warning', loaded.warnings, place),
    ...toFindings('warning', new Map(advised.map(({ key, advice }) => [key, advice.warnings])), place),
  ];
  return {
    findings: findings.toSorted((left, right) => left.line - right.line || left.column - right.column),
    templates: advised.map(({ template: { name, revision }, advice: { level } }) => ({ name, revision, level })),
  };
}

function toFindings(
  severity: Finding['severity'],
  problems: ReadonlyMap<string, readonly TemplateProblem[]>,
  place: Place,
): readonly Finding[] {
  return [...problems].flatMap(([key, list]) =>
    list.map((problem): Finding => {
      const { code, path, message } = problem;
      return { severity, ...place(key, problem), code, path, message };
    }),
  );
}
