import { describe, expect, it } from 'vitest';
import { blocksIn, DOCUMENTS, filesIn, readDocument } from './support/documents/markdown.ts';
import { showRun } from './support/documents/transcript.ts';
import { parseTemplate } from '../src/injection/template/parse-template.ts';
import { sha256Hex } from './support/load-example.ts';
import { makeTempFolder } from './support/temp-folder.ts';

/** Documents whose runs have tests of their own, which know what the standard error and the exit code are. */
const ELSEWHERE = new Set(['docs/cli.md', 'docs/manifests.md']);

interface DocumentedRun {
  readonly document: string;
  readonly line: string;
  /** What the document says that comes of it. */
  readonly shown: string;
}

/** The runs of our program that a document shows. */
function runsOf(document: string): readonly DocumentedRun[] {
  return blocksIn(readDocument(document))
    .filter(({ info }) => info === 'console')
    .map(({ text }) => {
      const [line = '', ...shown] = text.split('\n');
      return { document, line: line.replace(/^\$ /u, ''), shown: shown.join('\n') };
    });
}

const RUNS = DOCUMENTS.filter((document) => !ELSEWHERE.has(document)).flatMap(runsOf);

describe('what documents show of runs', () => {
  it.each(RUNS)('$document: $line', async ({ document, line, shown }) => {
    expect(await showRun(line, filesIn(readDocument(document)), makeTempFolder())).toBe(shown);
  });

  it('is something', () => {
    expect(RUNS.map(({ document }) => document)).toContain('docs/migration.md');
  });
});

describe('docs/migration.md', () => {
  const expressions = [...readDocument('docs/migration.md').matchAll(/`(?<text>\$\{\{ [^`…]+ \}\})`/gu)];

  it.each(expressions.map(({ groups }) => [groups?.['text'] ?? '']))(
    'names an expression that compiles: %s',
    (text) => {
      const container = { name: 'agent', image: 'registry.example/agent:1.2.0', args: [text] };
      const parsed = parseTemplate('agent.yaml', JSON.stringify({ containers: [container] }), sha256Hex);
      expect(parsed.ok ? parsed.value.warnings : parsed.error).toEqual([]);
    },
  );

  it('names several', () => {
    expect(expressions.length).toBeGreaterThanOrEqual(3);
  });
});
