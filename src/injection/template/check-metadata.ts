import { isJsonObject, quote, type Json, type JsonObject } from '../json.ts';
import type { FieldSchema } from '../pod-schema.generated.ts';
import { checkField, type TemplateCheck } from './check-fields.ts';
import { hasExpression } from './expression-sites.ts';
import { findRuleBreach } from './field-rules.ts';
import type { SourceDocument } from './source-document.ts';
import { REFUSED_KEYS } from './template-fields.ts';

const MAX_PREFIX_LENGTH = 253;
const NAME = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const PREFIX = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

const FIELDS = ['labels', 'annotations'] as const;
const STRINGS: FieldSchema = { type: 'map', items: { type: 'string' } };

/**
 * Checks the labels and annotations that a template adds: their types, their syntax, and that no controller selects by them.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 */
export function checkMetadata(check: TemplateCheck, metadata: Json): void {
  const { source } = check;
  if (metadata === null) return;
  if (!isJsonObject(metadata)) {
    source.report('wrong-type', ['metadata'], `must be a mapping, not ${quote(metadata)}`);
    return;
  }
  for (const [name, entries] of Object.entries(metadata)) {
    const field = FIELDS.find((known) => known === name);
    if (field === undefined) {
      const message = `metadata has only labels and annotations, no ${quote(name)}`;
      source.report('unknown-field', ['metadata', name], message, 'key');
    } else {
      checkField(check, ['metadata', field], entries ?? null, { schema: STRINGS, place: `metadata.${field}` });
      if (isJsonObject(entries)) checkEntries(source, field, entries);
    }
  }
}

function checkEntries(source: SourceDocument, field: 'labels' | 'annotations', entries: JsonObject): void {
  for (const [key, value] of Object.entries(entries)) {
    const path = ['metadata', field, key];
    if (!isQualifiedName(key)) source.report('invalid-value', path, `${quote(key)} is not a valid key`, 'key');
    if (REFUSED_KEYS.test(key)) {
      source.report('refused-field', path, `${quote(key)} belongs to controllers: a template may not set it`, 'key');
    }
    if (typeof value !== 'string' || hasExpression(value)) continue;
    const breach = findRuleBreach(`metadata.${field}`, value);
    if (breach !== undefined) source.report('invalid-value', path, breach);
  }
}

function isQualifiedName(key: string): boolean {
  const [name = '', prefix, ...rest] = key.split('/').toReversed();
  const hasPrefix = prefix === undefined || (prefix.length <= MAX_PREFIX_LENGTH && PREFIX.test(prefix));
  return rest.length === 0 && hasPrefix && NAME.test(name);
}
