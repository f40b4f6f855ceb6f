import { isJsonObject, quote, type JsonObject } from '../json.ts';
import type { SourceDocument } from './source-document.ts';
import { REFUSED_KEYS } from './template-fields.ts';

const MAX_PREFIX_LENGTH = 253;
const NAME = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const PREFIX = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

/**
 * Checks the labels and annotations that a template adds: their syntax, and that no controller selects by them.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 */
export function checkMetadata(source: SourceDocument, metadata: JsonObject): void {
  for (const [field, entries] of Object.entries(metadata)) {
    if (field !== 'labels' && field !== 'annotations') {
      source.report(
        'unknown-field',
        ['metadata', field],
        `metadata has only labels and annotations, no ${quote(field)}`,
        'key',
      );
    } else if (isJsonObject(entries)) checkEntries(source, field, entries);
  }
}

function checkEntries(source: SourceDocument, field: 'labels' | 'annotations', entries: JsonObject): void {
  for (const [key, value] of Object.entries(entries)) {
    const path = ['metadata', field, key];
    if (!isQualifiedName(key)) source.report('invalid-value', path, `${quote(key)} is not a valid key`, 'key');
    if (REFUSED_KEYS.test(key)) {
      source.report('refused-field', path, `${quote(key)} belongs to controllers: a template may not set it`, 'key');
    }
    if (field === 'labels' && typeof value === 'string' && value !== '' && !NAME.test(value)) {
      source.report('invalid-value', path, `${quote(value)} is not a valid label value`);
    }
  }
}

function isQualifiedName(key: string): boolean {
  const [name = '', prefix, ...rest] = key.split('/').toReversed();
  const hasPrefix = prefix === undefined || (prefix.length <= MAX_PREFIX_LENGTH && PREFIX.test(prefix));
  return rest.length === 0 && hasPrefix && NAME.test(name);
}
