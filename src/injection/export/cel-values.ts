import type { Environment } from '@marcbachmann/cel-js';
import { createCheckingEnvironment } from '../expression/checking-environment.ts';
import { ExpressionCompiler, type Expression } from '../expression/expression.ts';
import { splitText } from '../expression/expression-text.ts';
import { shapeOf } from '../expression/type-shape.ts';
import { isJsonObject, isUnset, type Json, type JsonObject } from '../json.ts';
import { hasExpression } from '../template/expression-sites.ts';
import type { Parameter } from '../template/parameter.ts';
import { formatPath, type FieldPath } from '../template/problem.ts';
import type { SourceDocument } from '../template/source-document.ts';
import { celList, celText, isText } from './cel-text.ts';
import { translateExpression } from './portable-expression.ts';
import type { VariableNames } from './variable-names.ts';

/** A value of a template in CEL. */
export interface CelValue {
  readonly text: string;
  /** Under which condition there is a value; absent where there always is one. */
  readonly presence?: string;
}

/** A value with what the API server knows of its type; `dyn` where it knows nothing, or we do not know what it knows. */
interface TypedValue extends CelValue {
  readonly type: string;
}

/**
 * Writes the values of one template in CEL. Each expression becomes a variable of the policy, so that none can spoil another.
 * Objects are maps whose values are wrapped in `dyn(…)`: the API server takes no map of several types, and its Object literals
 * cannot stand in lists (they end the request of Kubernetes 1.36.3 in a panic).
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/
 */
export class CelValues {
  readonly #source: SourceDocument;
  readonly #names: VariableNames;
  readonly #compiler: ExpressionCompiler;
  readonly #environment: Environment;
  readonly #added = new Map<string, Added | undefined>();

  constructor(source: SourceDocument, names: VariableNames, params: ReadonlyMap<string, Parameter>) {
    const types = new Map([...params].map(([name, { type }]) => [name, type]));
    this.#source = source;
    this.#names = names;
    this.#compiler = new ExpressionCompiler(types);
    this.#environment = createCheckingEnvironment(types);
  }

  /** Whether something that was written has an expression. */
  get hasExpressions(): boolean {
    return this.#added.size > 0;
  }

  /** A value of the template, as it stands at a path of its document. */
  write(value: Json, path: FieldPath): CelValue {
    return this.#write(value, path);
  }

  /** An object of which some fields are given in CEL already. */
  writeWith(object: JsonObject, path: FieldPath, given: Readonly<Record<string, CelValue>>): CelValue {
    return this.#writeObject(object, path, given);
  }

  /** An expression without braces as a variable; reports what the API server would not take. */
  writeExpression(name: string, path: FieldPath, text: string): string {
    return this.#addVariable(name, path, { text, expression: text, offset: 0 })?.variable ?? 'false';
  }

