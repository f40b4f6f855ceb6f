import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueCa } from '../../certs-job/issue.ts';
import type { Check, Explanation } from '../../src/cli/explain/explanation.ts';
import { runCommand, type CliRun } from '../support/run-cli.ts';
import { type InjectorCluster, type PodObject, startInjectorCluster } from './injector-cluster.ts';
import { requestToken } from './installation.ts';
import { renderKubeconfig } from './kubeconfig.ts';
import { waitUntil } from './wait-until.ts';
import { type Annotations, APP_CONTAINER, deploymentOf, podOf } from './workloads.ts';

const LABEL = 'sidecar-injector.dev/injection';
const INJECT = 'sidecar-injector.dev/inject';
const CONFIGURATION = '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/sidecar-injector';

/** Three templates: one for all, one with a condition that is false for all, and a parameter. */
const TEMPLATES = {
  'envoy.yaml': [
    'default: true',
    'params: {concurrency: {type: integer, default: 2, minimum: 1, maximum: 16}}',
    'containers: [{name: envoy, image: envoy, args: ["--concurrency", "${{ string(params.concurrency) }}"]}]',
  ].join('\n'),
  'gated.yaml': [
    `when: "object.metadata.?labels['tier'].orValue('') == 'web'"`,
    'containers: [{name: gate, image: gate}]',
  ].join('\n'),
};

/** What the API server does in fact. */
type Fact = 'injected' | 'untouched' | 'refused';

let injector: InjectorCluster;
let kubeconfig = '';

beforeAll(async () => {
  injector = await startInjectorCluster();
  kubeconfig = injector.cluster.controlPlane.kubeconfigPath;
  const namespaces = { labelled: 'enabled', off: 'disabled', capital: 'Enabled' };
  await injector.createNamespace('plain');
  for (const [name, value] of Object.entries(namespaces)) await injector.createNamespace(name, { [LABEL]: value });
  await injector.kubectl([
    'patch',
    'configmap',
    'envoy-initializer',
    '--namespace=sidecar-injector',
    '--type=merge',
    `--patch=${JSON.stringify({ data: { config: null, ...TEMPLATES }, metadata: { annotations: { 'sidecar-injector.dev/retired': 'envoy' } } })}`,
  ]);
  await waitForFact('labelled', podOf('probe', { [INJECT]: 'gated' }), 'untouched');
}, 120_000);

afterAll(async () => {
  await injector?.[Symbol.asyncDispose]();
});

function run(args: readonly string[], file = kubeconfig): Promise<CliRun> {
  return runCommand([...args, `--kubeconfig=${file}`]);
}

async function explain(target: string, namespace: string, file = kubeconfig): Promise<Explanation & CliRun> {
  const ran = await run(['explain', target, '-n', namespace, '-o', 'json'], file);
  if (ran.written === '') throw new Error(`explain ended with ${ran.code}: ${ran.said}`);
  return { ...(JSON.parse(ran.written) as Explanation), ...ran };
}

/** Tries out what becomes of a Pod. */
async function findFact(namespace: string, pod: object): Promise<Fact> {
  try {
    const created = await injector.api.create<PodObject>(`/api/v1/namespaces/${namespace}/pods?dryRun=All`, pod);
    return factOf(created);
  } catch (error) {
    if (error instanceof Error && /40[03]|500/.test(error.message)) return 'refused';
    throw error;
  }
}

function factOf({ spec }: PodObject): Fact {
  return spec.containers.length > 1 ? 'injected' : 'untouched';
}

async function waitForFact(namespace: string, pod: object, fact: Fact): Promise<void> {
  await waitUntil(async () => ((await findFact(namespace, pod)) === fact ? true : undefined), {
    what: `a Pod that is ${fact}`,
    timeoutMs: 10_000,
  });
}

/** A Pod that is there in the end, with what became of it. */
async function createPod(namespace: string, app: string, annotations: Annotations = {}, spec = {}): Promise<Fact> {
  const pod = { metadata: { name: app, labels: { app }, annotations }, spec: { containers: [APP_CONTAINER], ...spec } };
  return factOf(await injector.api.create<PodObject>(`/api/v1/namespaces/${namespace}/pods`, pod));
}

