import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InjectorCluster, type PodObject, probe, startInjectorCluster } from './injector-cluster.ts';
import { getJson } from './installation.ts';
import type { ProgramResult } from './run-program.ts';
import { waitUntil } from './wait-until.ts';
import { podOf } from './workloads.ts';

const SERVICE = '/api/v1/namespaces/sidecar-injector/services/sidecar-injector';
const CONFIG_MAP = '/api/v1/namespaces/sidecar-injector/configmaps/envoy-initializer';
const LOG = 'containers:\n- name: log\n  image: log:1\n';

interface Configuration {
  readonly webhooks: readonly { readonly clientConfig: { readonly caBundle?: string } }[];
}

let injector: InjectorCluster;

beforeAll(async () => {
  injector = await startInjectorCluster();
  await injector.createNamespace('labelled', { 'sidecar-injector.dev/injection': 'enabled' });
});

afterAll(async () => {
  await injector[Symbol.asyncDispose]();
});

function envoy(tag: string): string {
  return `default: true\ncontainers:\n- name: envoy\n  image: envoy:${tag}\n`;
}

function manifest(data: Readonly<Record<string, string>>, annotations: Readonly<Record<string, string>> = {}): object {
  const metadata = { name: 'envoy-initializer', namespace: 'sidecar-injector', annotations };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data };
}

/** What kubectl says, whatever its exit code. */
async function run(args: readonly string[], input?: object): Promise<ProgramResult> {
  return injector.cluster.controlPlane.kubectl(args, input === undefined ? {} : { input: JSON.stringify(input) });
}

async function apply(configMap: object, ...flags: readonly string[]): Promise<ProgramResult> {
  return run(['apply', '--filename=-', ...flags], configMap);
}

async function applied(configMap: object): Promise<void> {
  expect(await apply(configMap)).toMatchObject({ code: 0, stderr: '' });
}

async function readConfigMap(): Promise<object> {
  return getJson(injector.cluster.controlPlane, CONFIG_MAP);
}

async function readBundles(kind: string): Promise<readonly string[]> {
  const path = `/apis/admissionregistration.k8s.io/v1/${kind}/sidecar-injector`;
  const { webhooks } = await getJson<Configuration>(injector.cluster.controlPlane, path);
  return webhooks.map(({ clientConfig }) => clientConfig.caBundle ?? '');
}

async function imageOfNext(container: string): Promise<string | undefined> {
  const pod = await injector.api.create<PodObject>('/api/v1/namespaces/labelled/pods?dryRun=All', podOf('next'));
  return pod.spec.containers.find(({ name }) => name === container)?.image;
}

async function waitForImage(image: string): Promise<void> {
  await waitUntil(async () => ((await imageOfNext('envoy')) === image ? true : undefined), { what: image });
}

async function waitForReport(holds: (text: string) => boolean, what: string): Promise<string> {
  const read = async (): Promise<string | undefined> => {
    const text = await probe(await injector.locate(), '/readyz?verbose');
    return holds(text) ? text : undefined;
  };
  return waitUntil(read, { what, timeoutMs: 5000 });
}

const BAD = manifest({
  'envoy.yaml': 'default: true\ncontainers:\n- name: envoy\n  imge: envoy:2\n  ports: 80\n',
  'log.yaml': `${LOG}volume: []\n`,
});

/** As kubectl writes them for the reason Invalid. */
const BAD_LINES = [
  'The ConfigMap "envoy-initializer" is invalid: ',
  '* envoy.yaml:3:3: containers[0]: a Container needs the field "image"',
  '* envoy.yaml:4:3: containers[0].imge: a Container has no field "imge": did you mean "image"?',
  '* envoy.yaml:5:10: containers[0].ports: must be a list, not 80',
  '* log.yaml:4:1: volume: a template has no field "volume": did you mean "volumes"?',
  '',
];

describe('a good template ConfigMap', () => {
  it('is stored without a word, and is in force', async () => {
    // The example's key "config" gives a template of the same name, so it is not missed.
    await applied(manifest({ 'envoy.yaml': envoy('v1'), 'log.yaml': LOG }));
    await waitForImage('envoy:v1');
  });

  it('is the only one that is checked', async () => {
    const other = manifest({ config: 'containers: 1' });
    const renamed = { ...other, metadata: { name: 'another', namespace: 'sidecar-injector' } };
    expect(await apply(renamed)).toMatchObject({ code: 0, stderr: '' });
    const elsewhere = { ...other, metadata: { name: 'envoy-initializer', namespace: 'labelled' } };
    expect(await apply(elsewhere)).toMatchObject({ code: 0, stderr: '' });
  });

  it('is checked by a webhook with the CA of those that inject', async () => {
    const [caBundle, ...others] = await readBundles('mutatingwebhookconfigurations');
    expect(caBundle).not.toBe('');
    expect([...others, ...(await readBundles('validatingwebhookconfigurations'))]).toEqual([caBundle, caBundle]);
  });
});

