import { ExpressionCompiler, type Expression } from '../expression/expression.ts';
import { isJsonObject, isUnset, objectAt, objectsAt, quote, stringAt, type Json, type JsonObject } from '../json.ts';
import { isTemplateName } from '../opt-in.ts';
import { fieldNames, fieldOf } from '../pod-fields.ts';
import { failure, ok, type Result } from '../../result.ts';
import { checkField, describeUnknown, type TemplateCheck } from './check-fields.ts';
import { checkMetadata } from './check-metadata.ts';
import { checkParams, checkUse } from './check-params.ts';
import { APPLICATIONS, checkSpec, type SpecFields } from './check-spec.ts';
import { compileTemplate, type Sha256Hex } from './compile-template.ts';
import { dryRun } from './dry-run.ts';
import { ExpressionSites } from './expression-sites.ts';
import type { FieldPath, TemplateProblem } from './problem.ts';
import { SourceDocument } from './source-document.ts';
import { REFUSED_FIELDS, STRUCTURED_FIELDS, TEMPLATE_FIELDS } from './template-fields.ts';
import type { Template } from './template.ts';

/** The key of the classic layout with a single template, which is named after its first container. */
export const CLASSIC_KEY = 'config';

const OPTIONS = [...Object.keys(TEMPLATE_FIELDS), ...STRUCTURED_FIELDS];
const POD_FIELDS = fieldNames('PodSpec') ?? [];
const ORDERED_LISTS = ['containers', 'initContainers'];

/** A template that is good, and what a person should know of it all the same. */
export interface ParsedTemplate {
  readonly template: Template;
  readonly warnings: readonly TemplateProblem[];
}

/**
 * Reads one key of the template ConfigMap: YAML text to a compiled template, or everything that is wrong with it.
 *
 * @param key the ConfigMap's key: `envoy` or `envoy.yaml`, or `config`
 */
export function parseTemplate(
  key: string,
  text: string,
  sha256Hex: Sha256Hex,
): Result<ParsedTemplate, readonly TemplateProblem[]> {
  const source = new SourceDocument(text);
  if (source.value === undefined) return failure(source.problems);
  if (!isJsonObject(source.value)) {
    source.report('wrong-type', [], 'a template must be a mapping with a list of containers');
    return failure(source.problems);
  }
  const document = source.value;
  const params = checkParams(source, document['params'] ?? null);
  const types = new Map([...params].map(([name, { type }]) => [name, type]));
  const sites = new ExpressionSites(source, new ExpressionCompiler(types));
  const check: TemplateCheck = { source, sites };
  const when = checkCondition(check, document['when'] ?? null);
  const fields = checkDocument(check, document);
  const name = nameTemplate(source, key, fields);
  if (!sites.hasProblems) checkUse(source, params, sites.usedParams);
  if (source.problems.length > 0) return failure(sortProblems(source.problems));
  const template = compileTemplate(name, { document, fields, params, when, sites }, sha256Hex);
  const { problems, warnings } = dryRun(template);
  return problems.length > 0 ? failure(problems) : ok({ template, warnings });
}

function sortProblems(problems: readonly TemplateProblem[]): readonly TemplateProblem[] {
  return problems.toSorted((left, right) => left.line - right.line || left.column - right.column);
}

/** The name that a key gives its template, before the template is read: for `config`, unknown until then. */
export function nameOfKey(key: string): string {
  return key.replace(/\.ya?ml$/, '');
}

function checkCondition({ source, sites }: TemplateCheck, when: Json): Expression | undefined {
  if (isUnset(when)) return undefined;
  if (typeof when === 'string') return sites?.compileCondition(['when'], when);
  source.report('wrong-type', ['when'], `must be a CEL expression, not ${quote(when)}: write it in quotes`);
  return undefined;
}

/** Checks the template's own fields, and gathers and checks those of the PodSpec from the top and from `spec`. */
function checkDocument(check: TemplateCheck, document: JsonObject): SpecFields {
  const { source } = check;
  const fields = new Map<string, { path: FieldPath; value: Json }>();
  for (const [name, value = null] of Object.entries(document)) {
    if (source.isHopeless) break;
    if (name === 'spec') gatherSpec(source, value, fields);
    else if (POD_FIELDS.includes(name) && !OPTIONS.includes(name))
      gather(source, fields, name, { path: [name], value });
    else checkOption(source, name, value);
  }
  for (const list of Object.keys(objectAt(document, 'order') ?? {})) {
    if (ORDERED_LISTS.includes(list)) continue;
    source.report('unknown-field', ['order', list], describeUnknown(list, ORDERED_LISTS, 'order'), 'key');
  }
  checkMetadata(check, document['metadata'] ?? null);
  for (const { path, value } of fields.values()) checkSpecField(check, path, value);
  checkSpec(source, fields);
  return fields;
}

function checkOption(source: SourceDocument, name: string, value: Json): void {
  if (STRUCTURED_FIELDS.includes(name)) return;
  const schema = OPTIONS.includes(name) ? TEMPLATE_FIELDS[name] : undefined;
  if (schema !== undefined) checkField({ source, sites: undefined }, [name], value, { schema });
  else source.report('unknown-field', [name], describeUnknown(name, [...OPTIONS, ...POD_FIELDS], 'a template'), 'key');
}

function gatherSpec(source: SourceDocument, spec: Json, fields: Map<string, { path: FieldPath; value: Json }>): void {
  if (spec !== null && !isJsonObject(spec)) {
    source.report('wrong-type', ['spec'], `must be a mapping, not ${quote(spec)}`);
    return;
  }
  for (const [name, value = null] of Object.entries(spec ?? {}))
    gather(source, fields, name, { path: ['spec', name], value });
}

function gather(
  source: SourceDocument,
  fields: Map<string, { path: FieldPath; value: Json }>,
  name: string,
  field: { path: FieldPath; value: Json },
): void {
  if (fields.has(name))
    source.report('duplicate', field.path, `${quote(name)} stands at the top and under spec: keep one`, 'key');
  fields.set(name, field);
}

function checkSpecField(check: TemplateCheck, path: FieldPath, value: Json): void {
  const name = String(path.at(-1));
  const reason = REFUSED_FIELDS.get(name);
  if (reason !== undefined)
    check.source.report('refused-field', path, `a template may not set ${quote(name)}: ${reason}`, 'key');
  else if (!POD_FIELDS.includes(name))
    check.source.report('unknown-field', path, describeUnknown(name, POD_FIELDS, 'a PodSpec'), 'key');
  else checkField(check, path, value, { schema: fieldOf('PodSpec', name) });
}

function nameTemplate(source: SourceDocument, key: string, fields: SpecFields): string {
  const containers = objectsAt({ containers: fields.get('containers')?.value }, 'containers');
  const first = containers.find((container) => container['name'] !== APPLICATIONS);
  const name = key === CLASSIC_KEY ? stringAt(first, 'name') : nameOfKey(key);
  if (name === undefined)
    source.report('missing-field', [], 'the key "config" is named after its first container, and has none');
  else if (!isTemplateName(name)) {
    const message = `${quote(name)} cannot name a template: use a DNS label of at most 30 characters that is no word for true or false`;
    source.report('invalid-name', [], message);
  }
  return name ?? '';
}
