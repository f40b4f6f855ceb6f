import { failure, ok, type Result } from '../result.ts';
import { PREFIX } from './annotations.ts';
import { BudgetExhausted, EvaluationBudget } from './expression/budget.ts';
import type { ParameterValue } from './expression/expression.ts';
import { ownValue, quote, type Json, type JsonObject } from './json.ts';
import { findNearestName } from './template/nearest-name.ts';
import { parseParameterValue, type Parameter } from './template/parameter.ts';
import type { Template } from './template/template.ts';

/** The values of a template's parameters for one Pod, by name. */
export type Parameters = Readonly<Record<string, ParameterValue>>;

/** The annotations that may set parameters: the Pod's go before its namespace's. */
export interface ParameterSources {
  readonly pod: JsonObject;
  readonly namespace: JsonObject;
}

/** Of the annotations that are wrong, a message tells this many. */
const MAX_PROBLEMS = 5;

/** Reads the parameters of one review, each template's once, and bounds what their patterns cost together. */
export class ParameterReader {
  readonly #sources: ParameterSources;
  readonly #budget = new EvaluationBudget();
  readonly #known = new Map<Template, Result<Parameters, string>>();

  constructor(sources: ParameterSources) {
    this.#sources = sources;
  }

  /**
   * The values of a template's parameters for a Pod: the template's defaults, then what the namespace's annotations
   * `sidecar-injector.dev/<template>.<param>` say, then the Pod's.
   *
   * @returns the values, or what is wrong with the annotations, in one line with what is allowed
   */
  read(template: Template): Result<Parameters, string> {
    const known = this.#known.get(template) ?? resolveParameters(template, this.#sources, this.#budget);
    this.#known.set(template, known);
    return known;
  }
}

function resolveParameters(
  template: Template,
  { namespace, pod }: ParameterSources,
  budget: EvaluationBudget,
): Result<Parameters, string> {
  const reading: Reading = { template, values: {}, problems: [], budget };
  for (const { name, default: value } of template.params.values()) reading.values[name] = value;
  read(reading, namespace, 'namespace annotation');
  read(reading, pod, 'annotation');
  const { values, problems } = reading;
  if (problems.length === 0) return ok(values);
  const more = problems.length > MAX_PROBLEMS ? '; and more' : '';
  return failure(`${problems.slice(0, MAX_PROBLEMS).join('; ')}${more}`);
}

interface Reading {
  readonly template: Template;
  readonly values: Record<string, ParameterValue>;
  readonly problems: string[];
  readonly budget: EvaluationBudget;
}

function read(reading: Reading, annotations: JsonObject, owner: string): void {
  const { template, values, problems } = reading;
  const prefix = `${PREFIX}${template.name}.`;
  for (const key in annotations) {
    if (!key.startsWith(prefix)) continue;
    if (problems.length > MAX_PROBLEMS) return;
    const parameter = template.params.get(key.slice(prefix.length));
    const text = ownValue(annotations, key);
    const value =
      parameter === undefined
        ? failure(describeUndeclared(template, key.slice(prefix.length)))
        : readValue(parameter, text, reading.budget);
    if (value.ok && parameter !== undefined) values[parameter.name] = value.value;
    else if (!value.ok) problems.push(`${owner} ${quote(key)}${value.error}`);
  }
}

function readValue(
  parameter: Parameter,
  text: Json | undefined,
  budget: EvaluationBudget,
): Result<ParameterValue, string> {
  try {
    const value = parseParameterValue(parameter, typeof text === 'string' ? text : '', budget);
    return value.ok ? value : failure(` has the value ${quote(text)}: it must be ${value.error}`);
  } catch (error) {
    if (!(error instanceof BudgetExhausted)) throw error;
    return failure(` has the value ${quote(text)}: with all others it is too long to be checked: make it shorter`);
  }
}

function describeUndeclared({ name: templateName, params }: Template, name: string): string {
  const declared = [...params.keys()];
  const nearest = findNearestName(name, declared);
  const hint = nearest === undefined ? listDeclared(declared) : `did you mean ${quote(nearest)}?`;
  return `: template ${quote(templateName)} has no parameter ${quote(name)}: ${hint}`;
}

function listDeclared(names: readonly string[]): string {
  return names.length === 0 ? 'it has none' : `it has ${names.map((name) => quote(name)).join(', ')}`;
}