describe('a bad template ConfigMap', () => {
  it.each([
    ['kubectl apply', ['apply', '--filename=-']],
    ['kubectl apply --server-side', ['apply', '--server-side', '--force-conflicts', '--filename=-']],
    ['kubectl apply --dry-run=server', ['apply', '--dry-run=server', '--filename=-']],
    ['kubectl replace', ['replace', '--filename=-']],
  ])('is refused with all its problems by %s, and the good one stays', async (_title, args) => {
    const before = await readConfigMap();
    const { code, stdout, stderr } = await run(args, BAD);
    expect([code, stdout, stderr.split('\n')]).toEqual([1, '', BAD_LINES]);
    expect(await readConfigMap()).toEqual(before);
    expect(await imageOfNext('envoy')).toBe('envoy:v1');
  });

  it('is refused with all its problems in the message that other clients show', async () => {
    const { status, body } = await injector.cluster.controlPlane.request({
      method: 'PUT',
      path: CONFIG_MAP,
      body: JSON.stringify(BAD),
    });
    expect(status).toBe(422);
    expect((JSON.parse(body) as { message: string }).message).toBe(
      [
        'admission webhook "templates.sidecar-injector.dev" denied the request: the templates have 4 problems, so the ConfigMap stays as it is:',
        ...BAD_LINES.slice(1, -1).map((line) => line.replace('* ', '')),
      ].join('\n'),
    );
  });

  it('is refused when it is created', async () => {
    const elsewhere = await run(['delete', 'configmap', 'envoy-initializer', '--namespace=sidecar-injector']);
    expect(elsewhere.code).toBe(0);
    expect((await run(['create', '--filename=-'], BAD)).stderr.split('\n')).toEqual(BAD_LINES);
    await applied(manifest({ 'envoy.yaml': envoy('v1'), 'log.yaml': LOG }));
  });

  it('may be tried by a dry run, which changes nothing when it is good', async () => {
    const good = manifest({ 'envoy.yaml': envoy('v2'), 'log.yaml': LOG });
    expect(await apply(good, '--dry-run=server')).toMatchObject({ code: 0, stderr: '' });
    await delay(500);
    expect(await imageOfNext('envoy')).toBe('envoy:v1');
  });
});

describe('a key that is taken away', () => {
  const less = { 'envoy.yaml': envoy('v1') };

  it('is refused, with what to do', async () => {
    const { code, stderr } = await apply(manifest(less));
    expect([code, stderr]).toEqual([
      1,
      'The ConfigMap "envoy-initializer" is invalid: log.yaml: the key "log.yaml" is gone: its last good version stays in ' +
        'force until the ConfigMap\'s annotation sidecar-injector.dev/retired names "log"\n',
    ]);
  });

  it('is let in once it is named as retired, and its template goes away', async () => {
    await applied(manifest(less, { 'sidecar-injector.dev/retired': 'log' }));
    const report = await waitForReport((text) => !/^ {4}log /m.test(text), 'the end of the template');
    expect(report).not.toContain('problem:');
    expect(await imageOfNext('envoy')).toBe('envoy:v1');
  });
});

describe('while the injector cannot be reached', () => {
  const broken = manifest({ 'envoy.yaml': envoy('v2').replace('image', 'imge') });

  it('a bad one is let in, and the injector keeps the last good one', async () => {
    await cutOff();
    await applied(broken);
    await waitForReport((text) => text.includes('imge'), 'the report of the problem');
    await reconnect();
    expect(await imageOfNext('envoy')).toBe('envoy:v1');
  });

  it('what was let in may be annotated, with a warning', async () => {
    const annotate = ['annotate', 'configmap', 'envoy-initializer', '--namespace=sidecar-injector', 'incident=7'];
    const { code, stderr } = await run(annotate);
    expect([code, stderr.split('\n')]).toEqual([
      0,
      [
        'Warning: still broken: envoy.yaml:3:3: containers[0]: a Container needs the field "image"',
        'Warning: still broken: envoy.yaml:4:3: containers[0].imge: a Container has no field "imge": did you mean "image"?',
        '',
      ],
    ]);
  });

  it('what was let in is refused when it is edited into something else that is bad', async () => {
    const { code, stderr } = await apply(manifest({ 'envoy.yaml': envoy('v3').replace('image', 'imge') }));
    expect([code, stderr]).toEqual([1, expect.stringContaining('* envoy.yaml:4:3: containers[0].imge: ')]);
  });

  it('what was let in can be mended', async () => {
    await applied(manifest({ 'envoy.yaml': envoy('v4') }));
    await waitForImage('envoy:v4');
  });
});

/** Takes the injector out of its Service, and ends the connections that the API server still has. */
async function cutOff(): Promise<void> {
  await injector.api.merge(SERVICE, { spec: { selector: { 'app.kubernetes.io/component': 'nobody' } } });
  await waitUntil(hasNoEndpoints, { what: 'the Service to lose its endpoints' });
  injector.cluster.egressProxy.dropConnections();
}

async function hasNoEndpoints(): Promise<true | undefined> {
  const slices = await injector.api.list<{ readonly endpoints?: readonly unknown[] | null }>(
    '/apis/discovery.k8s.io/v1/namespaces/sidecar-injector/endpointslices',
    { labelSelector: 'kubernetes.io/service-name=sidecar-injector' },
  );
  return slices.every(({ endpoints }) => (endpoints ?? []).length === 0) ? true : undefined;
}

async function reconnect(): Promise<void> {
  await injector.api.merge(SERVICE, { spec: { selector: { 'app.kubernetes.io/component': 'server' } } });
  await waitUntil(injectsAgain, { what: 'the injector behind its Service' });
}

/** Pods of the namespace are refused while the injector cannot be reached. */
async function injectsAgain(): Promise<true | undefined> {
  try {
    return (await imageOfNext('envoy')) === undefined ? undefined : true;
  } catch {
    return undefined;
  }
}