/** A Deployment, with what becomes of its Pods. */
async function createDeployment(namespace: string, app: string, annotations: Annotations = {}): Promise<Fact> {
  await injector.create(deploymentOf(namespace, app, annotations));
  return findFact(namespace, podOf(`${app}-probe`, annotations));
}

function api(): typeof injector.api {
  return injector.api;
}

interface SetUp {
  readonly name: string;
  readonly make: () => Promise<Fact>;
  readonly target: readonly [namespace: string, target: string];
  readonly fact: Fact;
  /** The row that decides, or the check that says NO; with what it saw. */
  readonly cause: readonly [where: string, saw: RegExp];
  readonly change: RegExp;
}

const SET_UPS: readonly SetUp[] = [
  {
    name: 'label missing',
    make: () => createPod('plain', 'missing'),
    target: ['plain', 'missing'],
    fact: 'untouched',
    cause: ['row 7', /namespace is unset, the Pod does not ask/],
    change:
      /^Label the namespace: kubectl label namespace plain sidecar-injector\.dev\/injection=enabled, or put the annotation sidecar-injector\.dev\/inject: "true" on Pod plain\/missing; and then delete the Pod and create it again\.$/,
  },
  {
    name: 'label disabled',
    make: () => createPod('off', 'disabled'),
    target: ['off', 'disabled'],
    fact: 'untouched',
    cause: ['row 4', /namespace is disabled/],
    change:
      /^Label the namespace: kubectl label namespace off sidecar-injector\.dev\/injection=enabled --overwrite; and then /,
  },
  {
    name: 'label Enabled',
    make: () => createPod('capital', 'capital'),
    target: ['capital', 'capital'],
    fact: 'untouched',
    cause: ['hint label', /injection is "Enabled", which means nothing: write "enabled"/],
    change:
      /^Write the value of the namespace’s label as "enabled" instead of "Enabled": kubectl label namespace capital \S+=enabled --overwrite; and then /,
  },
  {
    name: 'annotation typo',
    make: () => createPod('plain', 'typo', { 'sidecar-injector.dev/injects': 'true' }),
    target: ['plain', 'typo'],
    fact: 'untouched',
    cause: ['hint annotation', /injects: "true" of the Pod is not known: did you mean sidecar-injector\.dev\/inject\?/],
    change:
      /^Write the annotation sidecar-injector\.dev\/inject: "true" instead of the annotation sidecar-injector\.dev\/injects on Pod plain\/typo; and then /,
  },
  {
    name: 'annotation on the Deployment instead of its template',
    make: async () => {
      const { path, body } = deploymentOf('plain', 'misplaced');
      await api().create(path, { ...body, metadata: { name: 'misplaced', annotations: { [INJECT]: 'true' } } });
      return factOf(await injector.waitForPod('plain', 'misplaced'));
    },
    target: ['plain', 'pod of misplaced'],
    fact: 'untouched',
    cause: ['hint annotation', /inject: "true" of Deployment plain\/misplaced means nothing there/],
    change:
      /^Move sidecar-injector\.dev\/inject from the annotations of Deployment plain\/misplaced to the annotations of the Pod template of Deployment plain\/misplaced, as sidecar-injector\.dev\/inject: "true"; and then create its Pods anew \(kubectl rollout restart deployment\/misplaced -n plain\)\.$/,
  },
  {
    name: 'unknown template',
    make: () => createDeployment('plain', 'unknown', { [INJECT]: 'envoi' }),
    target: ['plain', 'deployment/unknown'],
    fact: 'refused',
    cause: ['row 8', /names "envoi": no such template; there are "envoy", "gated"/],
    change: /^Name a template that exists: annotation sidecar-injector\.dev\/inject names "envoi"/,
  },
  {
    name: 'Pod created before the label',
    make: async () => {
      await injector.createNamespace('late');
      const fact = await createPod('late', 'early');
      await delay(1_100);
      await injector.kubectl(['label', 'namespace', 'late', `${LABEL}=enabled`]);
      return fact;
    },
    target: ['late', 'early'],
    fact: 'untouched',
    cause: [
      'hint too late',
      /^the namespace's label sidecar-injector\.dev\/injection was written at \S+Z by kubectl-label, and the Pod was created at \S+Z$/,
    ],
    change: /^Delete the Pod and create it again: only a Pod’s creation is reviewed, and the namespace's label /,
  },
  {
    name: 'protected namespace',
    make: () => createPod('kube-system', 'guarded', { [INJECT]: 'true' }),
    target: ['kube-system', 'guarded'],
    fact: 'untouched',
    cause: ['row 2', /namespace "kube-system"/],
    change: /^Create it in another namespace: "kube-system" is protected/,
  },
  {
    name: 'static (mirror) Pod',
    make: () =>
      createPod(
        'labelled',
        'mirror',
        { 'kubernetes.io/config.mirror': 'x', [INJECT]: 'true' },
        { nodeName: 'another' },
      ),
    target: ['labelled', 'mirror'],
    fact: 'untouched',
    cause: ['row 3', /^annotation kubernetes\.io\/config\.mirror is "x"$/],
    change: /^Let a workload make the Pod: a static Pod of the kubelet cannot be changed at its creation; and then /,
  },
  {
    name: 'Pod opted out',
    make: () => createPod('labelled', 'opted-out', { [INJECT]: 'false' }),
    target: ['labelled', 'opted-out'],
    fact: 'untouched',
    cause: ['row 5', /^annotation sidecar-injector\.dev\/inject is "false"$/],
    change: /^Take the annotation that says "false" from Pod labelled\/opted-out; and then delete the Pod /,
  },
  {
    name: 'Deployment opted out',
    make: () => createDeployment('labelled', 'all-out', { [INJECT]: 'false' }),
    target: ['labelled', 'deployment/all-out'],
    fact: 'untouched',
    cause: ['check enabled.sidecar-injector.dev', /the Pod is not sent/],
    change: /^Take the annotation that says "false" from the Pod template of Deployment labelled\/all-out\.$/,
  },
  {
    name: 'the only template taken away by its classic annotation',
    make: () => createPod('labelled', 'classic', { 'initializer.kubernetes.io/envoy': 'false' }),
    target: ['labelled', 'classic'],
    fact: 'untouched',
    cause: ['decision', /^pod-opted-out$/],
    change: /^Take the annotation that says "false" from Pod labelled\/classic; and then delete the Pod /,
  },
  {
    name: 'hostNetwork',
    make: () => createPod('labelled', 'on-host', {}, { hostNetwork: true }),
    target: ['labelled', 'on-host'],
    fact: 'untouched',
    cause: ['row 9', /the Pod is on the host network/],
    change:
      /^Take hostNetwork: true from Pod labelled\/on-host, or write hostNetwork: allow into template "envoy"; and then /,
  },
  {
    name: 'already injected',
    make: () => createPod('labelled', 'there'),
    target: ['labelled', 'there'],
    fact: 'injected',
    cause: ['row 17', /the Pod has all of it already/],
    change:
      /^To have it without a sidecar, put the annotation sidecar-injector\.dev\/inject: "false" on Pod labelled\/there; then /,
  },
  {
    name: 'condition false',
    make: () => createPod('labelled', 'gated', { [INJECT]: 'gated' }),
    target: ['labelled', 'gated'],
    fact: 'untouched',
    cause: ['row 11', /false/],
    change: /^Make the condition \(when\) of template "gated" true for this Pod, or change it: .*tier.*; and then /,
  },
  {
    name: 'parameter out of range',
    make: () => createDeployment('labelled', 'greedy', { 'sidecar-injector.dev/envoy.concurrency': '99' }),
    target: ['labelled', 'deployment/greedy'],
    fact: 'refused',
    cause: ['row 13', /has the value "99": it must be a whole number from 1 to 16/],
    change: /^Correct the parameter: .*concurrency" has the value "99"/,
  },
  {
    name: 'Service without endpoints',
    make: async () => {
      await injector.create(deploymentOf('labelled', 'unserved'));
      await injector.waitForPod('labelled', 'unserved');
      await injector.kubectl(['scale', 'deployment/sidecar-injector', '--namespace=sidecar-injector', '--replicas=0']);
      await waitForFact('labelled', podOf('unserved-probe'), 'refused');
      return 'refused';
    },
    target: ['labelled', 'deployment/unserved'],
    fact: 'refused',
    cause: ['check endpoints', /^Service sidecar-injector\/sidecar-injector has no ready endpoint/],
    change: /^Bring up a replica of the injector \(kubectl get pods -n sidecar-injector\)\.$/,
  },
  {
    name: 'caBundle of another CA',
    make: async () => {
      await injector.kubectl(['scale', 'deployment/sidecar-injector', '--namespace=sidecar-injector', '--replicas=1']);
      await injector.cluster.waitForRollout('deployment/sidecar-injector');
      await waitForFact('labelled', podOf('trusted-probe'), 'injected');
      const { cert } = await issueCa(new Date());
      const patch = [0, 1].map((index) => ({
        op: 'replace',
        path: `/webhooks/${index}/clientConfig/caBundle`,
        value: Buffer.from(cert).toString('base64'),
      }));
      const { controlPlane } = injector.cluster;
      const contentType = 'application/json-patch+json';
      await controlPlane.request({ method: 'PATCH', path: CONFIGURATION, contentType, body: JSON.stringify(patch) });
      await waitForFact('labelled', podOf('foreign-probe'), 'refused');
      return 'refused';
    },
    target: ['labelled', 'deployment/unserved'],
    fact: 'refused',
    cause: ['check caBundle', /^no CA in it signed the certificate in Secret sidecar-injector\/sidecar-injector-tls/],
    change:
      /^Run the certificates’ Job \(certs create\), so that caBundle holds the CA of the certificate that is served\.$/,
  },
  {
    name: 'webhook configuration deleted',
    make: async () => {
      await injector.kubectl(['delete', 'mutatingwebhookconfiguration', 'sidecar-injector']);
      await waitForFact('labelled', podOf('unsent-probe'), 'untouched');
      return createPod('labelled', 'unsent');
    },
    target: ['labelled', 'unsent'],
    fact: 'untouched',
    cause: [
      'check webhooks',
      /^no MutatingWebhookConfiguration has a webhook that calls the Service sidecar-injector\/sidecar-injector/,
    ],
    change: /^Apply the MutatingWebhookConfiguration again \(kubectl apply -k webhook-config\), and run /,
  },
];

