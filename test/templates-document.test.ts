import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { OVERRIDES_ANNOTATION, PREFIX, RETIRED_ANNOTATION } from '../src/injection/annotations.ts';
import { ADVICE, COMPREHENSIONS, FUNCTIONS, METHODS, SPECIAL_METHODS } from '../src/injection/expression/functions.ts';
import * as expressionLimits from '../src/injection/expression/limits.ts';
import { injectPod } from '../src/injection/inject-pod.ts';
import type { JsonObject } from '../src/injection/json.ts';
import { MAX_VALUE_LENGTH } from '../src/injection/template/parameter.ts';
import { parseTemplate } from '../src/injection/template/parse-template.ts';
import { MAX_DEPTH, MAX_PROBLEMS, MAX_TEMPLATE_LENGTH } from '../src/injection/template/source-document.ts';
import { REFUSED_FIELDS, STRUCTURED_FIELDS, TEMPLATE_FIELDS } from '../src/injection/template/template-fields.ts';
import { setOf, sha256Hex, subjectOf } from './support/load-example.ts';

const DOCUMENT = readFileSync(new URL('../docs/templates.md', import.meta.url), 'utf8');
const SCHEMA = new URL('../schema/template.schema.json', import.meta.url);
const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true });
ajv.addKeyword({ keyword: 'patternErrorMessage', schemaType: 'string' });
const validate = ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')) as JsonObject);

/** The fenced blocks that are marked in one way: `yaml template`, `yaml refused`, or `yaml` alone. */
function blocks(mark: string): readonly string[] {
  return [...DOCUMENT.matchAll(/^```(?<mark>[^\n]+)\n(?<text>[^]*?)^```$/gm)]
    .filter(({ groups }) => groups?.['mark'] === mark)
    .map(({ groups }) => groups?.['text'] ?? '');
}

function numbered(mark: string): readonly { readonly number: number; readonly text: string }[] {
  return blocks(mark).map((text, index) => ({ number: index + 1, text }));
}

