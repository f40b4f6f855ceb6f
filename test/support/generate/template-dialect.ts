import type { Dialect, JsonSchemaObject } from './json-schema.ts';
import { firstSentence } from './first-sentence.ts';
import { INT32, QUANTITY } from './leaf-patterns.ts';

/** A string that is one expression: its value takes the place of the string, with its type. */
const EXPRESSION = String.raw`^\$\{\{[\s\S]*\}\}$`;
/** A string with an expression in it: nothing more is known of it. */
const TEXT_WITH_EXPRESSION = String.raw`\$\{\{[\s\S]*\}\}`;

const ANY_TEXT_WITH_EXPRESSION = { type: 'string', pattern: TEXT_WITH_EXPRESSION } as const;

/** A keyword of editors: what they say of text that is not an expression. */
const orExpression = (what: string): JsonSchemaObject => ({
  pattern: EXPRESSION,
  patternErrorMessage: `Expected ${what}, or one \${{ expression }}.`,
});

/** What a template may hold where a Pod holds a field: the field's value, or an expression that yields it. */
export const TEMPLATE_DIALECT: Dialect = {
  leaves: {
    Boolean: { type: ['boolean', 'string'], ...orExpression('true or false') },
    FieldsV1: { type: 'object' },
    Integer: { type: ['integer', 'string'], ...orExpression('a whole number') },
    IntOrString: { type: ['integer', 'string'], ...INT32 },
    Quantity: {
      anyOf: [
        {
          type: ['number', 'string'],
          pattern: QUANTITY,
          patternErrorMessage: 'Expected a quantity such as 100m or 64Mi.',
        },
        ANY_TEXT_WITH_EXPRESSION,
      ],
    },
    Time: { type: 'string' },
  },
  string: { type: 'string' },
  array: { type: ['array', 'string'], ...orExpression('a list') },
  object: { type: ['object', 'string'], ...orExpression('a mapping') },
  leafOf: (type) => ({ boolean: 'Boolean', integer: 'Integer' })[type],
  choice: (values) => ({
    anyOf: [{ type: 'string', enum: values.filter((value) => value !== '') }, ANY_TEXT_WITH_EXPRESSION],
  }),
  describe: ({ description }) => (description === undefined ? {} : { description: firstSentence(description) }),
};
