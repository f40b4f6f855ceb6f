import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../cluster/run-program.ts';
import { ensureBinaries } from '../cluster/binaries.ts';
import { overlayPath } from '../cluster/installation.ts';
import { ensureGoTool, KUBECONFORM } from '../support/go-tools.ts';
import { renderChart } from '../support/helm.ts';
import { ensureSchemas, KUBERNETES_VERSIONS, SCHEMA_FILE } from '../support/kubernetes-schemas.ts';
import { PROFILES } from './profiles.ts';

/** What kubeconform says of manifests that are not as a version of Kubernetes has them; and of how many objects. */
async function check(manifests: string, version: string): Promise<{ readonly wrong: string; readonly valid: number }> {
  const location = `${await ensureSchemas(version)}/${SCHEMA_FILE}`;
  const args = ['-strict', '-summary', '-output', 'json', '-schema-location', location, '-'];
  const { stdout } = await runProgram(await ensureGoTool(KUBECONFORM), args, { input: manifests });
  const { resources, summary } = JSON.parse(stdout) as {
    readonly resources: readonly { readonly kind: string; readonly name: string; readonly msg: string }[];
    readonly summary: { readonly valid: number };
  };
  return { wrong: resources.map(({ kind, name, msg }) => `${kind} ${name}: ${msg}`).join('\n'), valid: summary.valid };
}

function objectsIn(manifests: string): number {
  return manifests.match(/^kind: /gm)?.length ?? 0;
}

async function kustomize(path: string): Promise<string> {
  const { kubectl } = await ensureBinaries();
  return execFileSync(kubectl, ['kustomize', path], { encoding: 'utf8' });
}

describe.each(Object.entries(PROFILES))('the chart, %s', (_, args) => {
  it.each(KUBERNETES_VERSIONS)('is what Kubernetes %s knows, field by field', async (version) => {
    const manifests = await renderChart(args);
    expect(await check(manifests, version)).toEqual({ wrong: '', valid: objectsIn(manifests) });
  });
});

describe.each(['development', 'production'] as const)('deploy/overlays/%s', (overlay) => {
  it.each(KUBERNETES_VERSIONS)('is what Kubernetes %s knows, field by field', async (version) => {
    const manifests = await kustomize(overlayPath(overlay));
    expect(await check(manifests, version)).toEqual({ wrong: '', valid: objectsIn(manifests) });
  });
});

const CONTAINER = 'containers: [{name: a, image: a, ports: [{containerPort: 80}]}]';

function podOf(spec: string): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {${spec}}\n`;
}

describe('the check itself', () => {
  it.each(KUBERNETES_VERSIONS)('finds what Kubernetes %s does not know', async (version) => {
    const found = async (text: string): Promise<string> => (await check(text, version)).wrong;
    expect(await found(podOf(CONTAINER))).toBe('');
    expect(await found(podOf(`${CONTAINER}, restart: Never`))).toContain(`'restart'`);
    expect(await found(podOf(CONTAINER.replace('80', '"80"')))).toContain('containerPort');
    expect(await found(podOf('restartPolicy: Never'))).toContain('containers');
    expect(await found('apiVersion: v1\nkind: Pot\nmetadata: {name: a}\n')).toContain('could not find schema');
    expect(
      await found('apiVersion: cert-manager.io/v1\nkind: Issuer\nmetadata: {name: a}\nspec: {selfSignd: {}}\n'),
    ).toContain(`'selfSignd'`);
    expect(
      await found(
        'apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: a}\nspec: {endpoints: []}\n',
      ),
    ).toContain('selector');
  });

  it('knows that a field came later: the resources of a whole Pod', async () => {
    const manifest = podOf(`${CONTAINER}, resources: {limits: {cpu: 1}}`);
    const wrong = await Promise.all(KUBERNETES_VERSIONS.map(async (version) => (await check(manifest, version)).wrong));
    expect(wrong.map((text) => text.includes(`'resources'`))).toEqual([true, false, false]);
  });
});
