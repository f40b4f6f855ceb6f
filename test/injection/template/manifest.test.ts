import { describe, expect, it } from 'vitest';
import { parseManifest, type TemplateManifest } from '../../../src/injection/template/manifest.ts';
import { parseTemplate } from '../../../src/injection/template/parse-template.ts';
import { sha256Hex } from '../../support/load-example.ts';

function read(text: string): TemplateManifest {
  const manifest = parseManifest(text);
  if (!manifest.ok) throw new Error(JSON.stringify(manifest.error));
  return manifest.value;
}

function problemsOf(text: string): readonly string[] {
  const manifest = parseManifest(text);
  return manifest.ok ? [] : manifest.error.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

/** Where the first problem of a key stands in the manifest, and the text that stands there. */
function locate(text: string, key = 'envoy'): string {
  const { source, locate: place } = read(text);
  const parsed = parseTemplate(key, source.data.get(key) ?? '', sha256Hex);
  const problem = parsed.ok ? undefined : parsed.error[0];
  if (problem === undefined) return 'no problem';
  const { line, column } = place(key, problem);
  return `${line}:${column} ${(text.split(/\r?\n/)[line - 1] ?? '').slice(column - 1, column + 5)}`;
}

const manifest = (...lines: readonly string[]): string => ['kind: ConfigMap', 'data:', ...lines, ''].join('\n');

describe('parseManifest', () => {
  it('reads templates and the names of retired ones', () => {
    const text = manifest('  a: |', '    x: 1', '  b: "y"').replace(
      'data:',
      'metadata: {annotations: {sidecar-injector.dev/retired: "c, d"}}\ndata:',
    );
    expect(read(text).source).toStrictEqual({
      data: new Map([
        ['a', 'x: 1\n'],
        ['b', 'y'],
      ]),
      retired: new Set(['c', 'd']),
    });
  });

  it('passes over other documents of the file', () => {
    const text = `kind: Namespace\n---\n${manifest('  a: x')}---\n# nothing\n---\n[]\n`;
    expect(read(text).source.data).toStrictEqual(new Map([['a', 'x']]));
  });

  it.each<[string, string, readonly string[]]>([
    ['nothing', '', ['1:1 no ConfigMap in it: expected kind: ConfigMap with templates under data']],
    ['no ConfigMap', 'kind: Pod\n', ['1:1 no ConfigMap in it: expected kind: ConfigMap with templates under data']],
    [
      'two ConfigMaps',
      `${manifest('  a: x')}---\n${manifest('  b: x')}`,
      ['4:1 more than one ConfigMap in it: keep one'],
    ],
    ['no data', 'kind: ConfigMap\n', ['1:1 the ConfigMap has no data: each key under data is a template']],
    ['empty data', 'kind: ConfigMap\ndata: {}\n', ['1:1 the ConfigMap has no data: each key under data is a template']],
    [
      'a value that is no text',
      manifest('  a: {x: 1}', '  b: 5', '  c: x'),
      [
        '3:3 the value of "a" must be text: write it as a block, with |',
        '4:3 the value of "b" must be text: write it as a block, with |',
      ],
    ],
    [
      'no YAML',
      'kind: ConfigMap\ndata: [\n',
      ['3:1 Flow sequence in block collection must be sufficiently indented and end with a ]'],
    ],
  ])('of %s says what is wrong and where', (_, text, expected) => {
    expect(problemsOf(text)).toStrictEqual(expected);
  });

  it.each<[string, string, string]>([
    ['a block', manifest('  envoy: |', '    containers:', '    - imagee: x'), '5:7 imagee'],
    ['a block of another indentation', manifest('      envoy: |', '            imagee: x'), '4:13 imagee'],
    ['a block without the last line break', manifest('  envoy: |-', '    imagee: x'), '4:5 imagee'],
    ['a block with all line breaks', manifest('  envoy: |+', '    imagee: x', ''), '4:5 imagee'],
    ['a block with a comment in its header', manifest('  envoy: | # it', '    imagee: x'), '4:5 imagee'],
    ['a block after empty lines', manifest('  envoy: |', '', '  ', '    imagee: x'), '6:5 imagee'],
    ['a block with empty lines in it', manifest('  envoy: |', '    default: true', '', '    imagee: x'), '6:5 imagee'],
    ['a block that says its indentation', manifest('  envoy: |2', '    imagee: x'), '4:5 imagee'],
    ['a block that says less than it has', manifest('  envoy: |2', '      imagee: x'), '4:7 imagee'],
    ['the second block', manifest('  other: |', '    a: b', '  envoy: |', '    imagee: x'), '6:5 imagee'],
    ['a block under a quoted key', manifest('  "envoy": |', '    imagee: x'), '4:5 imagee'],
    ['a folded text', manifest('  envoy: >', '    imagee: x'), '3:10 >'],
    ['a quoted text', manifest('  envoy: "imagee: x"'), '3:10 "image'],
    ['a plain text', manifest('  envoy: imagee'), '3:10 imagee'],
  ])('finds a problem in %s', (_, text, expected) => {
    expect(locate(text)).toBe(expected);
  });

  it('finds a problem where lines end with CR LF', () => {
    expect(locate(manifest('  envoy: |', '', '    imagee: x').replaceAll('\n', '\r\n'))).toBe('5:5 imagee');
  });

  it('has the start of the file for a key that is not there', () => {
    expect(read(manifest('  a: x')).locate('b', { line: 3, column: 3 })).toStrictEqual({ line: 1, column: 1 });
  });
});
