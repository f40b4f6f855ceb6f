import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const REPOSITORY = join(import.meta.dirname, '..', '..', '..');

/** Every document of the repository that people read, by its path in it. */
export const DOCUMENTS: readonly string[] = globSync(
  ['*.md', 'docs/**/*.md', 'deploy/**/*.md', 'schema/*.md', 'webhook-config/*.md'],
  { cwd: REPOSITORY },
).toSorted();

/** The text of a document. */
export function readDocument(path: string): string {
  return readFileSync(join(REPOSITORY, path), 'utf8');
}

/** A fenced block of a document. */
export interface Block {
  /** What stands behind the opening fence: `sh`, `yaml template`. */
  readonly info: string;
  readonly text: string;
}

const FENCED = /^ *```(?<info>[^\n`]*)\n(?<text>[^]*?)^ *```$/gmu;

/** The fenced blocks of a Markdown text, in order. */
export function blocksIn(markdown: string): readonly Block[] {
  return [...markdown.matchAll(FENCED)].map(({ groups }) => ({
    info: groups?.['info']?.trim() ?? '',
    text: groups?.['text'] ?? '',
  }));
}

/**
 * The commands that a document tells its reader to run: the lines of its `sh` blocks, and those behind a `$` in any block. Lines that
 * go on are joined; comments are left out.
 */
export function commandsIn(markdown: string): readonly string[] {
  return blocksIn(markdown).flatMap(({ info, text }) => {
    const joined = text.replaceAll(/\\\n\s*/gu, '').split('\n');
    const lines = info === 'sh' ? joined : joined.filter((line) => line.startsWith('$ ')).map((line) => line.slice(2));
    return lines.map(withoutComment).filter((line) => line !== '');
  });
}

function withoutComment(line: string): string {
  return line.replace(/(?:^|\s+)# .*$/u, '').trim();
}

/** The files that a document shows: YAML blocks whose first line is their name. */
export function filesIn(markdown: string): ReadonlyMap<string, string> {
  const named = blocksIn(markdown).flatMap(({ info, text }) => {
    const name = /^# (?<name>[\w.-]+\.yaml)\n/u.exec(text)?.groups?.['name'];
    return info.startsWith('yaml') && name !== undefined ? [[name, text] as const] : [];
  });
  return new Map(named);
}

/** A link of a document to something in the repository. */
export interface Link {
  /** As written; empty for the document itself. */
  readonly path: string;
  /** Without `#`; empty where there is none. */
  readonly anchor: string;
}

/** The links that leave the repository left out, and whatever stands in fenced blocks or code. */
export function linksIn(markdown: string): readonly Link[] {
  const prose = markdown.replaceAll(FENCED, '').replaceAll(/`[^`\n]*`(?<link>\]?)/gu, '$<link>');
  return [...prose.matchAll(/\]\((?!\w+:)(?<path>[^)#\s]*)(?:#(?<anchor>[^)\s]*))?\)/gu)].map(({ groups }) => ({
    path: groups?.['path'] ?? '',
    anchor: groups?.['anchor'] ?? '',
  }));
}

/** The anchors of a document's headings, as the usual renderers of Markdown name them. */
export function anchorsIn(markdown: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const headings = [...markdown.replaceAll(FENCED, '').matchAll(/^#{1,6} (?<text>.+)$/gmu)];
  return new Set(
    headings.map(({ groups }) => {
      const slug = slugOf(groups?.['text'] ?? '');
      const count = seen.get(slug) ?? 0;
      seen.set(slug, count + 1);
      return count === 0 ? slug : `${slug}-${count}`;
    }),
  );
}

function slugOf(heading: string): string {
  return heading
    .replaceAll(/\[(?<text>[^\]]*)\]\([^)]*\)/gu, '$<text>')
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/gu, '-');
}
