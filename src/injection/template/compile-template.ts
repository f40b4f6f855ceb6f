import { isJsonObject, objectAt, objectsAt, ownValue, stringAt, type Json, type JsonObject } from '../json.ts';
import { NO_TOKEN_VOLUME, withoutToken } from '../token-mount.ts';
import type { Expression } from '../expression/expression.ts';
import { APPLICATIONS, type SpecFields } from './check-spec.ts';
import type { ExpressionSites } from './expression-sites.ts';
import type { Parameter } from './parameter.ts';
import { compileValue, type CompiledValue, type RenderContext, type Rendering } from './rendering.ts';
import type { ConflictPolicy, NativePolicy, Overlay, Placement, Template } from './template.ts';

/** The SHA-256 of a text, as hex digits. A parameter because the core runs where there is no `node:crypto`. */
export type Sha256Hex = (text: string) => string;

const REVISION_LENGTH = 12;
const CONTAINER_LISTS = ['containers', 'initContainers'] as const;

/** A document that was found free of problems, and what the check found in it. */
export interface CheckedDocument {
  readonly document: JsonObject;
  readonly fields: SpecFields;
  readonly params: ReadonlyMap<string, Parameter>;
  readonly when: Expression | undefined;
  readonly sites: ExpressionSites;
}

/** Makes a template of a checked document: what is absent takes its default. */
export function compileTemplate(name: string, checked: CheckedDocument, sha256Hex: Sha256Hex): Template {
  const { document, params, when } = checked;
  const order = objectAt(document, 'order') ?? {};
  const token = choice<Template['token']>(document, 'token', 'pod');
  return {
    name,
    revision: sha256Hex(JSON.stringify(sortKeys(document))).slice(0, REVISION_LENGTH),
    isDefault: document['default'] === true,
    order: {
      containers: choice<Placement>(order, 'containers', 'last'),
      initContainers: stringAt(order, 'initContainers') as Placement | undefined,
    },
    native: choice<NativePolicy>(document, 'native', 'jobs'),
    onConflict: choice<ConflictPolicy>(document, 'onConflict', 'keep'),
    hostNetwork: choice(document, 'hostNetwork', 'skip'),
    os: choice(document, 'os', 'linux'),
    token,
    params,
    when,
    containerNames: namesOfContainers(checked.fields),
    rendering: compileRendering(checked, token),
  };
}

/** The value of a checked enumeration field; null counts as absent. */
function choice<Value extends string>(object: JsonObject, field: string, fallback: Value): Value {
  return (stringAt(object, field) as Value | undefined) ?? fallback;
}

function namesOfContainers(fields: SpecFields): ReadonlySet<string> {
  const names = CONTAINER_LISTS.flatMap((list) => {
    const value = fields.get(list)?.value;
    return Array.isArray(value) ? value.map((container: Json) => nameOf(container)) : [];
  });
  return new Set(names.flatMap((name) => (name === undefined || name === APPLICATIONS ? [] : [name])));
}

function nameOf(value: Json): string | undefined {
  return isJsonObject(value) ? stringAt(value, 'name') : undefined;
}

type Parts = readonly (readonly [string, CompiledValue])[];

function compileRendering({ document, fields, sites }: CheckedDocument, token: Template['token']): Rendering {
  const metadata = objectAt(document, 'metadata');
  const compile = (field: string): CompiledValue =>
    compileValue(ownValue(metadata, field) ?? {}, ['metadata', field], sites);
  const metadataParts: Parts = ['labels', 'annotations'].map((field) => [field, compile(field)]);
  const specParts: Parts = [...fields]
    .filter(([, { value }]) => value !== null)
    .map(([field, { path, value }]) => [field, compileValue(value, path, sites)]);
  const render = (context?: RenderContext): Overlay =>
    completeOverlay(renderParts(metadataParts, context), renderParts(specParts, context), token);
  const isFixed = [...metadataParts, ...specParts].every(([, part]) => 'constant' in part);
  return isFixed ? { overlay: render() } : { render };
}

function renderParts(parts: Parts, context: RenderContext | undefined): JsonObject {
  const fields: [string, Json][] = [];
  for (const [field, part] of parts) {
    const value = 'constant' in part ? part.constant : context && part.render(context);
    if (value !== undefined) fields.push([field, value]);
  }
  return Object.fromEntries(fields);
}

/** Takes the entries named `"*"` apart from the containers, and hides the token from them where the template says so. */
function completeOverlay(metadata: JsonObject, rendered: JsonObject, token: Template['token']): Overlay {
  const applications: Record<string, JsonObject> = {};
  const lists: Record<string, Json> = {};
  for (const list of CONTAINER_LISTS) {
    if (ownValue(rendered, list) === undefined) continue;
    const entries = objectsAt(rendered, list);
    const own = entries.filter((entry) => entry['name'] !== APPLICATIONS);
    const shared = entries.find((entry) => entry['name'] === APPLICATIONS);
    if (shared !== undefined) {
      const { name: _, ...wanted } = shared;
      applications[list] = wanted;
    }
    lists[list] = token === 'none' ? own.map(withoutToken) : own;
  }
  const hasContainers = CONTAINER_LISTS.some((list) => objectsAt(lists, list).length > 0);
  const volumes =
    token === 'none' && hasContainers ? { volumes: [...objectsAt(rendered, 'volumes'), NO_TOKEN_VOLUME] } : {};
  return {
    labels: strings(objectAt(metadata, 'labels')),
    annotations: strings(objectAt(metadata, 'annotations')),
    spec: { ...rendered, ...lists, ...volumes },
    applications,
  };
}

function strings(object: JsonObject | undefined): Readonly<Record<string, string>> {
  const entries = Object.entries(object ?? {});
  return Object.fromEntries(entries.flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])));
}

function sortKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, child]) => [key, sortKeys(child ?? null)]));
}
