import { DEFAULT_CONTAINER_ANNOTATION } from '../annotations.ts';
import { isUnset, type JsonObject } from '../json.ts';
import { allOf, celText } from './cel-text.ts';
import type { CelValue, CelValues } from './cel-values.ts';
import type { ExportedDocument, Placed } from './exported-document.ts';
import { celPointer, type CelOperation } from './patch-operation.ts';

/** Adds the labels and annotations that a Pod lacks, and the map for them where it has none. */
export function metadataOperations(
  values: CelValues,
  { labels, annotations }: ExportedDocument,
  firstContainerWhen: string | undefined,
): readonly CelOperation[] {
  const ownFirst = { key: DEFAULT_CONTAINER_ANNOTATION, value: { text: 'object.spec.containers[0].name' } };
  const marked = firstContainerWhen === undefined ? [] : [{ ...ownFirst, when: firstContainerWhen }];
  return [
    ...mapOperations('labels', entriesOf(values, labels)),
    ...mapOperations('annotations', [...entriesOf(values, annotations), ...marked]),
  ];
}

interface Entry {
  readonly key: string;
  readonly value: CelValue;
  readonly when?: string;
}

function entriesOf(values: CelValues, { value, path }: Placed<JsonObject>): readonly Entry[] {
  return Object.entries(value).flatMap(([key, text]) =>
    isUnset(text) ? [] : [{ key, value: values.write(text, [...path, key]) }],
  );
}

function mapOperations(field: 'labels' | 'annotations', entries: readonly Entry[]): readonly CelOperation[] {
  if (entries.length === 0) return [];
  const create: CelOperation = {
    op: 'add',
    path: celPointer(['metadata', field]),
    value: '{}',
    when: `!has(object.metadata.${field})`,
  };
  const additions = entries.map(({ key, value, when }): CelOperation => {
    const conditions = [`!(${celText(key)} in variables.${field})`, value.presence, when];
    return {
      op: 'add',
      path: celPointer(['metadata', field, key]),
      value: value.text,
      when: allOf(conditions.filter((condition) => condition !== undefined && condition !== 'true') as string[]),
    };
  });
  return [create, ...additions];
}
