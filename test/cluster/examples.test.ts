import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { buildExample, listExamples } from '../support/example-folders.ts';
import { ensureBinaries } from './binaries.ts';

let kubectl: string;
beforeAll(async () => {
  ({ kubectl } = await ensureBinaries());
});

describe('kubectl kustomize', () => {
  it.each(listExamples())('makes of deploy/examples/%s what the other tests load', (example) => {
    const folder = fileURLToPath(new URL(`../../deploy/examples/${example}`, import.meta.url));
    const output = execFileSync(kubectl, ['kustomize', folder], { encoding: 'utf8' });
    const { name, namespace, annotations, data } = buildExample(example);
    const metadata = { name, namespace, ...(Object.keys(annotations).length > 0 && { annotations }) };
    const objects = parseAllDocuments(output).map((document) => document.toJS() as unknown);
    expect(objects).toEqual([{ apiVersion: 'v1', kind: 'ConfigMap', metadata, data }]);
  });
});
