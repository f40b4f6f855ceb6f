import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeTempFolder } from '../../support/temp-folder.ts';
import { buildCommand, type CommandContext } from './container-command.ts';
import { type Image, readOwnImage } from './image.ts';
import { ObjectApi } from './object-api.ts';
import type { ContainerSpec, Pod } from './pod.ts';

const POD: Pod = { metadata: { name: 'app-0', namespace: 'play', uid: 'u' }, spec: { containers: [] } };

const IMAGE: Image = {
  entrypoint: ['node', '--allow-fs-read=/app,/certs', '/app/main.mjs'],
  command: ['serve'],
  environment: { NODE_ENV: 'production' },
  folders: { '/app': '/repository' },
  listenVariables: { 8443: 'LISTEN' },
};

const CONTEXT: CommandContext = {
  api: new ObjectApi(() => Promise.resolve({ status: 200, body: JSON.stringify({ data: { word: 'c2VjcmV0' } }) })),
  facts: { pod: POD, podIP: '10.244.0.1', nodeName: 'node-1', hostIP: '192.0.2.1' },
  image: IMAGE,
  apiServerUrl: 'https://127.0.0.1:6443',
  mounts: { '/certs': '/run/v/certs', '/var/run/secrets/kubernetes.io/serviceaccount': '/run/v/token' },
  ports: new Map([[8443, { host: '127.0.0.1', port: 40_001 }]]),
};

function build(spec: Partial<ContainerSpec>): ReturnType<typeof buildCommand> {
  return buildCommand({ name: 'app', image: 'app:1', ...spec }, CONTEXT);
}

describe('buildCommand', () => {
  it("is the image's own command line, with its paths on this machine", async () => {
    const { args, program } = await build({});
    expect(program).toBe(process.execPath);
    expect(args).toStrictEqual(['--allow-fs-read=/repository,/run/v/certs', '/repository/main.mjs', 'serve']);
  });

  it('puts args in the place of CMD, and command in the place of both', async () => {
    expect((await build({ args: ['certs'] })).args.at(-1)).toBe('certs');
    expect(await build({ command: ['/bin/true'], args: ['x'] })).toMatchObject({ program: '/bin/true', args: ['x'] });
  });

  it.each([
    ['--cert-dir=/certs', '--cert-dir=/run/v/certs'],
    ['/certs/tls.crt', '/run/v/certs/tls.crt'],
    ['/certs-of-others', '/certs-of-others'],
    ['--path=/etc/certs', '--path=/etc/certs'],
    ['--listen=0.0.0.0:8443', '--listen=127.0.0.1:40001'],
    ['--listen=0.0.0.0:9000', '--listen=0.0.0.0:9000'],
    ['$(WORD)-$(UNKNOWN)-$$(WORD)', 'secret-$(UNKNOWN)-$(WORD)'],
  ])('makes %s into %s', async (given, expected) => {
    const env = [{ name: 'WORD', valueFrom: { secretKeyRef: { name: 's', key: 'word' } } }];
    expect((await build({ args: [given], env })).args.at(-1)).toBe(expected);
  });

  it('gives the variables of the container, of a Pod, and of this machine, and no others', async () => {
    const env = [
      { name: 'NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
      { name: 'ADDRESS', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
      { name: 'GREETING', value: 'hello $(NAMESPACE)' },
      { name: 'ABSENT', valueFrom: { configMapKeyRef: { name: 'c', key: 'none', optional: true } } },
    ];
    expect((await build({ env })).environment).toStrictEqual({
      PATH: '/usr/bin:/bin',
      HOSTNAME: 'app-0',
      KUBERNETES_SERVICE_HOST: '127.0.0.1',
      KUBERNETES_SERVICE_PORT: '6443',
      NODE_ENV: 'production',
      NAMESPACE: 'play',
      ADDRESS: '10.244.0.1',
      GREETING: 'hello play',
      LISTEN: '127.0.0.1:40001',
      SIDECAR_INJECTOR_SERVICE_ACCOUNT_DIR: '/run/v/token',
    });
  });

  it('runs in the root of an image that has one: paths stay, and each volume is put where the Pod mounts it', async () => {
    const image = { ...IMAGE, root: { path: '/images/a', user: '65532:65531', workingDir: '/app' } };
    const spec = { name: 'app', image: 'app:1', args: ['--cert-dir=/certs', '--listen=0.0.0.0:8443'] };
    const { program, args, environment } = await buildCommand(spec, { ...CONTEXT, image });
    expect(program).toBe('/usr/bin/unshare');
    const script = args.findIndex((word) => word.includes('mount --bind'));
    const mounts = Object.entries(CONTEXT.mounts).flatMap(([inside, outside]) => [outside, inside]);
    expect(args.slice(script + 1).join(' ')).toBe(
      `sh /images/a 65532 65531 /app ${mounts.join(' ')} -- ${IMAGE.entrypoint.join(' ')} --cert-dir=/certs --listen=127.0.0.1:40001`,
    );
    expect(environment).toMatchObject({ NODE_ENV: 'production', LISTEN: '127.0.0.1:40001' });
    expect(environment).not.toHaveProperty('SIDECAR_INJECTOR_SERVICE_ACCOUNT_DIR');
  });

  it('fails when the key of a variable is missing', async () => {
    const env = [{ name: 'WORD', valueFrom: { secretKeyRef: { name: 's', key: 'none' } } }];
    await expect(build({ env })).rejects.toThrow('couldn\'t find key none in secret "s"');
  });
});

describe('readOwnImage', () => {
  it('reads the last stage', (context) => {
    const path = join(makeTempFolder(context), 'Dockerfile');
    const text = [
      'FROM node AS build',
      'ENTRYPOINT ["wrong"]',
      'FROM scratch',
      'ENV A=1 B="two words"',
      'ENTRYPOINT ["node", \\',
      '  # of the bundle',
      '  "/app/dist/main.mjs"]',
      'CMD ["serve"]',
    ];
    writeFileSync(path, text.join('\n'));
    expect(readOwnImage(path)).toMatchObject({
      entrypoint: ['node', '/app/dist/main.mjs'],
      command: ['serve'],
      environment: { A: '1', B: 'two words' },
    });
  });

  it('fails without an ENTRYPOINT in exec form', (context) => {
    const path = join(makeTempFolder(context), 'Dockerfile');
    writeFileSync(path, 'FROM scratch\nENTRYPOINT node main.mjs\n');
    expect(() => readOwnImage(path)).toThrow('has no ENTRYPOINT ["...", ...] in its last stage');
  });
});
