import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiClient } from './api-client.ts';
import { startControlPlane, type ControlPlane } from './control-plane.ts';
import { getJson, kubectl, NAMESPACE, overlayPath, requestToken, type Overlay } from './installation.ts';
import { waitUntil } from './wait-until.ts';

interface Pod {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: { readonly priorityClassName?: string };
  readonly status: { readonly phase: string };
}

interface RulesReview {
  readonly status: {
    readonly incomplete: boolean;
    readonly resourceRules: readonly Rule[];
    readonly nonResourceRules: readonly object[];
  };
}

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

let controlPlane: ControlPlane;
beforeAll(async () => {
  controlPlane = await startControlPlane();
});
afterAll(() => controlPlane?.stop());

/** Applies an overlay, answering with what the API server said of each object. */
async function apply(overlay: Overlay, ...args: readonly string[]): Promise<readonly string[]> {
  const { code, stdout, stderr } = await controlPlane.kubectl(['apply', '-k', overlayPath(overlay), ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout.trimEnd().split('\n');
}

function pods(): Promise<{ readonly items: readonly Pod[] }> {
  return getJson(controlPlane, `/api/v1/namespaces/${NAMESPACE}/pods`);
}

async function podsOf(component: string, count: number): Promise<readonly Pod[]> {
  return waitUntil(
    async () => {
      const { items } = await pods();
      const own = items.filter(({ metadata }) => metadata.labels['app.kubernetes.io/component'] === component);
      return own.length === count ? own : undefined;
    },
    { what: `${count} Pods of ${component}` },
  );
}

describe.each([
  { overlay: 'development', replicas: 1, priorityClassName: undefined },
  { overlay: 'production', replicas: 2, priorityClassName: 'system-cluster-critical' },
] as const)('deploy/overlays/$overlay', ({ overlay, replicas, priorityClassName }) => {
  afterAll(() => kubectl(controlPlane, 'delete', '-k', overlayPath(overlay), '--ignore-not-found'));

  it('is the whole install, without an unknown field, a warning, or an object that has to be there before', async () => {
    const lines = await apply(overlay, '--validate=strict');
    expect(lines.filter((line) => !line.endsWith(' created'))).toEqual([]);
  });

  it('changes nothing when it is applied again', async () => {
    const lines = await apply(overlay);
    const changed = lines.filter((line) => !line.endsWith(' unchanged'));
    // kubectl always sends the selector of a PodDisruptionBudget again.
    expect(changed.filter((line) => !line.startsWith('poddisruptionbudget.policy/'))).toEqual([]);
    const generations = '-o=jsonpath={.items[*].metadata.generation}';
    const kinds = 'deployments,jobs,poddisruptionbudgets,mutatingwebhookconfigurations,validatingwebhookconfigurations';
    const seen = await kubectl(controlPlane, 'get', kinds, '-n', NAMESPACE, generations);
    expect(new Set(seen.split(' '))).toEqual(new Set(['1']));
  });

  it('has its Pods admitted under the Pod Security level restricted', async () => {
    const servers = await podsOf('server', replicas);
    const certs = [...(await podsOf('certs', 1)), ...(await podsOf('certs-keeper', 1))];
    const { metadata } = await getJson<Pod>(controlPlane, `/api/v1/namespaces/${NAMESPACE}`);
    expect(metadata.labels['pod-security.kubernetes.io/enforce']).toBe('restricted');
    // Nothing schedules here, so they stay as they were admitted.
    expect([...servers, ...certs].map(({ status }) => status.phase)).toEqual(
      Array.from({ length: replicas + 2 }, () => 'Pending'),
    );
    expect(servers.map(({ spec }) => spec.priorityClassName)).toEqual(servers.map(() => priorityClassName));
  });

  it('can be applied by the server as well', async () => {
    const lines = await apply(overlay, '--server-side', '--validate=strict', '--force-conflicts');
    expect(lines.filter((line) => !line.endsWith(' serverside-applied'))).toEqual([]);
  });

  it('leaves nothing behind when it is deleted', async () => {
    await kubectl(controlPlane, 'delete', '-k', overlayPath(overlay), '--wait', '--timeout=50s');
    const kinds =
      'namespaces,clusterroles,clusterrolebindings,mutatingwebhookconfigurations,validatingwebhookconfigurations';
    const labelled = ['-l', 'app.kubernetes.io/part-of=sidecar-injector', '-o', 'name'];
    expect(await kubectl(controlPlane, 'get', kinds, ...labelled)).toBe('');
    expect((await controlPlane.request({ path: `/api/v1/namespaces/${NAMESPACE}` })).status).toBe(404);
  });
});

describe('the rights of each ServiceAccount', () => {
  beforeAll(() => apply('development'));

  it('are those of the golden list', async () => {
    const rights: Record<string, object> = {};
    for (const suffix of ['', '-certs', '-certs-keeper', '-controller']) {
      const account = `sidecar-injector${suffix}`;
      const token = await requestToken(controlPlane, account);
      rights[account] = { inItsNamespace: await rulesOf(token, NAMESPACE), elsewhere: await rulesOf(token, 'default') };
    }
    await expect(`${JSON.stringify(rights, undefined, 2)}\n`).toMatchFileSnapshot('rights.golden.json');
  });

  it('hold for one object by its name, and for no other', async () => {
    const certs = new ApiClient(
      Number(new URL(controlPlane.url).port),
      controlPlane.caCertificate,
      await requestToken(controlPlane, 'sidecar-injector-certs'),
    );
    const status = async (path: string): Promise<number> => (await certs.send({ path })).status;
    const configurations = '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations';
    const validating = '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations';
    const secrets = `/api/v1/namespaces/${NAMESPACE}/secrets`;
    expect([
      await status(`${configurations}/sidecar-injector`),
      await status(`${configurations}/another`),
      await status(configurations),
      await status(`${validating}/sidecar-injector`),
      await status(`${validating}/another`),
      await status(validating),
      await status(`${secrets}/sidecar-injector-ca`),
      await status(`${secrets}/another`),
      await status(secrets),
      await status('/api/v1/namespaces/default/secrets/sidecar-injector-ca'),
    ]).toEqual([200, 403, 403, 200, 403, 403, 404, 403, 403, 403]);
    certs.close();
  });
});

/** What the API server says that a token may do in a namespace, without what everybody may. */
async function rulesOf(token: string, namespace: string): Promise<readonly string[]> {
  const client = new ApiClient(Number(new URL(controlPlane.url).port), controlPlane.caCertificate, token);
  const { body } = await client.send({
    method: 'POST',
    path: '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
    body: JSON.stringify({
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectRulesReview',
      spec: { namespace },
    }),
  });
  client.close();
  const { status } = JSON.parse(body) as RulesReview;
  expect(status.incomplete).toBe(false);
  return status.resourceRules.map(describeRule).toSorted();
}

function describeRule({ apiGroups, resources, resourceNames, verbs }: Rule): string {
  const objects = apiGroups.flatMap((group) =>
    resources.map((resource) => (group === '' ? resource : `${resource}.${group}`)),
  );
  const names = resourceNames === undefined ? '' : ` named ${resourceNames.join(', ')}`;
  return `${verbs.join(', ')}: ${objects.join(', ')}${names}`;
}
