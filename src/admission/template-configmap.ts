import { RETIRED_ANNOTATION } from '../injection/annotations.ts';
import { objectAt, objectsAt, quote, stringAt, type JsonObject } from '../injection/json.ts';
import { splitNames } from '../injection/opt-in.ts';
import type { TemplateSource } from '../injection/template/load-templates.ts';
import type { TemplateProblem } from '../injection/template/problem.ts';

/** What a template ConfigMap holds. */
export interface TemplateConfigMapContent {
  readonly source: TemplateSource;
  /** By key: what of the ConfigMap is no template. */
  readonly problems: ReadonlyMap<string, readonly TemplateProblem[]>;
  /** When it was made, and when anything of it was last written; RFC 3339. Absent where the API server does not tell. */
  readonly createdAt?: string;
  readonly writtenAt?: string;
}

/**
 * Reads a ConfigMap object of the API as a template ConfigMap.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/configmap/
 */
export function readTemplateConfigMap(configMap: JsonObject): TemplateConfigMapContent {
  const data = new Map<string, string>();
  for (const [key, value] of Object.entries(objectAt(configMap, 'data') ?? {})) {
    if (typeof value === 'string') data.set(key, value);
  }
  const annotation = stringAt(objectAt(objectAt(configMap, 'metadata'), 'annotations'), RETIRED_ANNOTATION);
  const retired = new Set(splitNames(annotation ?? '').filter((name) => name !== ''));
  const binaryKeys = Object.keys(objectAt(configMap, 'binaryData') ?? {});
  return {
    source: { data, retired },
    problems: new Map(binaryKeys.map((key) => [key, [binaryProblem(key)]])),
    ...timesOf(configMap),
  };
}

function timesOf(configMap: JsonObject): Pick<TemplateConfigMapContent, 'createdAt' | 'writtenAt'> {
  const metadata = objectAt(configMap, 'metadata');
  const createdAt = stringAt(metadata, 'creationTimestamp');
  const writes = objectsAt(metadata, 'managedFields').flatMap((entry) => stringAt(entry, 'time') ?? []);
  const writtenAt = writes.toSorted().at(-1);
  return { ...(createdAt !== undefined && { createdAt }), ...(writtenAt !== undefined && { writtenAt }) };
}

function binaryProblem(key: string): TemplateProblem {
  const message = `the key ${quote(key)} stands under binaryData and is left out: a template is UTF-8 text, under data`;
  return { code: 'unsupported', message, path: '', line: 1, column: 1 };
}
