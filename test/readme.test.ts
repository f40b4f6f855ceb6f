import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { validate } from '../src/admission/validate.ts';
import { loadTemplates, NO_TEMPLATES } from '../src/injection/template/load-templates.ts';
import { parseManifest } from '../src/injection/template/manifest.ts';
import { configMapReview } from './support/configmap-review.ts';
import { DOCUMENTS } from './support/documents/markdown.ts';
import { sha256Hex } from './support/load-example.ts';
import { REPOSITORY } from './support/serve-process.ts';

const read = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const documents = DOCUMENTS;

/** The fenced blocks of a language in a Markdown file. */
function blocks(file: string, language: string): readonly string[] {
  return [...read(file).matchAll(/^```(?<language>\w*)\n(?<text>[^]*?)^```$/gm)]
    .filter(({ groups }) => groups?.['language'] === language)
    .map(({ groups }) => groups?.['text'] ?? '');
}

describe('the documents', () => {
  it.each(documents)('%s names only npm scripts that exist', (file) => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...read(file).matchAll(/npm run (?<name>[a-z:]+)/g)].map(({ groups }) => groups?.['name'] ?? '');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    expect(['start', 'test'].every((name) => name in scripts)).toBe(true);
  });

  it.each(documents)('%s links only to files that exist', (file) => {
    const links = [...read(file).matchAll(/\]\((?<target>[^)#:]+)\)/g)].map(({ groups }) => groups?.['target'] ?? '');
    const folder = new URL('.', new URL(file, new URL('../', import.meta.url)));
    for (const link of links) expect(existsSync(new URL(link, folder)), link).toBe(true);
  });

  it('README.md shows a template that loads', () => {
    const [example = ''] = blocks('README.md', 'yaml');
    const manifest = parseManifest(example);
    expect(manifest.ok).toBe(true);
    if (!manifest.ok) return;
    const loaded = loadTemplates(NO_TEMPLATES, manifest.value.source, sha256Hex);
    expect([...loaded.problems]).toEqual([]);
    expect([...loaded.set.templates.keys()]).toEqual(['envoy']);
  });

  it('README.md shows the problem of a misspelt field as it is reported', () => {
    const [example = ''] = blocks('README.md', 'yaml');
    const manifest = parseManifest(example.replace('image:', 'imge:'));
    if (!manifest.ok) throw new Error('the example does not load');
    const { problems } = loadTemplates(NO_TEMPLATES, manifest.value.source, sha256Hex);
    const problem = (problems.get('envoy.yaml') ?? []).find(({ code }) => code === 'unknown-field');
    if (problem === undefined) throw new Error('the misspelt field is not found');
    const { line, column } = manifest.value.locate('envoy.yaml', problem);
    expect(read('README.md')).toContain(
      `my-sidecars.yaml:${line}:${column}: envoy.yaml: ${problem.path}: ${problem.message}`,
    );
  });

  it('README.md shows what kubectl says of it as it is answered', () => {
    const [example = ''] = blocks('README.md', 'yaml');
    const configMap: unknown = parse(example.replace('image:', 'imge:'));
    const reviewed = validate(configMapReview(configMap), { templateConfigMap: undefined, sha256Hex });
    if (!reviewed.ok) throw new Error(reviewed.error.message);
    const causes = reviewed.value.response.response.status?.details?.causes ?? [];
    const lines = causes.map(({ field, message }) => `* ${field}: ${message}`);
    expect(causes).toHaveLength(2);
    expect(read('README.md')).toContain(['The ConfigMap "envoy-initializer" is invalid:', ...lines, '```'].join('\n'));
  });

  it('README.md names the help that exists', () => {
    const help = execFileSync(process.execPath, ['src/main.ts', 'serve', '--help'], {
      cwd: REPOSITORY,
      encoding: 'utf8',
    });
    const flags = [...read('README.md').matchAll(/`--(?<flag>[a-z-]+)`/g)].map(({ groups }) => groups?.['flag'] ?? '');
    expect(flags.filter((flag) => !help.includes(`--${flag} `))).toEqual([]);
  });
});