/** The row that decides, what says NO, and the hints, each with what it saw. */
function causesOf({ decision, rows, apiServer, hints }: Explanation): ReadonlyMap<string, string> {
  const entries = [
    ['decision', decision?.reason ?? ''] as const,
    ...rows.filter(({ matched }) => matched).map(({ row, saw }) => [`row ${row}`, saw] as const),
    ...apiServer.filter(isStopping).map(({ about, saw }) => [`check ${about}`, saw] as const),
    ...hints.map(({ about, saw }) => [`hint ${about}`, saw] as const),
  ];
  return new Map(entries);
}

function isStopping({ verdict }: Check): boolean {
  return verdict === 'stops';
}

/** `pod of web` is the name of the Pod that a controller made. */
async function nameOf(namespace: string, target: string): Promise<string> {
  if (!target.startsWith('pod of ')) return target;
  return (await injector.waitForPod(namespace, target.slice('pod of '.length))).metadata.name;
}

describe('explain for people', () => {
  it('says row by row and webhook by webhook what it saw', async () => {
    await injector.createNamespace('people', { [LABEL]: 'Enabled' });
    await createPod('people', 'seen');
    const webhook = {
      name: 'mesh.example.com',
      clientConfig: { service: { namespace: 'mesh', name: 'mesh' } },
      rules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] }],
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'people' } },
      sideEffects: 'None',
      admissionReviewVersions: ['v1'],
      failurePolicy: 'Ignore',
    };
    const path = '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations';
    await injector.api.create(path, { metadata: { name: 'z-mesh' }, webhooks: [webhook] });
    const { written } = await run(['explain', 'seen', '-n', 'people']);
    for (const line of [
      'Pod people/seen: not injected (not-requested)',
      '→ 7   does nobody ask: neither the namespace nor the Pod?  namespace is unset, the Pod does not ask → skip not-requested',
      '  ok webhooks: MutatingWebhookConfiguration sidecar-injector: 2 call the Service sidecar-injector/sidecar-injector',
      '  NO enabled.sidecar-injector.dev: the Pod is not sent',
      '      NO sidecar-injector.dev/injection In [enabled]: it is "Enabled"',
      '      ok kubernetes.io/metadata.name NotIn [kube-system, kube-public, kube-node-lease, sidecar-injector]: it is "people"',
      '    NO matchConditions: not true: asks',
      '  ok endpoints: Service sidecar-injector/sidecar-injector has 1 ready of 1',
      '  -- failurePolicy: Fail: where a call fails, the Pod is refused, and its controller tries again',
      '  -- later webhooks: z-mesh/mesh.example.com see the Pod after the injector, and may change it; the injector is asked again where they change it',
    ])
      expect(written.split('\n')).toContain(line);
    expect(written).toMatch(
      /^ {2}ok caBundle: it holds the CA of the certificate in Secret \S+, for sidecar-injector\.\S+\.svc, until /m,
    );
  });
});

