import { describeMisfit, isInterpolable } from '../expression/fits-field.ts';
import type { Expression, ExpressionCompiler } from '../expression/expression.ts';
import { splitText, type TextPart } from '../expression/expression-text.ts';
import { findValueMisfit } from '../expression/value-misfit.ts';
import { quote, type Json } from '../json.ts';
import type { FieldSchema } from '../pod-schema.generated.ts';
import { findRuleBreach } from './field-rules.ts';
import { formatPath, type FieldPath } from './problem.ts';
import type { CompiledValue, RenderContext } from './rendering.ts';
import type { SourceDocument } from './source-document.ts';

/** A string in a template: where it stands, and what the field may hold. */
export interface Site {
  readonly path: FieldPath;
  readonly schema: FieldSchema;
  /** `Definition.field`, where more than the type is known of the value. */
  readonly place: string | undefined;
}

type Piece = string | Expression;
type ExpressionPart = Extract<TextPart, { readonly expression: string }>;

/** Whether a string has an expression, or the escape of one. */
export function hasExpression(text: string): boolean {
  return text.includes('${{');
}

/** The expressions of one template: compiled where they are found, and looked up when the template is put together. */
export class ExpressionSites {
  readonly #source: SourceDocument;
  readonly #compiler: ExpressionCompiler;
  readonly #compiled = new Map<string, CompiledValue>();
  readonly #params = new Set<string>();
  #hasProblems = false;

  constructor(source: SourceDocument, compiler: ExpressionCompiler) {
    this.#source = source;
    this.#compiler = compiler;
  }

  /** The names of the parameters that an expression reads. */
  get usedParams(): ReadonlySet<string> {
    return this.#params;
  }

  /** Whether some expression could not be compiled, so that it is not known what it would have read. */
  get hasProblems(): boolean {
    return this.#hasProblems;
  }

  /** What stands at a path; `undefined` where no expression does. */
  compiledAt(path: FieldPath): CompiledValue | undefined {
    return this.#compiled.get(formatPath(path));
  }

  /** Compiles a condition, which is an expression without braces that gives a bool. */
  compileCondition(path: FieldPath, text: string): Expression | undefined {
    if (hasExpression(text)) {
      this.#report(path, text, 'a condition is an expression already: write it without ${{ }}', 0);
      return undefined;
    }
    const expression = this.#compile(path, text, { expression: text, offset: 0 });
    const misfit = expression === undefined ? undefined : describeMisfit(expression.type, { type: 'boolean' });
    if (misfit !== undefined) this.#report(path, text, `the condition must be true or false: ${misfit}`, 0);
    return expression;
  }

  /** Compiles a string with expressions, and reports what is wrong with it. */
  add(text: string, site: Site): void {
    const parts = splitText(text);
    if (!parts.ok) {
      this.#report(site.path, text, parts.error.message, parts.error.offset);
      return;
    }
    const pieces = parts.value.map((part) => this.#compilePart(part, text, site));
    if (!pieces.every((piece) => piece !== undefined)) return;
    const [only] = pieces;
    const isWhole = pieces.length === 1 && typeof only === 'object';
    const misfit = isWhole ? describeMisfit(only.type, site.schema) : findTextMisfit(pieces, site.schema);
    if (misfit !== undefined) this.#report(site.path, text, misfit, 0);
    else this.#compiled.set(formatPath(site.path), isWhole ? wholeValue(only, site) : textValue(pieces, site));
  }

  #compilePart(part: TextPart, text: string, { path }: Site): Piece | undefined {
    return 'literal' in part ? part.literal : this.#compile(path, text, part);
  }

  #compile(path: FieldPath, text: string, { expression, offset }: ExpressionPart): Expression | undefined {
    const compiled = this.#compiler.compile(expression);
    if (!compiled.ok) {
      this.#report(path, text, compiled.error.message, offset + compiled.error.offset);
      return undefined;
    }
    for (const name of compiled.value.params) this.#params.add(name);
    return compiled.value;
  }

  #report(path: FieldPath, text: string, message: string, offset: number): void {
    this.#hasProblems = true;
    this.#source.reportInside('invalid-expression', path, message, { text, offset });
  }
}

function findTextMisfit(pieces: readonly Piece[], schema: FieldSchema): string | undefined {
  if (!['string', 'Quantity', 'IntOrString', 'any'].includes(schema.type))
    return 'text around an expression makes a text of it, which cannot stand here: keep the expression alone';
  const misfit = pieces.find((piece) => typeof piece === 'object' && !isInterpolable(piece.type));
  return misfit === undefined ? undefined : 'only texts, numbers and booleans can stand inside a text';
}

function wholeValue(expression: Expression, site: Site): CompiledValue {
  return {
    render: (context) => {
      const value = evaluate(expression, site, context);
      return value === undefined ? undefined : checked(value, site, context);
    },
  };
}

function textValue(pieces: readonly Piece[], site: Site): CompiledValue {
  if (pieces.every((piece) => typeof piece === 'string')) return { constant: pieces.join('') };
  return {
    render: (context) => {
      let text = '';
      for (const piece of pieces) text += typeof piece === 'string' ? piece : interpolate(piece, site, context);
      return checked(text, site, context);
    },
  };
}

function interpolate(expression: Expression, site: Site, context: RenderContext): string {
  const value = evaluate(expression, site, context);
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  fail(
    context,
    site,
    `\${{ ${expression.source.trim()} }} gave ${value === undefined ? 'nothing' : quote(value)}, no text`,
  );
  return '';
}

function evaluate(expression: Expression, site: Site, context: RenderContext): Json | undefined {
  if (context.failure !== undefined) return undefined;
  const result = expression.evaluate(context.scope, context.budget);
  if (result.ok) return result.value;
  fail(context, site, result.error);
  return undefined;
}

/** A value that the API server would refuse, or that would be no such field, fails like the expression itself. */
function checked(value: Json, site: Site, context: RenderContext): Json | undefined {
  if (context.failure !== undefined) return undefined;
  const misfit = findValueMisfit(value, site.schema) ?? findRuleBreach(site.place, value);
  if (misfit === undefined) return value;
  fail(context, site, misfit);
  return undefined;
}

function fail(context: RenderContext, { path }: Site, message: string): void {
  context.failure ??= `${formatPath(path)}: ${message}`;
}
