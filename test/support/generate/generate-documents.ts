/** Writes the documents that follow from the code and the schema: `npm run generate:docs` */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderDocuments } from './generated-documents.ts';

const REPOSITORY = join(import.meta.dirname, '../../..');

for (const [path, text] of renderDocuments()) {
  await writeFile(join(REPOSITORY, path), text);
  console.log(`${path} ${Buffer.byteLength(text)} bytes`);
}
