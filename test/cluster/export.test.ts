import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments, stringify } from 'yaml';
import type { NamespaceMetadata } from '../../src/admission/mutate.ts';
import type { ExportFlags } from '../../src/cli/export-command.ts';
import { runExport } from '../../src/cli/run-export.ts';
import { isJsonObject, objectAt, objectsAt, stringAt, type Json, type JsonObject } from '../../src/injection/json.ts';
import { type RunningWebhook, startWebhook } from '../support/running-webhook.ts';
import { type ControlPlane, startControlPlane } from './control-plane.ts';
import {
  EXPRESSIBLE,
  listExampleFolders,
  ONLY,
  PODS,
  readClassicExample,
  readExamplePod,
  type Documents,
} from './export-cases.ts';
import { waitUntil } from './wait-until.ts';

const REGISTRATION = new URL('../../webhook-config/mutating-webhook-configuration.yaml', import.meta.url);
const API = '/apis/admissionregistration.k8s.io/v1';
const OUR_ANNOTATION = 'sidecar-injector.dev/inject';

/** What changes the Pods of a namespace; a label of the namespace tells. */
const MODES = ['webhook', 'policy', 'guard', 'both'] as const;
type Mode = (typeof MODES)[number];

let controlPlane: ControlPlane;
let webhook: RunningWebhook;
const namespaces = new Map<string, NamespaceMetadata>();

beforeAll(async () => {
  const scope = {
    enabledEntries: new Set(['enabled'] as const),
    findNamespace: (name: string) => namespaces.get(name),
    hasNativeSidecars: () => true,
  };
  [controlPlane, webhook] = await Promise.all([startControlPlane(), startWebhook({ manifest: '', scope })]);
  await register();
  const names = GROUPS.flatMap((group) => group.names);
  await Promise.all(MODES.map((mode) => addNamespace(`${mode}-plain`, mode)));
  for (const name of new Set(names)) {
    const modes = MODES.filter((mode) => mode !== 'both');
    await Promise.all(modes.map(async (mode) => addNamespace(`${mode}-${name}`, mode, name)));
  }
});

afterAll(async () => {
  await controlPlane?.stop();
  await webhook?.close();
});

