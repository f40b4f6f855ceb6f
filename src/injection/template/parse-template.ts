import { isJsonObject, objectAt, objectsAt, quote, stringAt, type Json, type JsonObject } from '../json.ts';
import { isTemplateName } from '../opt-in.ts';
import { fieldNames, fieldOf } from '../pod-fields.ts';
import { failure, ok, type Result } from '../../result.ts';
import { checkField, describeUnknown } from './check-fields.ts';
import { checkMetadata } from './check-metadata.ts';
import { checkSpec, type SpecFields } from './check-spec.ts';
import { compileTemplate, type Sha256Hex } from './compile-template.ts';
import type { FieldPath, TemplateProblem } from './problem.ts';
import { SourceDocument } from './source-document.ts';
import { REFUSED_FIELDS, TEMPLATE_FIELDS, UNSUPPORTED_FIELDS } from './template-fields.ts';
import type { Template } from './template.ts';

/** The key of the classic layout with a single template, which is named after its first container. */
export const CLASSIC_KEY = 'config';

const OPTIONS = Object.keys(TEMPLATE_FIELDS);
const POD_FIELDS = fieldNames('PodSpec') ?? [];
const ORDERED_LISTS = ['containers', 'initContainers'];

/**
 * Reads one key of the template ConfigMap: YAML text to a compiled template, or everything that is wrong with it.
 *
 * @param key the ConfigMap's key: `envoy` or `envoy.yaml`, or `config`
 */
export function parseTemplate(
  key: string,
  text: string,
  sha256Hex: Sha256Hex,
): Result<Template, readonly TemplateProblem[]> {
  const source = new SourceDocument(text);
  if (source.value === undefined) return failure(source.problems);
  if (!isJsonObject(source.value)) {
    source.report('wrong-type', [], 'a template must be a mapping with a list of containers');
    return failure(source.problems);
  }
  const fields = specFields(source, source.value);
  for (const { path, value } of fields.values()) checkSpecField(source, path, value);
  checkSpec(source, fields);
  const name = nameTemplate(source, key, fields);
  if (source.problems.length > 0)
    return failure(source.problems.toSorted((left, right) => left.line - right.line || left.column - right.column));
  return ok(compileTemplate(name, source.value, fields, sha256Hex));
}

/** The name that a key gives its template, before the template is read: for `config`, unknown until then. */
export function nameOfKey(key: string): string {
  return key.replace(/\.ya?ml$/, '');
}

/** Checks the template's own fields, and gathers those of the PodSpec from the top and from `spec`. */
function specFields(source: SourceDocument, document: JsonObject): SpecFields {
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
  checkMetadata(source, objectAt(document, 'metadata') ?? {});
  return fields;
}

function checkOption(source: SourceDocument, name: string, value: Json): void {
  const schema = OPTIONS.includes(name) ? TEMPLATE_FIELDS[name] : undefined;
  if (schema !== undefined) checkField(source, [name], value, schema);
  else if (UNSUPPORTED_FIELDS.has(name)) {
    source.report('unsupported', [name], `the field ${quote(name)} is not supported in this version`, 'key');
  } else
    source.report('unknown-field', [name], describeUnknown(name, [...OPTIONS, ...POD_FIELDS], 'a template'), 'key');
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

function checkSpecField(source: SourceDocument, path: FieldPath, value: Json): void {
  const name = String(path.at(-1));
  const reason = REFUSED_FIELDS.get(name);
  if (reason !== undefined)
    source.report('refused-field', path, `a template may not set ${quote(name)}: ${reason}`, 'key');
  else if (!POD_FIELDS.includes(name))
    source.report('unknown-field', path, describeUnknown(name, POD_FIELDS, 'a PodSpec'), 'key');
  else checkField(source, path, value, fieldOf('PodSpec', name));
}

function nameTemplate(source: SourceDocument, key: string, fields: SpecFields): string {
  const first = objectsAt({ containers: fields.get('containers')?.value }, 'containers')[0];
  const name = key === CLASSIC_KEY ? stringAt(first, 'name') : nameOfKey(key);
  if (name === undefined)
    source.report('missing-field', [], 'the key "config" is named after its first container, and has none');
  else if (!isTemplateName(name)) {
    const message = `${quote(name)} cannot name a template: use a DNS label of at most 30 characters that is no word for true or false`;
    source.report('invalid-name', [], message);
  }
  return name ?? '';
}
