import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { transformSync } from 'esbuild';
import type { JsonSchemaObject } from './json-schema.ts';

/** Short lines, so that a change of one definition does not change the rest. */
const LINE_LENGTH = 160;

/**
 * The text of `pod-validator.generated.js`: the schema as plain functions that need no library.
 *
 * @throws When the code would import something.
 * @see https://ajv.js.org/standalone.html
 */
export function renderPodValidator(schema: JsonSchemaObject): string {
  const ajv = new Ajv({
    allErrors: true,
    // One function for each definition: the same code inlined everywhere is half as large again.
    inlineRefs: false,
    messages: false,
    strict: true,
    allowUnionTypes: true,
    code: { esm: true, source: true, lines: true },
  });
  const { code } = transformSync(standaloneCode.default(ajv, ajv.compile(schema)), {
    format: 'esm',
    target: 'node22',
    charset: 'utf8',
    minify: true,
    treeShaking: true,
    lineLimit: LINE_LENGTH,
    legalComments: 'none',
  });
  if (/\bimport\b|\brequire\(/.test(code)) throw new Error('the validator would need a library');
  return `// Written by \`npm run generate\` from schema/pod.schema.json. Do not edit.\n${code}`;
}
