import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Explanation } from '../../../src/cli/explain/explanation.ts';
import { runCommand, type CliRun } from '../../support/run-cli.ts';
import { REPOSITORY } from '../../support/serve-process.ts';
import { makeTempFolder } from '../../support/temp-folder.ts';

const TEMPLATES = `${REPOSITORY}deploy/examples/envoy-initializer.yaml`;

const DEPLOYMENT = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: app, image: app}]}
`;

async function explain(manifest: string, ...flags: readonly string[]): Promise<CliRun> {
  const file = join(makeTempFolder(), 'manifest.yaml');
  writeFileSync(file, manifest);
  return runCommand(['explain', '-f', file, '--template-file', TEMPLATES, ...flags]);
}

describe('explain of a manifest', () => {
  it('shows every row that was looked at, and ends with what to change', async () => {
    const { code, written } = await explain(DEPLOYMENT, '--namespace-label', 'none');
    expect([code, written]).toEqual([
      1,
      `the Pods of Deployment shop/web: would not be injected (not-requested)

Decision table
  1   does the request create a Pod with containers?       1 containers
  2   is the namespace protected?                          namespace "shop"
  3   is it a static (mirror) Pod?                         annotation kubernetes.io/config.mirror is absent
  4   is injection disabled in the namespace?              namespace is unset
  5   does the Pod opt out?                                annotation sidecar-injector.dev/inject is absent
  6   is the annotation malformed?                         annotation sidecar-injector.dev/inject is absent
→ 7   does nobody ask: neither the namespace nor the Pod?  namespace is unset, the Pod does not ask → skip not-requested

API server and templates
  ok templates: ${TEMPLATES}: envoy 28e4fca2cca4

Notes
  namespace "shop" counts as none (--namespace-label)

Label the namespace: kubectl label namespace shop sidecar-injector.dev/injection=enabled, or put the annotation sidecar-injector.dev/inject: "true" on the Pod template of Deployment shop/web.
`,
    ]);
  });

  it('ends with 0 where the Pods would be injected', async () => {
    const { code, written } = await explain(DEPLOYMENT);
    expect([code, written.split('\n', 1)]).toEqual([
      0,
      ['the Pods of Deployment shop/web: would be injected (injected)'],
    ]);
  });

  it('takes the label of a namespace in the manifest', async () => {
    const namespace =
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {sidecar-injector.dev/injection: disabled}}\n';
    const { code, written } = await explain(`${DEPLOYMENT}---\n${namespace}`, '-o', 'json');
    expect([code, (JSON.parse(written) as Explanation).decision]).toEqual([
      1,
      { action: 'skip', reason: 'namespace-disabled' },
    ]);
  });

  it('is coloured where that is asked for', async () => {
    const { written } = await explain(DEPLOYMENT, '--color', 'always');
    expect(written).toContain('\u001B[32m→ 18  envoy: otherwise it is injected');
  });

  it.each([
    ['no Pod in it', 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\n', /no Pod and no workload in it/],
    ['no YAML', 'a: [', /manifest\.yaml:1:\d+: /],
  ])('has nothing to explain with %s', async (_, manifest, message) => {
    const { code, said } = await explain(manifest);
    expect([code, said]).toEqual([2, expect.stringMatching(message)]);
  });

  it.each([
    [['explain'], /explain what\?/],
    [['explain', 'a', '-f', 'b'], /explain what\?/],
    [['explain', 'x/y', '--kubeconfig', '/nowhere'], /\/nowhere/],
    [['explain', '-f', '/nowhere.yaml', '--template-file', TEMPLATES], /\/nowhere\.yaml: ENOENT/],
  ])('%j is trouble', async (args, message) => {
    const { code, said } = await runCommand(args);
    expect([code, said]).toEqual([2, expect.stringMatching(message)]);
  });
});
