import { describe, expect, it } from 'vitest';
import { loadTemplates, NO_TEMPLATES } from '../../../src/injection/template/load-templates.ts';
import { parseTemplate } from '../../../src/injection/template/parse-template.ts';
import type { TemplateProblem } from '../../../src/injection/template/problem.ts';
import { SAMPLE_PODS } from '../../../src/injection/template/sample-pods.ts';
import { sha256Hex } from '../../support/load-example.ts';

const describeProblem = ({ code, path, line, column }: TemplateProblem): string => `${code} ${path} ${line}:${column}`;

/** `code path line:column` of each problem; empty for a good template. */
function problemsOf(text: string): readonly string[] {
  const parsed = parseTemplate('envoy', text, sha256Hex);
  return parsed.ok ? [] : parsed.error.map(describeProblem);
}

function messagesOf(text: string): readonly string[] {
  const parsed = parseTemplate('envoy', text, sha256Hex);
  return parsed.ok ? [] : parsed.error.map(({ message }) => message);
}

function warningsOf(text: string): readonly string[] {
  const parsed = parseTemplate('envoy', text, sha256Hex);
  expect(parsed.ok ? [] : parsed.error).toStrictEqual([]);
  return parsed.ok ? parsed.value.warnings.map(({ code, message }) => `${code}: ${message}`) : [];
}

const ENVOY = 'containers: [{name: envoy, image: "e:1"}]';
/** A template of which the one parameter has this declaration. */
const declaring = (declaration: string): string =>
  `params: {a: ${declaration}}\ncontainers: [{name: envoy, image: "e:1", args: ["a \${{ params.a }}"]}]`;
const withArg = (arg: string): string => `containers:\n  - name: envoy\n    image: e:1\n    args: ["${arg}"]\n`;

describe('a declaration of a parameter', () => {
  it.each([
    '{type: string, default: ""}',
    '{type: string, default: x, pattern: "^[a-z]+$", description: a letter}',
    '{type: integer, default: -3, minimum: -3}',
    '{type: number, default: 0.5, maximum: 1, enum: [0.5, 1]}',
    '{type: boolean, default: false}',
  ])('may be %s', (declaration) => {
    expect(problemsOf(declaring(declaration))).toStrictEqual([]);
  });

  it.each([
    ['x', 'wrong-type params.a 1:13'],
    ['{default: x}', 'invalid-parameter params.a.type 1:13'],
    ['{type: int, default: 1}', 'invalid-parameter params.a.type 1:20'],
    ['{type: string}', 'invalid-parameter params.a 1:13'],
    ['{type: string, default: 5}', 'invalid-parameter params.a.default 1:37'],
    ['{type: integer, default: "5"}', 'invalid-parameter params.a.default 1:38'],
    ['{type: integer, default: 1.5}', 'invalid-parameter params.a.default 1:38'],
    ['{type: boolean, default: 1}', 'invalid-parameter params.a.default 1:38'],
    ['{type: integer, default: 5, maximum: 4}', 'invalid-parameter params.a.default 1:38'],
    ['{type: integer, default: 5, minimum: 6, maximum: 5}', 'invalid-parameter params.a.default 1:38'],
    ['{type: string, default: a, pattern: "^b"}', 'invalid-parameter params.a.default 1:37'],
    ['{type: string, default: a, enum: [b]}', 'invalid-parameter params.a.default 1:37'],
    ['{type: string, default: a, enum: []}', 'invalid-parameter params.a.enum 1:46'],
    ['{type: string, default: a, enum: [1]}', 'invalid-parameter params.a.enum 1:46'],
    ['{type: string, default: a, minimum: 1}', 'invalid-parameter params.a.minimum 1:49'],
    ['{type: integer, default: 1, pattern: x}', 'invalid-parameter params.a.pattern 1:50'],
    ['{type: string, default: a, pattern: "("}', 'invalid-parameter params.a.pattern 1:49'],
    ['{type: string, default: a, pattern: "(?=a)"}', 'invalid-parameter params.a.pattern 1:49'],
    ['{type: string, default: a, pattern: "(a{1000}){1000}"}', 'invalid-parameter params.a.pattern 1:49'],
    ['{type: string, default: a, defualt: b}', 'unknown-field params.a.defualt 1:40'],
    ['{type: string, default: a, description: 1}', 'wrong-type params.a.description 1:53'],
  ])('may not be %s', (declaration, expected) => {
    expect(problemsOf(declaring(declaration))).toContain(expected);
  });

  it('has a name that an expression can use', () => {
    for (const name of ['A', '1a', 'a-b', 'namespace', 'in', 'a'.repeat(32)])
      expect(problemsOf(`params: {"${name}": {type: string, default: x}}\n${ENVOY}`)[0]).toMatch(/^invalid-name/);
  });

  it('must be of use', () => {
    const text = `params: {a: {type: string, default: x}}\n${ENVOY}`;
    expect(problemsOf(text)).toStrictEqual(['invalid-parameter params.a 1:10']);
    expect(problemsOf(`when: "params.a == 'x'"\n${text}`)).toStrictEqual([]);
  });

  it('must be there', () => {
    expect(messagesOf(withArg('${{ params.b }}'))[0]).toContain('b');
    expect(problemsOf(withArg('a ${{ params.b }}'))).toStrictEqual(['invalid-expression containers[0].args[0] 4:26']);
  });
});