async function send(method: string, path: string, body?: object): Promise<{ status: number; body: JsonObject }> {
  const answer = await controlPlane.request({
    method,
    path,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const parsed: unknown = JSON.parse(answer.body);
  return { status: answer.status, body: isJsonObject(parsed) ? parsed : {} };
}

async function created(path: string, body: object): Promise<void> {
  const answer = await send('POST', path, body);
  if (answer.status !== 201) throw new Error(`${path}: ${JSON.stringify(answer.body)}\n${JSON.stringify(body)}`);
}

/** An enabled namespace has its template by its annotation. */
async function addNamespace(name: string, mode: Mode, template?: string): Promise<void> {
  const labels = {
    mode,
    team: 'green',
    ...(template !== undefined && { 'sidecar-injector.dev/injection': 'enabled' }),
  };
  const annotations = template === undefined ? {} : { 'sidecar-injector.dev/templates': `${template}, ` };
  namespaces.set(name, { labels, annotations });
  await created('/api/v1/namespaces', { metadata: { name, labels, annotations } });
  await controlPlane.waitForDefaultServiceAccount(name);
}

/** The entries of the install, at the webhook of this process, for the namespaces of the mode `webhook`. */
async function register(): Promise<void> {
  const { webhooks } = parse(readFileSync(REGISTRATION, 'utf8')) as {
    webhooks: { clientConfig: { service: { path: string } }; namespaceSelector: { matchExpressions: object[] } }[];
  };
  const { origin } = new URL(webhook.url);
  const caBundle = Buffer.from(webhook.certificates.current.cert).toString('base64');
  const mode = { key: 'mode', operator: 'In', values: ['webhook', 'both'] };
  const entries = webhooks.map(({ clientConfig, namespaceSelector, ...entry }) =>
    Object.assign(entry, {
      clientConfig: { url: `${origin}${clientConfig.service.path}`, caBundle },
      namespaceSelector: { matchExpressions: namespaceSelector.matchExpressions.concat(mode) },
    }),
  );
  await created(`${API}/mutatingwebhookconfigurations`, { metadata: { name: 'sidecar-injector' }, webhooks: entries });
}

/** Puts exactly these templates into force in the webhook. */
function installInWebhook(documents: Documents): void {
  const { problems } = webhook.templates.update({
    data: new Map(Object.entries(documents)),
    retired: new Set(webhook.templates.current.set.templates.keys()),
  });
  if (problems.size > 0) throw new Error(JSON.stringify([...problems]));
}

interface Installed extends AsyncDisposable {
  readonly mode: 'policy' | 'guard';
  readonly names: readonly string[];
  /** Pods that get one of the templates, by its name. */
  readonly own: Readonly<Record<string, JsonObject>>;
  /** How many objects there are. */
  readonly objects: number;
}

interface Installation extends Pick<Installed, 'mode' | 'names' | 'own'> {
  readonly documents: Documents;
}

/** Puts templates into force in the webhook, and as policies or guards in their namespaces; undone at the end of the block. */
async function install({ documents, ...installation }: Installation): Promise<Installed> {
  const { mode, names } = installation;
  installInWebhook(documents);
  const output = await exportAs(documents, names, { guard: mode === 'guard' });
  const paths: string[] = [];
  for (const document of parseAllDocuments(output)) {
    const object = document.toJS() as JsonObject;
    const kind = stringAt(object, 'kind') ?? '';
    const collection = `${API}/${kind.replace(/y$/, 'ie').toLowerCase()}s`;
    await created(collection, kind.endsWith('Binding') ? boundTo(object, mode) : object);
    paths.push(`${collection}/${stringAt(objectAt(object, 'metadata'), 'name')}`);
  }
  await waitForEffect(installation);
  return {
    ...installation,
    objects: paths.length,
    [Symbol.asyncDispose]: async () => {
      for (const path of paths) await send('DELETE', path);
      await waitForEffect(installation, false);
    },
  };
}

/** A binding for the namespaces of a mode only. */
function boundTo(binding: JsonObject, mode: Mode): object {
  const namespaceSelector = { matchExpressions: [{ key: 'mode', operator: 'In', values: [mode, 'both'] }] };
  return { ...binding, spec: { ...objectAt(binding, 'spec'), matchResources: { namespaceSelector } } };
}

async function exportAs(documents: Documents, names: readonly string[], flags: Partial<ExportFlags>): Promise<string> {
  const file = join(controlPlane.folder, 'templates.yaml');
  await writeFile(file, stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data: documents }));
  return runExport(names, {
    guard: false,
    output: 'yaml',
    protectedNamespaces: 'kube-system',
    namespace: 'sidecar-injector',
    templateConfigmap: 'envoy-initializer',
    templateFile: file,
    ...flags,
  });
}

interface Reply {
  readonly status: number;
  readonly body: JsonObject;
}

function said({ body }: Reply): string {
  return stringAt(body, 'message') ?? '';
}

async function createPod(namespace: string, pod: object): Promise<Reply> {
  return send('POST', `/api/v1/namespaces/${namespace}/pods?dryRun=All`, pod);
}

/** What `kubectl apply --server-side` sends. */
async function applyPod(namespace: string, spec: object): Promise<Reply> {
  const containers = [{ name: 'app', image: 'app:1' }];
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'applied' }, spec: { containers, ...spec } };
  const answer = await controlPlane.request({
    method: 'PATCH',
    path: `/api/v1/namespaces/${namespace}/pods/applied?dryRun=All&fieldManager=test`,
    contentType: 'application/apply-patch+yaml',
    body: JSON.stringify(pod),
  });
  return { status: answer.status, body: JSON.parse(answer.body) as JsonObject };
}

