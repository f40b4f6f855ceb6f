import type { JsonSchemaObject } from './json-schema.ts';
import { code, renderTable } from './markdown-table.ts';

const HEAD = ['field', 'type', 'default', 'meaning'];

/**
 * `docs/template-reference.md`: every field that a template has of its own, from its JSON Schema.
 *
 * @param schema what stands in `schema/template.schema.json`
 */
export function renderTemplateReference(schema: JsonSchemaObject): string {
  const fields = childrenOf(schema);
  const own = Object.entries(fields).filter(
    ([, field]) => field['$ref'] === undefined || field['description'] !== undefined,
  );
  const podFields = Object.keys(fields).filter((name) => !own.some(([ownName]) => ownName === name));
  const param = objectOf(objectOf(fields['params'])['additionalProperties']);
  return `${[
    INTRODUCTION,
    '## Fields of a template\n',
    renderTable(
      HEAD,
      own.flatMap(([name, field]) => rowsOf(name, field)),
    ),
    '\n## Fields of a parameter\n\nEach entry of `params`; its name is a lower-case letter and at most 30 letters, digits and `_`.\n',
    renderTable(
      HEAD,
      Object.entries(childrenOf(param)).map(([name, field]) => rowOf(name, field, requiredOf(param))),
    ),
    '\n## Fields of a PodSpec\n',
    POD_FIELDS,
    `\n${podFields.map(code).join(', ')}.`,
  ].join('\n')}\n`;
}

const INTRODUCTION = `# Template reference

Every field that a template has of its own. \`npm run generate:docs\` writes this page from
[schema/template.schema.json](../schema/README.md): do not edit it. What the fields do together, with examples, stands in
[templates.md](templates.md).
`;

const POD_FIELDS = `Under \`spec\`, or at the top of the template, each field in one of the two places. They are Kubernetes' own, and mean what the
[API reference](https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodSpec) says of them. All others are
[refused](templates.md#what-a-template-may-not-set).`;

/** A field and, where it is an object of ours, the fields in it. */
function rowsOf(name: string, field: JsonSchemaObject): readonly (readonly string[])[] {
  const inner = Object.entries(childrenOf(field)).map(([child, schema]) => rowOf(`${name}.${child}`, schema));
  return [rowOf(name, field), ...inner];
}

function rowOf(name: string, field: JsonSchemaObject, required: readonly string[] = []): readonly string[] {
  const preset = code(textOf(field['default']));
  return [code(name), typeOf(field), required.includes(name) ? 'required' : preset, textOf(field['description'])];
}

function typeOf(field: JsonSchemaObject): string {
  const choices = field['enum'];
  if (Array.isArray(choices)) return choices.map((choice) => code(textOf(choice))).join(', ');
  if (field['$ref'] !== undefined) return 'fields of a PodSpec';
  const type = field['type'];
  if (Array.isArray(type)) return type.join(', ');
  if (type === 'array') return `list of ${typeOf(objectOf(field['items']))}`;
  if (type !== 'object') return textOf(type);
  const values = objectOf(field['additionalProperties']);
  if (Object.keys(values).length === 0) return 'map';
  return values['type'] === 'object' ? 'map of parameters' : `map of ${typeOf(values)}`;
}

/** What stands in a schema as a plain value. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function childrenOf(schema: JsonSchemaObject): Readonly<Record<string, JsonSchemaObject>> {
  return objectOf(schema['properties']) as Readonly<Record<string, JsonSchemaObject>>;
}

function requiredOf(schema: JsonSchemaObject): readonly string[] {
  return (schema['required'] ?? []) as readonly string[];
}

function objectOf(schema: unknown): JsonSchemaObject {
  return typeof schema === 'object' && schema !== null ? (schema as JsonSchemaObject) : {};
}
