import { stringify } from 'yaml';
import { failure, ok, type Result } from '../result.ts';
import { exportAnnotationGuard, exportGuard } from '../injection/export/export-guard.ts';
import { exportTemplate, type ExportedTemplate, type ExportSource } from '../injection/export/export-template.ts';
import { quote, type JsonObject } from '../injection/json.ts';
import { splitNames } from '../injection/opt-in.ts';
import { KUBERNETES_VERSION } from '../injection/pod-schema.generated.ts';
import type { TemplateProblem } from '../injection/template/problem.ts';
import type { ExportFlags } from './export-command.ts';
import { readOfflineTemplates, type OfflineTemplates } from './offline-templates.ts';
import { RefusedError } from './refused-error.ts';

/** A part of the output: manifests under one comment. */
interface Section {
  readonly comment: readonly string[];
  readonly manifests: readonly JsonObject[];
}

/**
 * Writes the named templates as admission policies.
 *
 * @returns YAML documents or one JSON List
 * @throws RefusedError where one is unknown or broken, or cannot be expressed: then nothing is written
 */
export async function runExport(names: readonly string[], flags: ExportFlags): Promise<string> {
  const templates = await readOfflineTemplates(flags);
  const own = splitNames(flags.protectedNamespaces).filter((name) => name !== '');
  const protectedNamespaces = [...new Set([...own, flags.namespace])];
  const chosen = names.length > 0 ? [...new Set(names)] : defaultNames(templates, flags.guard);
  const results = chosen.map((name) => exportOne(name, templates, flags.guard, protectedNamespaces));
  const problems = results.flatMap((result) => (result.ok ? [] : result.error));
  if (problems.length > 0) throw new RefusedError(problems.join('\nsidecar-injector: '));
  const sections = results.flatMap((result) => (result.ok ? [sectionOf(result.value, templates, flags.guard)] : []));
  if (!flags.guard) return write(sections, flags.output);
  const manifests = exportAnnotationGuard(templates.loaded.set, protectedNamespaces);
  const annotation: Section = {
    comment: ['Pods whose annotation cannot be understood, or names an unknown template.'],
    manifests,
  };
  return write([annotation, ...sections], flags.output);
}

function defaultNames({ place, loaded }: OfflineTemplates, isGuard: boolean): readonly string[] {
  const { set } = loaded;
  if (isGuard) return [...set.templates.keys(), ...set.unavailable.keys()].toSorted();
  if (set.defaultName !== undefined) return [set.defaultName];
  const [problem] = [...set.unavailable.values()];
  const why = problem === undefined ? '' : ` (${problem})`;
  throw new RefusedError(`${place}: there is no default template${why}: name those to export`);
}

function exportOne(
  name: string,
  templates: OfflineTemplates,
  isGuard: boolean,
  protectedNamespaces: readonly string[],
): Result<ExportedTemplate, readonly string[]> {
  const { place, loaded, source } = templates;
  const [key, template] = [...loaded.byKey].find(([, candidate]) => candidate.name === name) ?? [];
  if (key === undefined || template === undefined) return failure([explainMissing(name, templates)]);
  const exported: ExportSource = {
    template,
    text: source.data.get(key) ?? '',
    isDefault: loaded.set.defaultName === name,
    protectedNamespaces,
  };
  const result = isGuard ? exportGuard(exported) : exportTemplate(exported);
  if (result.ok) return ok(result.value);
  return failure(result.error.map((problem) => formatProblem(place, key, templates, problem)));
}

function explainMissing(name: string, { place, loaded: { set } }: OfflineTemplates): string {
  const problem = set.unavailable.get(name);
  if (problem !== undefined) return `${place}: the template ${quote(name)} is broken: ${problem}`;
  const known = [...set.templates.keys()].map((one) => quote(one)).join(', ');
  return `${place}: no template ${quote(name)}; there ${set.templates.size === 1 ? 'is' : 'are'} ${known}`;
}

/** As compilers write it: with the file's line and column, or those in the key of a ConfigMap. */
function formatProblem(place: string, key: string, { locate }: OfflineTemplates, problem: TemplateProblem): string {
  const { line, column } = locate === undefined ? problem : locate(key, problem);
  const where = locate === undefined ? `${place}: ${key}:${line}:${column}` : `${place}:${line}:${column}: ${key}`;
  return [where, problem.path, problem.message].filter((part) => part !== '').join(': ');
}

function sectionOf(
  { template, manifests, differences }: ExportedTemplate,
  { place }: OfflineTemplates,
  isGuard: boolean,
): Section {
  const what = isGuard ? 'The guard of the template' : 'The template';
  const [major = '', minor = ''] = KUBERNETES_VERSION.slice(1).split('.');
  return {
    comment: [
      `${what} ${quote(template.name)}, revision ${template.revision}, from ${place}.`,
      `Written by sidecar-injector export for Kubernetes ${major}.${minor} and newer: export again when the template changes.`,
      ...(isGuard || differences.length === 0 ? [] : ['', 'What differs from the webhook:']),
      ...differences.map((line) => (isGuard ? line : `- ${line}`)),
    ],
    manifests,
  };
}

function write(sections: readonly Section[], format: ExportFlags['output']): string {
  if (format === 'json') {
    const items = sections.flatMap(({ manifests }) => manifests);
    return `${JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, undefined, 2)}\n`;
  }
  let text = '';
  for (const { comment, manifests } of sections) {
    // What is only a comment stands behind the manifest before it: an empty document would be one more.
    if (text !== '' && manifests.length > 0) text += '---\n';
    text += writeComment(comment) + manifests.map(writeDocument).join('---\n');
  }
  return text;
}

function writeComment(lines: readonly string[]): string {
  return lines.map((line) => (line === '' ? '#\n' : `# ${line}\n`)).join('');
}

function writeDocument(manifest: JsonObject): string {
  return stringify(manifest, { lineWidth: 0, blockQuote: 'literal', aliasDuplicateObjects: false });
}
