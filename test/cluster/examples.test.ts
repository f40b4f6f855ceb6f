import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { objectAt } from '../../src/injection/json.ts';
import { buildExample, injectExample, listExamples } from '../support/example-folders.ts';
import { ensureBinaries } from './binaries.ts';
import { startControlPlane, type ControlPlane } from './control-plane.ts';

let kubectl: string;
let controlPlane: ControlPlane;
beforeAll(async () => {
  ({ kubectl } = await ensureBinaries());
  controlPlane = await startControlPlane();
  for (const level of ['restricted', 'privileged']) {
    const metadata = { name: level, labels: { 'pod-security.kubernetes.io/enforce': level } };
    await controlPlane.request({ method: 'POST', path: '/api/v1/namespaces', body: JSON.stringify({ metadata }) });
    await controlPlane.waitForDefaultServiceAccount(level);
  }
});
afterAll(() => controlPlane?.stop());

/** What the API server says to the injected Pod of an example, in a namespace with that Pod Security level: status and message. */
async function create(example: string, level: string): Promise<string> {
  const { pod } = injectExample(example);
  const metadata = { ...objectAt(pod, 'metadata'), name: 'injected' };
  const path = `/api/v1/namespaces/${level}/pods?dryRun=All&fieldValidation=Strict`;
  const { status, body } = await controlPlane.request({
    method: 'POST',
    path,
    body: JSON.stringify({ ...pod, metadata }),
  });
  return status === 201 ? 'created' : `${status} ${(JSON.parse(body) as { message: string }).message}`;
}

describe('the API server', () => {
  it.each(listExamples().filter((example) => example !== 'transparent-proxy'))(
    'takes the Pod that %s makes, under the Pod Security level restricted',
    async (example) => {
      expect(await create(example, 'restricted')).toBe('created');
    },
  );

  it('takes the Pod that transparent-proxy makes under the level privileged, and says elsewhere which container is in the way', async () => {
    expect(await create('transparent-proxy', 'privileged')).toBe('created');
    expect(await create('transparent-proxy', 'restricted')).toMatch(/^403 .*container "redirect".*NET_ADMIN/);
  });
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
