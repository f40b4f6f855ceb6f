import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildProgram } from '../../../src/cli/program.ts';
import type { JsonSchemaObject } from './json-schema.ts';
import { renderSettingsReference } from './settings-reference.ts';
import { renderTemplateReference } from './template-reference.ts';

const REPOSITORY = join(import.meta.dirname, '../../..');

/** Every generated document: its path in the repository, and its text. They need no cluster: all they say stands in the repository. */
export function renderDocuments(): ReadonlyMap<string, string> {
  const schema = JSON.parse(readFileSync(join(REPOSITORY, 'schema/template.schema.json'), 'utf8')) as JsonSchemaObject;
  return new Map([
    ['docs/template-reference.md', renderTemplateReference(schema)],
    ['docs/settings.md', renderSettingsReference(buildProgram(NOTHING))],
  ]);
}

/** The commands are defined, and never run. */
const NOTHING = {
  version: '0.0.0',
  exampleTemplateFile: '',
  say: () => undefined,
  writeOut: () => undefined,
  waitForStop: () => new Promise<void>(() => undefined),
};