/** The Pod with the template asked for, unless it says something of its own. */
function asking(pod: JsonObject, template: string): JsonObject {
  const metadata = objectAt(pod, 'metadata') ?? {};
  const annotations = { [OUR_ANNOTATION]: template, ...objectAt(metadata, 'annotations') };
  return { ...pod, metadata: { ...metadata, annotations } };
}

/** A Pod without what differs for each creation, and without our record. */
function comparable(pod: JsonObject): Json {
  const { name, labels, annotations } = objectAt(pod, 'metadata') ?? {};
  const text = JSON.stringify({
    metadata: { name, labels: labels ?? {}, annotations: annotations ?? {} },
    spec: pod['spec'],
  });
  const copy = JSON.parse(
    text.replaceAll(/kube-api-access-\w+/g, 'kube-api-access').replaceAll(/=(?:webhook|policy|both)-/g, '='),
  ) as {
    metadata: { labels: Record<string, string>; annotations: Record<string, string> };
    spec: Record<string, Json>;
  };
  delete copy.metadata.labels['sidecar-injector.dev/injected'];
  delete copy.metadata.annotations['sidecar-injector.dev/status'];
  for (const list of ['volumes', 'tolerations']) copy.spec[list] = sorted(copy.spec[list]);
  return copy;
}

function sorted(list: Json | undefined): Json {
  const texts = Array.isArray(list) ? list.map((entry: Json) => JSON.stringify(entry)) : [];
  return texts.toSorted();
}

/** The names of all containers. */
function containersOf(pod: JsonObject): readonly string[] {
  const spec = objectAt(pod, 'spec');
  return ['containers', 'initContainers'].flatMap((list) =>
    objectsAt(spec, list).map((one) => stringAt(one, 'name') ?? ''),
  );
}

/** A Pod that gets the template, where it is not the one with labels. */
const WITNESS: Readonly<Record<string, string>> = { windows: 'for Windows' };

/** Waits until policies or guards are in force, or no longer: the API server follows them by a watch. */
async function waitForEffect(installed: Pick<Installed, 'mode' | 'names' | 'own'>, isWanted = true): Promise<void> {
  const { mode, names, own } = installed;
  const wait = async (template: string): Promise<void> => {
    const pod = asking(own[template] ?? PODS[WITNESS[template] ?? 'with labels'] ?? {}, template);
    const isAffected = ({ status, body }: Reply): boolean =>
      mode === 'guard'
        ? status === 403 &&
          (!isWanted || said({ status, body }).includes(`'sidecar-injector-guard-${template}-requested'`))
        : containersOf(body).length > containersOf(pod).length || 'only' in labelsOf(body);
    const probe = async (): Promise<true | undefined> =>
      isAffected(await createPod(`${mode}-plain`, pod)) === isWanted ? true : undefined;
    const what = `the ${mode} of ${template} to be ${isWanted ? 'in force' : 'gone'}`;
    await waitUntil(probe, { what, timeoutMs: 20_000 });
  };
  await Promise.all(names.filter((name) => mode === 'policy' || name !== 'no-containers').map(wait));
}

function labelsOf(pod: JsonObject): JsonObject {
  return objectAt(objectAt(pod, 'metadata'), 'labels') ?? {};
}

/** One Pod for one template, and what the webhook made of it. */
interface Outcome {
  readonly template: string;
  readonly isAsking: boolean;
  readonly pod: JsonObject;
  readonly byWebhook: Reply;
  /** For people. */
  readonly title: string;
}

/** Requests that are under way at the same time. */
const CONCURRENCY = 6;

/** What the webhook makes of the Pods, asked for by the Pod itself, and by its namespace. */
async function askWebhook({ names, own }: Group): Promise<readonly Outcome[]> {
  const cases = names.flatMap((template) =>
    Object.entries({ ...PODS, ...(own[template] !== undefined && { 'of the example': own[template] }) })
      .filter(([title]) => ONLY[title]?.includes(template) ?? true)
      .flatMap(([title, pod]) => [
        { template, title: `${template}: a Pod ${title}, asking`, pod: asking(pod, template), isAsking: true },
        { template, title: `${template}: a Pod ${title}`, pod, isAsking: false },
      ]),
  );
  return forAll(cases, async (one) => ({ ...one, byWebhook: await createPod(namespaceOf('webhook', one), one.pod) }));
}