/** The cells of each row of the table under a heading; its first row is the one after the head. */
function rowsUnder(heading: string): readonly (readonly string[])[] {
  const section = DOCUMENT.split(/^##+ /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** What stands between backticks. */
function codeIn(text: string): readonly string[] {
  return [...text.matchAll(/`(?<code>[^`]+)`/g)].map(({ groups }) => groups?.['code'] ?? '');
}

function namesOf(keys: readonly string[]): readonly string[] {
  return [...new Set(keys.map((key) => key.replace(/\/\d$/, '')))].toSorted();
}

describe('docs/templates.md', () => {
  it('shows templates', () => {
    expect(blocks('yaml template').length).toBeGreaterThan(9);
  });

  it.each(numbered('yaml template'))('shows a good template, which the schema takes: number $number', ({ text }) => {
    const parsed = parseTemplate('agent.yaml', text, sha256Hex);
    expect(parsed.ok ? parsed.value.warnings : parsed.error).toEqual([]);
    expect(validate(parse(text)) ? [] : validate.errors).toEqual([]);
  });

  it.each(numbered('yaml refused'))('shows a template that is refused: number $number', ({ text }) => {
    const parsed = parseTemplate('agent.yaml', text, sha256Hex);
    expect(parsed.ok ? [] : parsed.error.map(({ code }) => code)).toEqual(['refused-field', 'undefined-volume']);
  });

  it('shows an override that its first template fills in', () => {
    const pod = blocks('yaml').find((text) => text.includes('image: auto')) ?? '';
    const [template = ''] = blocks('yaml template');
    const outcome = injectPod(subjectOf(parse(pod) as JsonObject), setOf({ agent: template }));
    expect(outcome.decision.action).toBe('inject');
    expect(outcome.pod).toMatchObject({
      metadata: { annotations: { [OVERRIDES_ANNOTATION]: 'agent' } },
      spec: { containers: [{ name: 'shop' }, { name: 'agent', image: 'registry.example/agent:1.2.0' }] },
    });
  });

  it('shows parameters that its template takes, and a name that was retired', () => {
    const [params = '', retired = ''] = blocks('yaml').filter((text) => text.startsWith('metadata:'));
    const template = blocks('yaml template').find((text) => text.includes('sampling')) ?? '';
    const { annotations } = (parse(params) as { metadata: { annotations: JsonObject } }).metadata;
    const asked = { ...annotations, [`${PREFIX}inject`]: 'agent', [`${PREFIX}agent.tenant`]: 'shop' };
    const pod = { metadata: { annotations: asked }, spec: { containers: [{ name: 'app', image: 'shop:1' }] } };
    const outcome = injectPod(subjectOf(pod), setOf({ agent: template }));
    expect(outcome.pod).toMatchObject({
      spec: { containers: [{ name: 'app' }, { args: ['--level=debug', '--sampling=0.5', '--tenant=shop'] }] },
    });
    expect(retired).toContain(`${RETIRED_ANNOTATION}: `);
  });
});

describe('the tables of docs/templates.md', () => {
  it('have every field of a template, and no other', () => {
    const listed = rowsUnder('Fields').flatMap(([field = '']) => codeIn(field));
    expect(listed.toSorted()).toEqual([...Object.keys(TEMPLATE_FIELDS), ...STRUCTURED_FIELDS].toSorted());
  });

  it('have the choices of each field', () => {
    const listed = new Map(
      rowsUnder('Fields').map(([field = '', values = '']) => [field.replaceAll('`', ''), codeIn(values)]),
    );
    const chosen = Object.entries(TEMPLATE_FIELDS).filter(([, schema]) => schema.enum !== undefined);
    expect(chosen.map(([field]) => [field, listed.get(field)])).toEqual(
      chosen.map(([field, schema]) => [field, schema.enum]),
    );
  });

  it('have every field of a PodSpec that a template may not set, with the reason', () => {
    const listed = rowsUnder('What a template may not set').flatMap(([fields = '', reason = '']) =>
      codeIn(fields).map((field) => [field, reason] as const),
    );
    expect(new Map(listed)).toEqual(new Map(REFUSED_FIELDS));
  });

  it('have every function of expressions, and what is not offered', () => {
    const [, table = ''] = /\*\*What there is\.\*\*(?<table>[^]*?)\*\*What there is not\*\*/.exec(DOCUMENT) ?? [];
    const rows = table.split('\n').filter((line) => line.startsWith('| ') && line.includes('`'));
    const offered = [
      ...Object.keys(FUNCTIONS),
      'has/1',
      ...Object.keys(METHODS),
      ...COMPREHENSIONS,
      ...SPECIAL_METHODS,
    ];
    expect([...new Set(rows.flatMap(codeIn))].toSorted()).toEqual(namesOf(offered));
    const [, refused = ''] = /\*\*What there is not\*\*(?<list>[^;]*);/.exec(DOCUMENT) ?? [];
    expect(codeIn(refused)).toEqual(Object.keys(ADVICE).filter((name) => name !== 'matches'));
  });

  it('have every limit', () => {
    const numbers = rowsUnder('Limits').map(([, value = '']) => Number(value.replaceAll(',', '')));
    expect(numbers).toEqual([
      MAX_TEMPLATE_LENGTH,
      MAX_DEPTH,
      MAX_PROBLEMS,
      MAX_VALUE_LENGTH,
      expressionLimits.MAX_SOURCE_LENGTH,
      expressionLimits.MAX_NODES,
      expressionLimits.MAX_DEPTH,
      expressionLimits.MAX_LITERAL_ELEMENTS,
      expressionLimits.MAX_ELEMENTS,
      expressionLimits.MAX_PATTERN_LENGTH,
      expressionLimits.REVIEW_UNITS,
    ]);
  });
});
