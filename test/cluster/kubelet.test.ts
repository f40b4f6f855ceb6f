import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type IssuedCertificate, issueCa, issueServingCertificate } from './certificates.ts';
import { type Cluster, startCluster } from './cluster.ts';
import {
  ECHO_DEPLOYMENT,
  ECHO_SERVICE,
  echoJob,
  echoWebhook,
  findEchoImage,
  NAMESPACE,
  pod,
  SERVICE_NAME,
} from './echo/echo-manifests.ts';
import { ObjectApi } from './kubelet/object-api.ts';
import { waitUntil } from './wait-until.ts';

interface PodObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly status: {
    readonly phase: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
  };
}

const CORE = `/api/v1/namespaces/${NAMESPACE}`;

let cluster: Cluster;
let api: ObjectApi;
let ca: IssuedCertificate;

function listEchoPods(): Promise<readonly PodObject[]> {
  return api.list<PodObject>(`${CORE}/pods`, { labelSelector: 'app=echo' });
}

async function listEchoProcesses(): Promise<readonly number[]> {
  const pods = await listEchoPods();
  return pods.flatMap(({ metadata }) => cluster.kubelet.processIds(`${NAMESPACE}/${metadata.name}`).values().toArray());
}

function waitForNextProcess(name: string, pid: number | undefined): Promise<number> {
  return waitUntil(
    () => {
      const now = cluster.kubelet.processIds(name).get('echo');
      return now === pid ? undefined : now;
    },
    { what: `another process of ${name}` },
  );
}