  #write(value: Json, path: FieldPath): TypedValue {
    if (typeof value === 'string')
      return hasExpression(value) ? this.#writeText(value, path) : this.#literal(value, path);
    if (typeof value === 'number') return celNumber(value);
    if (typeof value === 'boolean') return { text: String(value), type: 'bool' };
    if (isJsonObject(value)) return this.#writeObject(value, path, {});
    return value === null ? { text: 'null', type: 'null' } : this.#writeList(value, path);
  }

  #literal(value: string, path: FieldPath): TypedValue {
    if (!isText(value)) this.#source.report('unsupported', path, 'half of a surrogate pair cannot be written in CEL');
    return { text: celText(value), type: 'string' };
  }

  #writeList(list: readonly Json[], path: FieldPath): TypedValue {
    const elements = list.map((element, index) => this.#write(element, [...path, index]));
    const type = commonType(elements);
    return {
      text: celList(
        '[',
        elements.map((element) => entry('', element, type)),
        ']',
      ),
      type: `list<${type}>`,
    };
  }

  #writeObject(object: JsonObject, path: FieldPath, given: Readonly<Record<string, CelValue>>): TypedValue {
    const own = Object.entries(object).flatMap(([key, value]): (readonly [string, TypedValue])[] =>
      isUnset(value) || Object.hasOwn(given, key) ? [] : [[key, this.#write(value, [...path, key])]],
    );
    const extra = Object.entries(given).map(([key, value]) => [key, { ...value, type: 'dyn' }] as const);
    const fields = [...own, ...extra];
    const type = commonType(fields.map(([, value]) => value));
    const items = fields.map(([key, value]) => entry(`${celText(key)}: `, value, type));
    return { text: celList('{', items, '}'), type: `map<${type}>` };
  }

  #writeText(text: string, path: FieldPath): TypedValue {
    const parts = splitText(text);
    if (!parts.ok) return { text: '""', type: 'string' };
    const [only] = parts.value;
    if (parts.value.length === 1 && only !== undefined && 'expression' in only)
      return this.#writeWhole(text, path, only);
    const pieces = parts.value.map((part) =>
      'literal' in part ? this.#literal(part.literal, path).text : this.#writePiece(text, path, part),
    );
    if (parts.value.every((part) => 'literal' in part))
      return this.#literal(parts.value.map((part) => part.literal).join(''), path);
    return { text: pieces.join(' + '), type: 'string' };
  }

  #writeWhole(text: string, path: FieldPath, part: ExpressionPart): TypedValue {
    const added = this.#addVariable(nameOf(path), path, { text, ...part });
    const value = added === undefined ? { text: 'null' } : wholeValue(added);
    return { ...value, type: 'dyn' };
  }

  #writePiece(text: string, path: FieldPath, part: ExpressionPart): string {
    const added = this.#addVariable(nameOf(path), path, { text, ...part });
    if (added === undefined) return '""';
    const shape = shapeOf(added.expression.type);
    const inner = shape.kind === 'optional' ? shapeOf(shape.element) : shape;
    if (inner.kind === 'double')
      this.#report(path, text, part.offset, 'the API server writes this number in another way: put it into string(…)');
    return shape.kind === 'optional' ? `string(${added.variable}.value())` : `string(${added.variable})`;
  }

  /** The same expression in the same place is one variable, however often its value is written. */
  #addVariable(name: string, path: FieldPath, placed: PlacedExpression): Added | undefined {
    const place = `${formatPath(path)}:${placed.offset}`;
    if (!this.#added.has(place)) this.#added.set(place, this.#translate(name, path, placed));
    return this.#added.get(place);
  }

  #translate(name: string, path: FieldPath, { text, expression, offset }: PlacedExpression): Added | undefined {
    const compiled = this.#compiler.compile(expression);
    if (!compiled.ok) throw new Error(`a template that was loaded has a bad expression: ${compiled.error.message}`);
    const translated = translateExpression(expression, this.#environment);
    if (translated.ok)
      return { variable: `variables.${this.#names.add(name, translated.value)}`, expression: compiled.value };
    this.#report(path, text, offset + translated.error.offset, translated.error.message);
    return undefined;
  }

  #report(path: FieldPath, text: string, offset: number, message: string): void {
    this.#source.reportInside('unsupported', path, message, { text, offset });
  }
}

interface ExpressionPart {
  readonly expression: string;
  readonly offset: number;
}

interface PlacedExpression extends ExpressionPart {
  readonly text: string;
}

interface Added {
  readonly variable: string;
  readonly expression: Expression;
}

/** Null and an empty optional leave the field out. Whether a value without a type is null, only the Pod tells. */
function wholeValue({ variable, expression }: Added): CelValue {
  const { kind } = shapeOf(expression.type);
  if (kind === 'optional') return { text: `${variable}.value()`, presence: `${variable}.hasValue()` };
  return kind === 'dyn' || kind === 'null' ? { text: variable, presence: `${variable} != null` } : { text: variable };
}

function nameOf(path: FieldPath): string {
  return path.filter((part) => part !== 'spec').join('_');
}

/** The type that all values have; `dyn` where they differ, or where one is left out for some Pods. */
function commonType(values: readonly TypedValue[]): string {
  const [first] = values;
  const isSame = values.every(({ type, presence }) => type === first?.type && presence === undefined);
  return isSame && first !== undefined ? first.type : 'dyn';
}

function entry(key: string, { text, presence }: CelValue, type: string): string {
  const value = type === 'dyn' ? `dyn(${text})` : text;
  return presence === undefined ? `${key}${value}` : `?${key}${presence} ? optional.of(${value}) : optional.none()`;
}

function celNumber(value: number): TypedValue {
  if (Number.isSafeInteger(value)) return { text: String(value), type: 'int' };
  return { text: /[.e]/.test(String(value)) ? String(value) : `${value}.0`, type: 'double' };
}