function namespaceOf(mode: Mode, { isAsking, template }: Pick<Outcome, 'isAsking' | 'template'>): string {
  return `${mode}-${isAsking ? 'plain' : template}`;
}

async function forAll<Input, Output>(
  inputs: readonly Input[],
  run: (input: Input) => Promise<Output>,
): Promise<readonly Output[]> {
  const outputs: Output[] = [];
  const rest = inputs.entries();
  const work = async (): Promise<void> => {
    for (const [index, input] of rest) outputs[index] = await run(input);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return outputs;
}

interface Comparison {
  readonly counts: Readonly<Record<'injected' | 'unchanged' | 'refused', number>>;
  /** Names of the templates that some Pod received. */
  readonly injected: readonly string[];
  readonly differences: readonly string[];
}

/** Makes each Pod by the policies too, and what was injected a second time. */
async function comparePolicies(outcomes: readonly Outcome[]): Promise<Comparison> {
  const counts = { injected: 0, unchanged: 0, refused: 0 };
  const injected = new Set<string>();
  const differences: string[] = [];
  await forAll(outcomes, async (one) => {
    const { template, title, pod, byWebhook } = one;
    const namespace = namespaceOf('policy', one);
    const byPolicy = await createPod(namespace, pod);
    const difference = differ(pod, byWebhook, byPolicy);
    if (difference !== undefined) differences.push(`${title}: ${difference}`);
    const isRefused = byWebhook.status !== 201 || byPolicy.status !== 201;
    const isInjected = !isRefused && containersOf(byPolicy.body).length > containersOf(pod).length;
    counts[isRefused ? 'refused' : isInjected ? 'injected' : 'unchanged'] += 1;
    if (!isInjected) return;
    injected.add(template);
    const again = differ(pod, byPolicy, await createPod(namespace, resubmitted(byPolicy.body)));
    if (again !== undefined) differences.push(`${title}, again: ${again}`);
  });
  return { counts, injected: [...injected], differences };
}

/** Makes each Pod with the guards alone, and those that the webhook injected as it left them. */
async function compareGuards(asked: readonly Outcome[]): Promise<Omit<Comparison, 'injected'>> {
  const counts = { injected: 0, unchanged: 0, refused: 0 };
  const differences: string[] = [];
  await forAll(asked, async (one) => {
    const { pod, byWebhook, title } = one;
    const reply = await createPod(namespaceOf('guard', one), pod);
    const isMissed = byWebhook.status === 403 || containersOf(byWebhook.body).length > containersOf(pod).length;
    if ((reply.status === 403) !== isMissed)
      differences.push(`${title}: ${reply.status} ${said(reply)}, by the webhook ${byWebhook.status}`);
    counts[isMissed ? 'refused' : 'unchanged'] += 1;
    if (byWebhook.status !== 201 || !isMissed) return;
    const injected = await createPod(namespaceOf('guard', one), resubmitted(byWebhook.body));
    if (injected.status !== 201) differences.push(`${title}, injected: ${said(injected)}`);
    counts.injected += 1;
  });
  return { counts, differences };
}

/** An injected Pod as it comes back from a backup. */
function resubmitted(pod: JsonObject): object {
  const { name, labels, annotations } = objectAt(pod, 'metadata') ?? {};
  return { metadata: { name, labels, annotations }, spec: pod['spec'] };
}

/** A policy that changes Pods cannot refuse one: what the webhook refuses goes without, or an expression fails on it. */
function differ(pod: JsonObject, byWebhook: Reply, byPolicy: Reply): string | undefined {
  if (byWebhook.status === 403 && byPolicy.status === 201)
    return isDeepStrictEqual(containersOf(byPolicy.body), containersOf(pod)) ? undefined : 'injected all the same';
  if (byWebhook.status !== byPolicy.status && byWebhook.status !== 403)
    return `${byWebhook.status} ${said(byWebhook)}, ${byPolicy.status} ${said(byPolicy)}`;
  if (byPolicy.status !== 201) return undefined;
  const [wanted, found] = [byWebhook, byPolicy].map(({ body }) => comparable(body));
  return isDeepStrictEqual(wanted, found) ? undefined : `${JSON.stringify(wanted)}\n${JSON.stringify(found)}`;
}

/** Whether a template can be exported as a guard only. */
function needsWebhook(text: string): boolean {
  return /name: ["']\*|onConflict: (?:replace|reject)/.test(text);
}

/** Templates of one ConfigMap, and Pods that are tried with one of them only. */
interface Group {
  readonly title: string;
  readonly documents: Documents;
  readonly names: readonly string[];
  readonly own: Readonly<Record<string, JsonObject>>;
}

const FOLDERS = listExampleFolders();

const GROUPS: readonly Group[] = [
  {
    title: 'the templates of this test and of deploy/examples/envoy-initializer.yaml',
    documents: { ...EXPRESSIBLE, ...readClassicExample() },
    names: [...Object.keys(EXPRESSIBLE), 'envoy'],
    own: {},
  },
  {
    title: 'the templates in the folders of deploy/examples',
    documents: FOLDERS,
    names: Object.keys(FOLDERS),
    own: Object.fromEntries(Object.keys(FOLDERS).map((name) => [name, readExamplePod(name)])),
  },
];

/** What the webhook made of all Pods, by the title of the group. */
const outcomes = new Map<string, readonly Outcome[]>();

describe.each(GROUPS)('the policies of $title', (group) => {
  const names = group.names.filter((name) => !needsWebhook(group.documents[name] ?? ''));
  let installed: Installed;
  beforeAll(async () => {
    installed = await install({ ...group, names, mode: 'policy' });
  });
  afterAll(async () => installed?.[Symbol.asyncDispose]());

  it('are two and their bindings for each template', () => {
    expect(installed.objects).toBe(4 * names.length);
  });

  it('make the same Pods as the webhook', async () => {
    const asked = await askWebhook(group);
    outcomes.set(group.title, asked);
    const ours = asked.filter(({ template }) => names.includes(template));
    const { counts, injected, differences } = await comparePolicies(ours);
    process.stderr.write(`policies: ${JSON.stringify(counts)}\n`);
    expect(differences.join('\n\n')).toBe('');
    expect(new Set(injected)).toEqual(new Set(names.filter((name) => name !== 'no-containers')));
    expect(counts.injected).toBeGreaterThan(4 * names.length);
  });

  it('leave nothing to the webhook where both are there', async () => {
    const differences: string[] = [];
    await forAll(names, async (name) => {
      const pod = asking(group.own[name] ?? PODS[WITNESS[name] ?? 'with labels'] ?? {}, name);
      const [byPolicy, byBoth] = [await createPod('policy-plain', pod), await createPod('both-plain', pod)];
      const difference = differ(pod, byPolicy, byBoth);
      if (difference !== undefined) differences.push(`${name}: ${difference}`);
      const record = objectAt(objectAt(byBoth.body, 'metadata'), 'annotations')?.['sidecar-injector.dev/status'];
      if (record !== undefined) differences.push(`${name}: ${JSON.stringify(record)}`);
    });
    expect(differences.join('\n\n')).toBe('');
  });

  it.skipIf(!group.names.includes('failing'))(
    'refuse a Pod that asks where an expression fails, and no other',
    async () => {
      const [bare = {}] = [PODS['bare']];
      const refused = await createPod('policy-plain', asking(bare, 'failing'));
      expect([refused.status, said(refused)]).toEqual([403, expect.stringContaining('no such key: labels')]);
      expect((await createPod('policy-failing', bare)).status).toBe(201);
    },
  );

  it.skipIf(!group.names.includes('constants'))(
    'leave alone a Pod with resources of its own, which the webhook injects where they suffice',
    async () => {
      const pod = asking(PODS['bare'] ?? {}, 'constants');
      const resources = { requests: { cpu: '8', memory: '8Gi' }, limits: { cpu: '8', memory: '8Gi' } };
      const roomy = { ...pod, spec: { ...objectAt(pod, 'spec'), resources } };
      expect(containersOf((await createPod('webhook-plain', roomy)).body)).toEqual(['app', 'envoy']);
      expect(containersOf((await createPod('policy-plain', roomy)).body)).toEqual(['app']);
    },
  );

  it.skipIf(!group.names.includes('fields')).each([
    [{ dnsPolicy: 'ClusterFirst' }, ['ClusterFirst', 60]],
    [{ terminationGracePeriodSeconds: 30 }, ['Default', 30]],
  ])('leave a default that server-side apply wrote, as the webhook does: %o', async (own, expected) => {
    for (const mode of ['webhook', 'policy']) {
      const spec = objectAt((await applyPod(`${mode}-fields`, own)).body, 'spec');
      expect([spec?.['dnsPolicy'], spec?.['terminationGracePeriodSeconds']], mode).toEqual(expected);
    }
  });
});

describe.each(GROUPS)('the guards of $title, with the webhook gone', (group) => {
  let installed: Installed;
  beforeAll(async () => {
    await send('DELETE', `${API}/mutatingwebhookconfigurations/sidecar-injector`);
    installed = await install({ ...group, mode: 'guard' });
  });
  afterAll(async () => installed?.[Symbol.asyncDispose]());
  const isOurs = group.names.includes('constants');

  it('refuse exactly the Pods that the webhook would inject or refuse', async () => {
    const { counts, differences } = await compareGuards(outcomes.get(group.title) ?? []);
    process.stderr.write(`guards: ${JSON.stringify(counts)}\n`);
    expect(differences.join('\n\n')).toBe('');
    expect(counts.refused).toBeGreaterThan(4 * group.names.length);
    expect(counts.unchanged).toBeGreaterThan(2 * group.names.length);
  });

  it.skipIf(!isOurs)('say which container of which template is missing', async () => {
    const [bare = {}] = [PODS['bare']];
    const policy = 'sidecar-injector-guard-constants-requested';
    expect(said(await createPod('guard-plain', asking(bare, 'constants')))).toBe(
      `pods "pod" is forbidden: ValidatingAdmissionPolicy '${policy}' with binding '${policy}' denied request: the Pod lacks the container "envoy" of the sidecar template "constants", and nothing has added it: create the Pod again when the injector is back, or opt out with the annotation sidecar-injector.dev/inject: "false"`,
    );
    expect(said(await createPod('guard-init', bare))).toContain(
      'lacks the containers "log", "log-2", "setup", "agent", "after" of the sidecar template "init"',
    );
    expect(said(await createPod('guard-plain', asking(bare, 'True')))).toContain(
      'annotation sidecar-injector.dev/inject: valid are "true", "false", or template names separated by commas; there are "anywhere", "constants"',
    );
  });

  it.skipIf(!isOurs)('trust neither label nor record, and no container with the image auto', async () => {
    const pod = asking(PODS['bare'] ?? {}, 'constants');
    const metadata = objectAt(pod, 'metadata') ?? {};
    const marked = {
      ...metadata,
      labels: { 'sidecar-injector.dev/injected': 'true' },
      annotations: { ...objectAt(metadata, 'annotations'), 'sidecar-injector.dev/status': '{"constants":{}}' },
    };
    expect((await createPod('guard-plain', { ...pod, metadata: marked })).status).toBe(403);
    const withImage = (image: string): object => {
      const own = objectsAt(objectAt(pod, 'spec'), 'containers');
      return { ...pod, spec: { containers: [...own, { name: 'envoy', image }] } };
    };
    expect((await createPod('guard-plain', withImage('auto'))).status).toBe(403);
    expect((await createPod('guard-plain', withImage('own:1'))).status).toBe(201);
  });
});