describe('an expression', () => {
  it.each([
    ['${{ object.spec.contaners }}', 'object.spec has no field "contaners": did you mean "containers"?'],
    ['${{ pod.metadata.name }}', 'pod'],
    ['${{ 1 + }}', 'ends too early'],
    ['${{ object.metadata.labels }}', 'the expression gives map'],
    ['a ${{ object.metadata.labels }}', 'only texts, numbers and booleans can stand inside a text'],
    ['${{ object.metadata.name', 'not closed'],
    ['${{ }}', 'empty'],
    ["${{ object.metadata.name.matches('^(a+)+$' + object.metadata.name) }}", 'matches'],
    ['${{ object.spec.containers.all(c, object.spec.containers.all(d, d.name == c.name)) ? 1 : 2 }}', 'inside'],
  ])('%s is refused at load, in words', (text, words) => {
    const messages = messagesOf(withArg(text));
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain(words);
  });

  it.each([
    ['ports: [{containerPort: "${{ object.metadata.name }}"}]', 'containers[0].ports[0].containerPort 4:30'],
    ['ports: [{containerPort: "a${{ 1 }}"}]', 'containers[0].ports[0].containerPort 4:29'],
    ['tty: "${{ 1 }}"', 'containers[0].tty 4:11'],
    ['command: "${{ object.metadata.name }}"', 'containers[0].command 4:15'],
  ])('whose type does not fit is refused: %s', (field, place) => {
    const text = `containers:\n  - name: envoy\n    image: e:1\n    ${field}\n`;
    expect(problemsOf(text).map((problem) => problem.replace(/:\d+$/, ''))).toStrictEqual([
      `invalid-expression ${place.replace(/:\d+$/, '')}`,
    ]);
  });

  it.each([
    ['a container', 'containers: ["${{ object.spec.containers[0] }}"]', 'invalid-expression containers[0]'],
    ['all containers', 'containers: "${{ object.spec.containers }}"', 'invalid-expression containers'],
    ['a volume', `${ENVOY}\nvolumes: ["\${{ object.spec.volumes[0] }}"]`, 'invalid-expression volumes[0]'],
    ['the name of a container', 'containers: [{name: "a${{ 1 }}", image: x}]', 'invalid-value containers[0].name'],
    ['an option', `onConflict: "\${{ 'keep' }}"\n${ENVOY}`, 'invalid-value onConflict'],
  ])('cannot stand for %s', (_, text, expected) => {
    expect(problemsOf(text).map((problem) => problem.replace(/ \d+:\d+$/, ''))).toContain(expected);
  });

  it('that fails on a sample Pod is worth a warning', () => {
    expect(warningsOf(withArg('${{ object.metadata.labels.app }}'))).toStrictEqual([
      expect.stringContaining('sample-failed: tried on a Pod with nothing but a container'),
      expect.stringContaining('sample-failed: tried on the Pod of a Job'),
    ]);
    expect(warningsOf(withArg("${{ object.metadata.?labels.?app.orValue('none') }}"))).toStrictEqual([]);
  });

  it('in a condition must be true or false, and stands without braces', () => {
    expect(messagesOf(`when: "object.metadata.name"\n${ENVOY}`)[0]).toContain('must be true or false');
    expect(messagesOf(`when: "\${{ true }}"\n${ENVOY}`)[0]).toContain('write it without ${{ }}');
    expect(messagesOf(`when: true\n${ENVOY}`)[0]).toContain('write it in quotes');
  });
});

describe('a dry run', () => {
  it('refuses a template that makes Pods which are none', () => {
    const text =
      'containers: [{name: envoy, image: "e:1", livenessProbe: {httpGet: {port: 1}, periodSeconds: "${{ 4294967296 }}"}}]';
    expect(problemsOf(text)).toStrictEqual(Array(SAMPLE_PODS.length).fill('dry-run-failed  1:1'));
  });

  it('warns of templates that bring a container of one name', () => {
    const source = {
      data: new Map([
        ['a', `default: true\n${ENVOY}`],
        ['b', ENVOY],
      ]),
      retired: new Set<string>(),
    };
    const { problems, warnings } = loadTemplates(NO_TEMPLATES, source, sha256Hex);
    expect([...problems]).toStrictEqual([]);
    expect([...warnings]).toMatchObject([
      ['b', [{ code: 'same-container', message: expect.stringContaining('"envoy"') as string }]],
    ]);
  });
});