describe('explain names the true cause', () => {
  it.each(SET_UPS)('$name', async ({ make, target: [namespace, target], fact, cause: [where, saw], change }) => {
    expect(await make()).toBe(fact);
    const explanation = await explain(await nameOf(namespace, target), namespace);
    expect(causesOf(explanation).get(where)).toMatch(saw);
    expect(explanation.change).toMatch(change);
    expect([explanation.isInjected, explanation.code]).toEqual(fact === 'injected' ? [true, 0] : [false, 1]);
  });
});

describe('diff of the cluster', () => {
  it('names the live Pods that a candidate changes, as they were before injection', async () => {
    const data = { ...TEMPLATES, 'envoy.yaml': TEMPLATES['envoy.yaml'].replace('image: envoy', 'image: "envoy:2"') };
    const file = join(injector.cluster.controlPlane.folder, 'candidate.yaml');
    await writeFile(file, JSON.stringify({ kind: 'ConfigMap', data }));
    const { code, written, said } = await run(['diff', '--template-file', file, '-n', 'labelled', '-o', 'json']);
    expect([code, said]).toEqual([1, '']);
    const { changes } = JSON.parse(written) as {
      changes: readonly { kind: string; of: readonly { name: string }[] }[];
    };
    expect(changes.map(({ kind }) => kind)).toEqual(['changed']);
    expect(changes[0]?.of.map(({ name }) => name).toSorted()).toEqual(['there', 'unsent', 'unserved']);
  });
});

