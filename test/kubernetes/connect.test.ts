import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ApiConnection } from '../../src/kubernetes/api-connection.ts';
import { connectToApiServer } from '../../src/kubernetes/connect.ts';

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kubeconfig-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

function kubeconfig(name: string, user: object, cluster: object = {}): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [{ name, cluster: { server: `https://${name}.test:6443/base`, ...cluster } }],
    users: [{ name, user }],
    contexts: [{ name, context: { cluster: name, user: name } }],
  });
}

async function connect(environment: Readonly<Record<string, string>>, path?: string): Promise<ApiConnection | string> {
  const asked = path === undefined ? {} : { kubeconfig: path };
  const connected = await connectToApiServer({ environment, nowMs: () => 0, ...asked });
  if (!connected.ok) return connected.error;
  onTestFinished(() => connected.value.close());
  return connected.value;
}

const place = (connection: ApiConnection | string): string =>
  typeof connection === 'string' ? connection : connection.server.href;

const POD = { KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '443' };

describe('connectToApiServer', () => {
  it('takes the flag, then KUBECONFIG, then the Pod, then the home folder', async () => {
    const home = await makeFolder();
    await mkdir(join(home, '.kube'));
    await writeFile(join(home, '.kube', 'config'), kubeconfig('home', {}));
    const flag = join(home, 'flag');
    await writeFile(flag, kubeconfig('flag', {}));
    const listed = join(home, 'listed');
    await writeFile(listed, kubeconfig('listed', {}));
    const all = { ...POD, HOME: home, KUBECONFIG: listed };
    expect(place(await connect(all, flag))).toBe('https://flag.test:6443/base');
    expect(place(await connect(all))).toBe('https://listed.test:6443/base');
    expect(place(await connect({ ...POD, HOME: home }))).toBe('https://10.0.0.1/');
    expect(place(await connect({ HOME: home }))).toBe('https://home.test:6443/base');
  });

  it('says what it looked for when there is nothing', async () => {
    const message =
      'not in a Pod: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set; KUBECONFIG is not set, and there is no ~/.kube/config';
    expect(await connect({})).toBe(message);
    expect(await connect({ HOME: '/nonexistent' })).toBe(message);
  });

  it('merges the files of KUBECONFIG; the first one has the current context', async () => {
    const folder = await makeFolder();
    await writeFile(join(folder, 'a'), kubeconfig('a', {}));
    await writeFile(join(folder, 'b'), kubeconfig('b', {}));
    expect(place(await connect({ KUBECONFIG: `${folder}/a:${folder}/b` }))).toBe('https://a.test:6443/base');
  });

  it.each([
    ['missing', undefined],
    ['no YAML', '\tx: ['],
    ['empty', ''],
    ['without context', JSON.stringify({ clusters: [], users: [], contexts: [] })],
  ])('refuses a kubeconfig that is %s, by its path', async (_name, text) => {
    const path = join(await makeFolder(), 'config');
    if (text !== undefined) await writeFile(path, text);
    expect(place(await connect({}, path))).toMatch(new RegExp(`^${path}: .+`, 'u'));
  });
});

async function headersFor(user: object): Promise<Readonly<Record<string, string>>> {
  const path = join(await makeFolder(), 'config');
  await writeFile(path, kubeconfig('it', user));
  const connection = await connect({}, path);
  if (typeof connection === 'string') throw new Error(connection);
  return (await connection.authorize()).headers;
}

describe('connectByKubeconfig: credentials', () => {
  it('sends a token', async () => {
    expect(await headersFor({ token: 'abc' })).toEqual({ Authorization: 'Bearer abc' });
  });

  it('sends user name and password', async () => {
    expect(await headersFor({ username: 'me', password: 'pw' })).toEqual({ authorization: 'Basic bWU6cHc=' });
  });

  it('asks an exec plugin again after a 401', async () => {
    const folder = await makeFolder();
    const path = join(folder, 'config');
    const script =
      `const fs=require('fs');fs.appendFileSync(${JSON.stringify(join(folder, 'runs'))},'x');` +
      `const token='run-'+fs.readFileSync(${JSON.stringify(join(folder, 'runs'))},'utf8').length;` +
      `console.log(JSON.stringify({apiVersion:'client.authentication.k8s.io/v1',kind:'ExecCredential',status:{token}}))`;
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: process.execPath, args: ['-e', script] };
    await writeFile(path, kubeconfig('it', { exec }));
    const connection = await connect({}, path);
    if (typeof connection === 'string') throw new Error(connection);
    const first = await connection.authorize();
    const second = await connection.authorize();
    connection.forgetCredentials();
    const third = await connection.authorize();
    expect([first, second, third].map(({ headers }) => headers['Authorization'])).toEqual([
      'Bearer run-1',
      'Bearer run-1',
      'Bearer run-2',
    ]);
    expect(second.agent).toBe(first.agent);
    expect(third.agent).toBe(first.agent);
  });
});
