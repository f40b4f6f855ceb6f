import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { issueCa } from '../../certs-job/issue.ts';
import { CA_LIFETIME_MS, LEAF_LIFETIME_MS, RENEWAL_POINT } from '../../certs-job/lifetimes.ts';
import { CA_SECRET, dnsNamesOf, TLS_SECRET } from '../../certs-job/names.ts';
import { REPOSITORY } from '../support/serve-process.ts';
import { startControlPlane, type ControlPlane } from './control-plane.ts';
import { kubectl, NAMESPACE, overlayPath } from './installation.ts';

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec?: CertificateSpec;
}

interface CertificateSpec {
  readonly secretName: string;
  readonly duration: string;
  readonly renewBefore: string;
  readonly dnsNames?: readonly string[];
}

let controlPlane: ControlPlane;
let folder: string;
let manifests: readonly Manifest[];

beforeAll(async () => {
  controlPlane = await startControlPlane();
  folder = await mkdtemp(join(tmpdir(), 'cert-manager-'));
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: [relative(folder, overlayPath('production'))],
    components: [relative(folder, `${REPOSITORY}deploy/components/cert-manager`)],
  };
  await writeFile(join(folder, 'kustomization.yaml'), JSON.stringify(kustomization));
  const rendered = await kubectl(controlPlane, 'kustomize', folder);
  manifests = [...parseAllDocuments(rendered)].map((document) => document.toJS() as Manifest);
});
afterAll(async () => {
  await controlPlane?.stop();
  await rm(folder, { recursive: true, force: true });
});

function named(kind: string): readonly Manifest[] {
  return manifests.filter((manifest) => manifest.kind === kind);
}

function hours(ms: number): string {
  return `${Math.round(ms / 3_600_000)}h`;
}

/** As much of cert-manager as it takes to store its objects. */
function definition(kind: string, plural: string): object {
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.cert-manager.io` },
    spec: {
      group: 'cert-manager.io',
      scope: 'Namespaced',
      names: { kind, plural },
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  };
}

describe('deploy/components/cert-manager', () => {
  it('takes the Job, the keeper, and all that they may out', () => {
    expect(named('Job')).toEqual([]);
    expect(named('Deployment').map(({ metadata }) => metadata.name)).toEqual([
      'sidecar-injector',
      'sidecar-injector-controller',
    ]);
    expect(manifests.filter(({ metadata }) => /-certs(-keeper)?$/.test(metadata.name))).toEqual([]);
    expect(JSON.stringify(manifests)).not.toMatch(/sidecar-injector-certs|"secrets"/);
  });

  it('has the CA injected into both webhook configurations, from the certificate that is served', () => {
    const configurations = [...named('MutatingWebhookConfiguration'), ...named('ValidatingWebhookConfiguration')];
    const from = configurations.map(({ metadata }) => metadata.annotations?.['cert-manager.io/inject-ca-from']);
    const serving = named('Certificate').find(({ spec }) => spec?.secretName === TLS_SECRET);
    expect(from).toEqual([1, 2].map(() => `${NAMESPACE}/${serving?.metadata.name}`));
  });

  it('asks for what the keeper makes: lives, renewals, names', () => {
    const lives = [CA_LIFETIME_MS, LEAF_LIFETIME_MS].map((ms) => [hours(ms), hours(ms * (1 - RENEWAL_POINT))]);
    expect(named('Certificate').map(({ spec }) => [spec?.duration, spec?.renewBefore])).toEqual(lives);
    expect(named('Certificate').map(({ spec }) => spec?.secretName)).toEqual([CA_SECRET, TLS_SECRET]);
    const [, serving] = named('Certificate');
    expect(serving?.spec?.dnsNames).toEqual(dnsNamesOf({ namespace: NAMESPACE, service: 'sidecar-injector' }));
    const keys = named('Certificate').map(({ spec }) => spec);
    expect(keys).toMatchObject(
      [1, 2].map(() => ({ privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' } })),
    );
  });

  it('is taken by the API server, without an unknown field or a warning', async () => {
    const definitions = [definition('Issuer', 'issuers'), definition('Certificate', 'certificates')];
    for (const each of definitions) {
      const { code, stderr } = await controlPlane.kubectl(['apply', '-f', '-'], { input: JSON.stringify(each) });
      expect([code, stderr]).toEqual([0, '']);
    }
    await kubectl(controlPlane, 'wait', '--for=condition=Established', 'crd', '--all', '--timeout=20s');
    const { code, stdout, stderr } = await controlPlane.kubectl(['apply', '-k', folder, '--validate=strict']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    expect(lines.filter((line) => !line.endsWith(' created'))).toEqual([]);
    expect(lines).toHaveLength(manifests.length);
  });

  it('keeps, applied again, the CA that the cainjector has written', async () => {
    const ca = await issueCa(new Date());
    const caBundle = Buffer.from(ca.cert).toString('base64');
    const patch = JSON.stringify([{ op: 'add', path: '/webhooks/0/clientConfig/caBundle', value: caBundle }]);
    const configuration = ['mutatingwebhookconfiguration', 'sidecar-injector'];
    await kubectl(controlPlane, 'patch', ...configuration, '--type=json', `-p=${patch}`);
    await kubectl(controlPlane, 'apply', '-k', folder);
    const output = '-o=jsonpath={.webhooks[0].clientConfig.caBundle}';
    expect(await kubectl(controlPlane, 'get', ...configuration, output)).toBe(caBundle);
  });
});
