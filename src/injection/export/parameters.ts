import { PREFIX } from '../annotations.ts';
import type { ParameterValue } from '../expression/expression.ts';
import { MAX_VALUE_LENGTH, type Parameter } from '../template/parameter.ts';
import type { Template } from '../template/template.ts';
import { allOf, celText } from './cel-text.ts';
import { parameterVariable } from './portable-expression.ts';
import type { VariableNames } from './variable-names.ts';

const INTEGER = '^[+-]?[0-9]{1,16}$';
const NUMBER = '^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]{1,3})?$';

/**
 * Adds a variable for each parameter of a template: what the Pod's annotation says, else its namespace's, else the default.
 *
 * @returns the condition under which all annotations are valid; `undefined` where there is no parameter
 */
export function addParameters(names: VariableNames, { name, params }: Template): string | undefined {
  if (params.size === 0) return undefined;
  const conditions = [...params.values()].map((parameter) => {
    const key = celText(`${PREFIX}${name}.${parameter.name}`);
    const ofPod = `variables.annotations[?${key}]`;
    const ofNamespace = `namespaceObject.metadata.?annotations[?${key}]`;
    const given = `${ofPod}.orValue(${ofNamespace}.orValue(${celText(String(parameter.default))}))`;
    names.add(parameterVariable(parameter.name), convert(parameter, given));
    const fallback = celText(String(parameter.default));
    const texts = [ofPod, ofNamespace].map((text) => `dyn(${text}.orValue(${fallback}))`);
    return `[${texts.join(', ')}].all(t, ${isValid(parameter)})`;
  });
  return `variables.${names.add('validParameters', allOf(conditions))}`;
}

function convert({ type }: Parameter, text: string): string {
  if (type === 'integer') return `int(${text})`;
  if (type === 'number') return `double(${text})`;
  return type === 'boolean' ? `${text} == "true"` : `string(${text})`;
}

/** The condition on the text of an annotation, `t`. */
function isValid(parameter: Parameter): string {
  const { type, choices } = parameter;
  const chosen =
    choices === undefined ? [] : [`${convert(parameter, 't')} in [${[...choices].map(literal(type)).join(', ')}]`];
  if (type === 'boolean') return allOf(['t in ["true", "false"]', ...chosen.map((condition) => `(${condition})`)]);
  if (type === 'string') return allOf([...textConditions(parameter), ...chosen]);
  const shape = `t.matches(${celText(type === 'integer' ? INTEGER : NUMBER)})`;
  return allOf([shape, ...boundConditions(parameter), ...chosen]);
}

function textConditions({ pattern }: Parameter): readonly string[] {
  const isShort = `size(t) <= ${MAX_VALUE_LENGTH}`;
  return pattern === undefined ? [isShort] : [isShort, `t.matches(${celText(pattern.source)})`];
}

function boundConditions(parameter: Parameter): readonly string[] {
  const { type, minimum, maximum } = parameter;
  const isInteger = type === 'integer';
  const lowest = minimum ?? (isInteger ? Number.MIN_SAFE_INTEGER : undefined);
  const highest = maximum ?? (isInteger ? Number.MAX_SAFE_INTEGER : undefined);
  const value = convert(parameter, 't');
  return [
    ...(lowest === undefined ? [] : [`${value} >= ${lowest}`]),
    ...(highest === undefined ? [] : [`${value} <= ${highest}`]),
  ];
}

function literal(type: Parameter['type']): (value: ParameterValue) => string {
  return (value) => {
    if (typeof value === 'string') return celText(value);
    return type === 'number' ? `double(${String(value)})` : String(value);
  };
}