describe('explain with few rights', () => {
  it('says what it may not read, and tells what it can', async () => {
    const token = await requestToken(injector.cluster.controlPlane, 'default');
    const { url: server, folder } = injector.cluster.controlPlane;
    const file = join(folder, 'reader.kubeconfig');
    await injector.kubectl(['create', 'clusterrole', 'pod-reader', '--verb=get', '--resource=pods']);
    const subject = '--serviceaccount=sidecar-injector:default';
    await injector.kubectl(['create', 'clusterrolebinding', 'pod-reader', '--clusterrole=pod-reader', subject]);
    const caCertificatePath = join(folder, 'reader-ca.crt');
    await writeFile(caCertificatePath, injector.cluster.controlPlane.caCertificate);
    await writeFile(file, renderKubeconfig({ server, caCertificatePath, user: 'reader', token }));
    const explanation = await waitUntil(
      async () => {
        const ran = await run(['explain', 'there', '-n', 'labelled', '-o', 'json'], file);
        return ran.written === '' ? undefined : { ...(JSON.parse(ran.written) as Explanation), code: ran.code };
      },
      { what: 'the right to read Pods', timeoutMs: 5_000 },
    );
    expect(explanation).toMatchObject({ isInjected: true, code: 0, status: { envoy: {} } });
    expect(explanation.notes[0]).toMatch(/^the namespace could not be read, so its label is not known: .*403/);
    expect(explanation.apiServer.map(({ about, verdict, saw }) => [about, verdict, saw.includes('403')])).toEqual([
      ['webhooks', 'unknown', true],
      ['templates', 'unknown', true],
    ]);
  });

  it('has nothing to explain where there is no such Pod', async () => {
    const { code, said } = await run(['explain', 'nobody', '-n', 'plain']);
    expect([code, said]).toEqual([2, expect.stringMatching(/pods "nobody" not found; is the namespace right/)]);
  });
});
