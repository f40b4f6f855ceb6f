import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DOCUMENT_COMMANDS } from './support/documents/document-commands.ts';
import { layOutFolder, readmeTemplate } from './support/documents/documented-files.ts';
import { commandsIn, DOCUMENTS, readDocument } from './support/documents/markdown.ts';
import { makeTempFolder } from './support/temp-folder.ts';

const REPOSITORY = join(import.meta.dirname, '..');
const readText = (path: string): string => readFileSync(join(REPOSITORY, path), 'utf8');

const entries = Object.entries(DOCUMENT_COMMANDS).flatMap(([document, commands]) =>
  commands.map(([command, proof]) => ({ document, command, proof })),
);

describe('the commands of the documents', () => {
  it.each(DOCUMENTS)('%s: each is listed with how it is known to work, and no other', (document) => {
    const listed = (DOCUMENT_COMMANDS[document] ?? []).map(([command]) => command);
    expect(commandsIn(readDocument(document))).toEqual(listed);
  });

  it('are of documents that are there', () => {
    expect(Object.keys(DOCUMENT_COMMANDS).filter((document) => !DOCUMENTS.includes(document))).toEqual([]);
  });

  it('are run where the list says so', () => {
    const ranBy = entries.flatMap(({ proof }) => ('ranBy' in proof ? [proof] : []));
    const wrong = ranBy.filter(
      ({ ranBy: path, word }) => !existsSync(join(REPOSITORY, path)) || !readText(path).includes(word),
    );
    expect(wrong).toEqual([]);
  });

  it('cannot be run for few reasons only', () => {
    const reasons = entries.flatMap(({ proof }) => ('notHere' in proof ? [proof.notHere] : []));
    expect(reasons).toHaveLength(3);
  });
});

describe('commands that need no cluster', () => {
  const runs = entries.flatMap(({ document, command, proof }) =>
    'run' in proof && proof.run === 'offline' ? [{ document, command, ...proof }] : [],
  );

  it.each(runs)('$document: $command', ({ command, code = 0, shows = /(?:)/u }) => {
    const folder = makeTempFolder();
    const path = `${layOutFolder(folder, 'src')}:${process.env['PATH'] ?? ''}`;
    writeFileSync(join(folder, 'my-sidecars.yaml'), readmeTemplate());
    const environment = { PATH: path, HOME: folder };
    const { status, stdout, stderr } = spawnSync('bash', ['-c', command], {
      cwd: folder,
      env: environment,
      encoding: 'utf8',
    });
    expect([status, stdout + stderr]).toEqual([code, expect.stringMatching(shows)]);
  });
});