/** Creates a Pod that the webhook sees, and gives what it saw. */
async function ask(): Promise<Readonly<Record<string, string>>> {
  const path = '/api/v1/namespaces/default/pods?dryRun=All';
  const created = await api.create<PodObject>(path, pod('asking', { ask: 'echo' }));
  return JSON.parse(created.metadata.annotations?.['echo.test/seen'] ?? '{}') as Readonly<Record<string, string>>;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

beforeAll(async () => {
  cluster = await startCluster({
    namespaces: [NAMESPACE],
    findImage: findEchoImage,
    preStopScale: 0.1,
    markRunning: true,
  });
  api = new ObjectApi((request) => cluster.controlPlane.request(request));
  await api.create('/api/v1/namespaces', { metadata: { name: NAMESPACE } });
  await cluster.controlPlane.waitForDefaultServiceAccount(NAMESPACE);
  await cluster.controlPlane.waitForDefaultServiceAccount('default');
  ca = await issueCa('echo-ca');
  await api.create(`${CORE}/configmaps`, { metadata: { name: 'echo' }, data: { message: 'one' } });
  await api.create(`${CORE}/services`, ECHO_SERVICE);
  await api.create(`/apis/apps/v1/namespaces/${NAMESPACE}/deployments`, ECHO_DEPLOYMENT);
  await api.create('/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations', echoWebhook(ca.cert));
});

afterAll(async () => {
  await cluster?.stop();
});

describe('Kubelet', () => {
  it('keeps Pods waiting, with an Event, until their Secret is there, and runs them then', async () => {
    const message = 'MountVolume.SetUp failed for volume "certs" : secret "echo-tls" not found';
    const events = await waitUntil(
      async () => {
        const found = await api.list<{ message: string; reason: string }>(`${CORE}/events`, {
          fieldSelector: 'reason=FailedMount',
        });
        return found.some((event) => event.message === message) ? found : undefined;
      },
      { what: 'the Event' },
    );
    expect(events.length).toBeGreaterThan(0);
    expect((await listEchoPods()).map(({ status }) => status.phase)).toStrictEqual(['Pending', 'Pending']);

    const certificate = await issueServingCertificate(ca, [SERVICE_NAME]);
    await api.create(`${CORE}/secrets`, {
      metadata: { name: 'echo-tls' },
      stringData: { 'tls.crt': certificate.cert, 'tls.key': certificate.private },
    });
    await cluster.waitForRollout('deployment/echo', { namespace: NAMESPACE });
    expect((await listEchoPods()).map(({ status }) => status.phase)).toStrictEqual(['Running', 'Running']);
  });

  it('is reached through the Service, by name, over TLS 1.3 and HTTP/1.1', async () => {
    const seen = await waitUntil(() => ask().catch(() => undefined), { what: 'the webhook' });
    const names = (await listEchoPods()).map(({ metadata }) => metadata.name);
    expect(names).toContain(seen['pod']);
    expect(seen).toMatchObject({
      sni: SERVICE_NAME,
      tls: 'TLSv1.3',
      http: '1.1',
      url: '/mutate?timeout=5s',
      message: 'one',
    });
    expect(cluster.egressProxy.connections.get(`${NAMESPACE}/${seen['pod']}`)).toBeGreaterThan(0);
  });

  it('swaps the files when their ConfigMap changes', async () => {
    await api.merge(`${CORE}/configmaps/echo`, { data: { message: 'two' } });
    await waitUntil(async () => ((await ask())['message'] === 'two' ? true : undefined), {
      what: 'the new message',
      timeoutMs: 5_000,
    });
  });

  it('chooses another replica when the one that answered is gone', async () => {
    const before = await ask();
    const name = before['pod'] ?? '';
    const pid = cluster.kubelet.processIds(`${NAMESPACE}/${name}`).get('echo') ?? 0;
    expect(isAlive(pid)).toBe(true);
    const deleted = await cluster.controlPlane.request({ method: 'DELETE', path: `${CORE}/pods/${name}` });
    expect(deleted.status).toBe(200);
    await waitUntil(async () => ((await api.find(`${CORE}/pods/${name}`)) === undefined ? true : undefined), {
      what: 'the Pod to go',
    });
    expect(isAlive(pid)).toBe(false);
    expect(readFileSync(cluster.kubelet.logPathOf({ namespace: NAMESPACE, name }, 'echo'), 'utf8')).toBe(
      'asked to end\n',
    );
    await cluster.waitForRollout('deployment/echo', { namespace: NAMESPACE });
    expect((await ask())['pod']).not.toBe(name);
  });

  it('starts a container again when its process has ended', async () => {
    const [first] = await listEchoPods();
    const name = `${NAMESPACE}/${first?.metadata.name ?? ''}`;
    const pid = cluster.kubelet.processIds(name).get('echo') ?? 0;
    process.kill(pid, 'SIGKILL');
    expect(isAlive(await waitForNextProcess(name, pid))).toBe(true);
    const path = `${CORE}/pods/${first?.metadata.name ?? ''}`;
    await waitUntil(
      async () => {
        const status = (await api.find<{ status: { containerStatuses: readonly object[] } }>(path))?.status;
        return JSON.stringify(status?.containerStatuses).includes('"exitCode":137') ? true : undefined;
      },
      { what: 'the status to tell of it' },
    );
  });

  it("completes a Job whose container uses its ServiceAccount's token", async () => {
    await api.create(`/apis/batch/v1/namespaces/${NAMESPACE}/jobs`, echoJob('who', ['who']));
    await cluster.waitForRollout('job/who', { namespace: NAMESPACE });
    const [done] = await api.list<PodObject>(`${CORE}/pods`, { labelSelector: 'job-name=who' });
    expect(done?.status.phase).toBe('Succeeded');
    const name = done?.metadata.name ?? '';
    const output = readFileSync(cluster.kubelet.logPathOf({ namespace: NAMESPACE, name }, 'echo'), 'utf8');
    expect(JSON.parse(output)).toMatchObject({
      status: { userInfo: { username: `system:serviceaccount:${NAMESPACE}:default` } },
    });
  });

  it('says of a Job that it failed when its container does', async () => {
    await api.create(`/apis/batch/v1/namespaces/${NAMESPACE}/jobs`, echoJob('fails', ['--cert-dir=/nowhere']));
    await waitUntil(
      async () => {
        const [found] = await api.list<PodObject>(`${CORE}/pods`, { labelSelector: 'job-name=fails' });
        return found?.status.phase === 'Failed' ? true : undefined;
      },
      { what: 'the Pod to fail' },
    );
  });

  it('says what it does not play', async () => {
    const unplayed = { name: 'odd', image: 'echo:test', livenessProbe: { exec: { command: ['true'] } } };
    await api.create(`${CORE}/pods`, { metadata: { name: 'odd' }, spec: { containers: [unplayed] } });
    const message = 'not played by this kubelet: livenessProbe other than httpGet of container odd';
    await waitUntil(
      async () => {
        const found = await api.list<{ message: string }>(`${CORE}/events`);
        return found.some((event) => event.message === message) ? true : undefined;
      },
      { what: 'the Event' },
    );
  });

  it('marks Pods of other namespaces as running, and takes deleted ones away', async () => {
    const pods = '/api/v1/namespaces/default/pods';
    await api.create(pods, pod('marked'));
    await waitUntil(
      async () => {
        const { status } = (await api.find<PodObject>(`${pods}/marked`)) ?? {};
        return status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') || undefined;
      },
      { what: 'the Pod to be ready' },
    );
    await cluster.controlPlane.request({ method: 'DELETE', path: `${pods}/marked` });
    await waitUntil(async () => ((await api.find(`${pods}/marked`)) === undefined ? true : undefined), {
      what: 'the Pod to go',
    });
  });

  it('goes on while the API server is away, and after it is back', async () => {
    const [first, second] = (await listEchoPods()).map(({ metadata }) => `${NAMESPACE}/${metadata.name}`);
    const pids = [first, second].map((name = '') => cluster.kubelet.processIds(name).get('echo') ?? 0);
    await cluster.controlPlane.killApiServer();
    process.kill(pids[0] ?? 0, 'SIGKILL');
    expect(isAlive(await waitForNextProcess(first ?? '', pids[0]))).toBe(true);
    await cluster.controlPlane.startApiServer();
    expect(cluster.kubelet.processIds(second ?? '').get('echo')).toBe(pids[1]);
    await waitUntil(() => ask().catch(() => undefined), { what: 'the webhook' });
  });

  it('leaves no process and no folder when it is stopped', async () => {
    const running = await listEchoProcesses();
    expect(running).toHaveLength(2);
    await cluster.stop();
    expect(running.filter(isAlive)).toStrictEqual([]);
    expect([cluster.folder, cluster.controlPlane.folder].filter(existsSync)).toStrictEqual([]);
  });
});
