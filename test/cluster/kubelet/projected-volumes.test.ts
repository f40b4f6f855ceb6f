import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeTempFolder } from '../../support/temp-folder.ts';
import { NotYetError } from './keyed-objects.ts';
import { ObjectApi } from './object-api.ts';
import type { Pod, Volume } from './pod.ts';
import { ProjectedVolumes } from './projected-volumes.ts';
import { ServiceAccountTokens } from './service-account-tokens.ts';

const POD: Pod = {
  metadata: { name: 'app-0', namespace: 'play', uid: 'u', labels: { a: '1' } },
  spec: { containers: [] },
};

let objects: Record<string, object>;
let tokenRequests: unknown[];
let folder: string;

const api = new ObjectApi(({ body, method, path }) => {
  if (method === 'POST') {
    tokenRequests.push(JSON.parse(body ?? ''));
    const status = { token: `token-${tokenRequests.length}`, expirationTimestamp: new Date(Date.now() + 600_000) };
    return Promise.resolve({ status: 201, body: JSON.stringify({ status }) });
  }
  const object = objects[path];
  return Promise.resolve({ status: object === undefined ? 404 : 200, body: JSON.stringify(object ?? {}) });
});

function makeVolumes(volume: Omit<Volume, 'name'>, lagMs = 0, pod = POD): ProjectedVolumes {
  const facts = { pod, podIP: '10.244.0.1', nodeName: 'node-1', hostIP: '192.0.2.1' };
  const sources = { api, facts, tokens: new ServiceAccountTokens(api, pod) };
  return new ProjectedVolumes([{ name: 'v', ...volume }], { folder, sources, lagMs });
}

function readFiles(): Readonly<Record<string, string>> {
  const names = readdirSync(join(folder, 'v')).filter((name) => !name.startsWith('..'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, 'v', name), 'utf8')]));
}

beforeEach((context) => {
  folder = makeTempFolder(context);
  tokenRequests = [];
  objects = {
    '/api/v1/namespaces/play/secrets/tls': { data: { 'tls.crt': 'Y2VydA==', 'tls.key': 'a2V5' } },
    '/api/v1/namespaces/play/configmaps/settings': { data: { mode: 'plain' }, binaryData: { blob: 'AAE=' } },
  };
});

describe('ProjectedVolumes', () => {
  it('writes Secrets and ConfigMaps behind one link', async () => {
    await makeVolumes({ secret: { secretName: 'tls' } }).create();
    expect(readFiles()).toStrictEqual({ 'tls.crt': 'cert', 'tls.key': 'key' });
    expect(readlinkSync(join(folder, 'v', 'tls.crt'))).toBe('..data/tls.crt');
  });

  it('gives the files the mode that the volume has', async () => {
    await makeVolumes({ secret: { secretName: 'tls', defaultMode: 0o400 } }).create();
    expect(statSync(join(folder, 'v', 'tls.key')).mode & 0o777).toBe(0o400);
  });

  it.runIf(process.getuid?.() === 0)("gives the files to the Pod's group, which may read them", async () => {
    const pod = { ...POD, spec: { ...POD.spec, securityContext: { fsGroup: 65_532 } } };
    await makeVolumes({ secret: { secretName: 'tls', defaultMode: 0o400 } }, 0, pod).create();
    const { gid, mode, uid } = statSync(join(folder, 'v', 'tls.key'));
    expect([uid, gid, mode & 0o777]).toEqual([0, 65_532, 0o440]);
  });

  it('writes only the items that are named, where they are wanted', async () => {
    await makeVolumes({ configMap: { name: 'settings', items: [{ key: 'mode', path: 'sub/mode' }] } }).create();
    expect(readFileSync(join(folder, 'v/sub/mode'), 'utf8')).toBe('plain');
    expect(readlinkSync(join(folder, 'v', 'sub'))).toBe('..data/sub');
  });

  it('projects a bound token, once, beside what else is asked for', async () => {
    const volumes = makeVolumes({
      projected: {
        sources: [
          { serviceAccountToken: { path: 'token', audience: 'them', expirationSeconds: 600 } },
          { downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
        ],
      },
    });
    await volumes.create();
    await volumes.refresh(Date.now());
    expect(readFiles()).toStrictEqual({ token: 'token-1', labels: 'a="1"' });
    expect(tokenRequests).toMatchObject([
      {
        spec: { audiences: ['them'], expirationSeconds: 600, boundObjectRef: { kind: 'Pod', name: 'app-0', uid: 'u' } },
      },
    ]);
  });

  it.each([
    ['an object', { secret: { secretName: 'none' } }, 'secret "none" not found'],
    [
      'a key',
      { configMap: { name: 'settings', items: [{ key: 'x', path: 'x' }] } },
      'configmap "settings" has no key "x"',
    ],
    ['a kind', { hostPath: { path: '/' } }, 'volume "v": hostPath is not played by this kubelet'],
  ])('waits while %s is missing', async (_, volume: object, message) => {
    const failure = makeVolumes(volume).create();
    await expect(failure).rejects.toThrow(NotYetError);
    await expect(failure).rejects.toThrow(`MountVolume.SetUp failed for volume "v" : ${message}`);
  });

  it('makes an empty folder of what is optional and missing', async () => {
    await makeVolumes({ secret: { secretName: 'none', optional: true } }).create();
    expect(readFiles()).toStrictEqual({});
  });

  it('takes over all of a change at once, and leaves one generation', async () => {
    const volumes = makeVolumes({ secret: { secretName: 'tls' } });
    await volumes.create();
    const before = readlinkSync(join(folder, 'v/..data'));
    objects['/api/v1/namespaces/play/secrets/tls'] = { data: { 'tls.crt': 'bmV3' } };
    await volumes.refresh(Date.now());
    expect(readFiles()).toStrictEqual({ 'tls.crt': 'new' });
    expect(readlinkSync(join(folder, 'v/..data'))).not.toBe(before);
    expect(readdirSync(join(folder, 'v')).filter((name) => name.startsWith('..'))).toHaveLength(2);
  });

  it('leaves the link alone when nothing has changed', async () => {
    const volumes = makeVolumes({ secret: { secretName: 'tls' } });
    await volumes.create();
    const before = readlinkSync(join(folder, 'v/..data'));
    await volumes.refresh(Date.now());
    expect(readlinkSync(join(folder, 'v/..data'))).toBe(before);
  });

  it('takes over a change only after the lag', async () => {
    const volumes = makeVolumes({ secret: { secretName: 'tls' } }, 1_000);
    await volumes.create();
    objects['/api/v1/namespaces/play/secrets/tls'] = { data: { 'tls.crt': 'bmV3' } };
    await volumes.refresh(0);
    await volumes.refresh(999);
    expect(readFiles()['tls.crt']).toBe('cert');
    await volumes.refresh(1_000);
    expect(readFiles()['tls.crt']).toBe('new');
  });

  it('keeps the files of a source that is gone', async () => {
    const volumes = makeVolumes({ secret: { secretName: 'tls' } });
    await volumes.create();
    objects = {};
    await volumes.refresh(Date.now());
    expect(readFiles()).toStrictEqual({ 'tls.crt': 'cert', 'tls.key': 'key' });
  });
});
