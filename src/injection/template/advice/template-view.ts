import { isJsonObject, objectAt, objectsAt, ownValue, stringAt, type Json, type JsonObject } from '../../json.ts';
import { fieldNames } from '../../pod-fields.ts';
import { hasExpression } from '../expression-sites.ts';
import { APPLICATIONS } from '../check-spec.ts';
import type { FieldPath } from '../problem.ts';

/** A container, a volume or the Pod's own fields in a template's document. */
export interface Part {
  readonly kind: 'container' | 'volume' | 'pod';
  readonly path: FieldPath;
  readonly value: JsonObject;
  /** Whether it is the entry `"*"`: fields for the containers of the application. */
  readonly isApplications: boolean;
  readonly template: TemplateView;
}

/** A template's document, with the PodSpec fields from its top and from under `spec` together. */
export interface TemplateView {
  readonly document: JsonObject;
  readonly os: string;
  /** What the template sets for the whole Pod. */
  readonly podSecurity: JsonObject;
  readonly parts: readonly Part[];
}

const CONTAINER_LISTS = ['containers', 'initContainers'] as const;
const POD_FIELDS = new Set(fieldNames('PodSpec'));

/** Looks at a template's document as at a Pod. */
export function viewTemplate(document: JsonObject): TemplateView {
  const spec = objectAt(document, 'spec') ?? {};
  const top = Object.fromEntries(Object.entries(document).filter(([field]) => POD_FIELDS.has(field)));
  const pod: JsonObject = { ...top, ...spec };
  const pathOf = (field: string): FieldPath => (ownValue(spec, field) === undefined ? [field] : ['spec', field]);
  const parts: Part[] = [];
  const view = {
    document,
    os: stringAt(document, 'os') ?? 'linux',
    podSecurity: objectAt(pod, 'securityContext') ?? {},
    parts,
  };
  parts.push({
    kind: 'pod',
    path: pathOf('securityContext').slice(0, -1),
    value: pod,
    isApplications: false,
    template: view,
  });
  for (const list of [...CONTAINER_LISTS, 'volumes'])
    for (const [index, value] of objectsAt(pod, list).entries())
      parts.push({
        kind: list === 'volumes' ? 'volume' : 'container',
        path: [...pathOf(list), index],
        value,
        isApplications: value['name'] === APPLICATIONS,
        template: view,
      });
  return view;
}

/** The value at a path below an object. */
export function valueAt(object: JsonObject, path: FieldPath): Json | undefined {
  let value: Json | undefined = object;
  for (const step of path) value = isJsonObject(value) ? ownValue(value, String(step)) : undefined;
  return value;
}

/** Whether only a Pod tells what the value is. */
export function isExpression(value: Json | undefined): boolean {
  return typeof value === 'string' && hasExpression(value);
}
