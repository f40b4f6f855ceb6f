import { failure, ok, type Result } from '../result.ts';
import { PREFIX } from './annotations.ts';
import type { ParameterValue } from './expression/expression.ts';
import { ownValue, quote, type JsonObject } from './json.ts';
import { findNearestName } from './template/nearest-name.ts';
import { parseParameterValue } from './template/parameter.ts';
import type { Template } from './template/template.ts';

/** The values of a template's parameters for one Pod, by name. */
export type Parameters = Readonly<Record<string, ParameterValue>>;

/** The annotations that may set parameters: the Pod's go before its namespace's. */
export interface ParameterSources {
  readonly pod: JsonObject;
  readonly namespace: JsonObject;
}

/**
 * The values of a template's parameters for a Pod: the template's defaults, then what the namespace's annotations
 * `sidecar-injector.dev/<template>.<param>` say, then the Pod's.
 *
 * @returns the values, or everything that is wrong with the annotations, each in one line with what is allowed
 */
export function resolveParameters(
  template: Template,
  { namespace, pod }: ParameterSources,
): Result<Parameters, string> {
  const prefix = `${PREFIX}${template.name}.`;
  const problems: string[] = [];
  const values: Record<string, ParameterValue> = {};
  for (const { name, default: value } of template.params.values()) values[name] = value;
  read(values, problems, template, { annotations: namespace, prefix, owner: 'namespace annotation' });
  read(values, problems, template, { annotations: pod, prefix, owner: 'annotation' });
  return problems.length === 0 ? ok(values) : failure(problems.join('; '));
}

interface Source {
  readonly annotations: JsonObject;
  readonly prefix: string;
  readonly owner: string;
}

function read(
  values: Record<string, ParameterValue>,
  problems: string[],
  { name: templateName, params }: Template,
  { annotations, prefix, owner }: Source,
): void {
  for (const key in annotations) {
    if (!key.startsWith(prefix)) continue;
    const name = key.slice(prefix.length);
    const parameter = params.get(name);
    const text = ownValue(annotations, key);
    if (parameter === undefined) {
      const declared = [...params.keys()];
      const nearest = findNearestName(name, declared);
      const hint = nearest === undefined ? listDeclared(declared) : `did you mean ${quote(nearest)}?`;
      problems.push(`${owner} ${quote(key)}: template ${quote(templateName)} has no parameter ${quote(name)}: ${hint}`);
      continue;
    }
    const value = parseParameterValue(parameter, typeof text === 'string' ? text : '');
    if (value.ok) values[name] = value.value;
    else problems.push(`${owner} ${quote(key)} has the value ${quote(text)}: it must be ${value.error}`);
  }
}

function listDeclared(names: readonly string[]): string {
  return names.length === 0 ? 'it has none' : `it has ${names.map((name) => quote(name)).join(', ')}`;
}
