import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { Agent } from 'node:https';
import { connect } from 'node:tls';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, it, type TestContext } from 'vitest';
import { makeMemoryCertificate } from '../../src/cli/memory-certificate.ts';
import type { ServingCertificate } from '../../src/webhook/serving-certificate.ts';
import { waitUntil } from '../cluster/wait-until.ts';
import { oneConnection, openTls, send } from '../support/https-client.ts';
import { podOf } from '../support/load-example.ts';
import { responseIn, reviewOf } from '../support/review-of.ts';
import {
  CliProcess,
  FREE_PORTS,
  REPOSITORY,
  startServe,
  whenReady,
  type ServeProcess,
} from '../support/serve-process.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const TEMPLATE = (image: string): string => `kind: ConfigMap
data:
  proxy: |
    containers:
      - name: proxy
        image: ${image}
`;

/** A program that is to end by itself has this long. */
const MAX_RUN_MS = 10_000;

/** A server that ends with the test. */
async function start(
  { onTestFinished }: TestContext,
  args: readonly string[] = [],
  environment = {},
): Promise<ServeProcess> {
  const server = await startServe(args, environment);
  onTestFinished(() => server.process.destroy());
  return server;
}

/** Runs the command line to its end. */
async function run(
  args: readonly string[],
  environment = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const cli = new CliProcess(args, environment);
  const timer = setTimeout(() => cli.kill('SIGKILL'), MAX_RUN_MS);
  const { code } = await cli.ended;
  clearTimeout(timer);
  return { code, stdout: cli.stdout, stderr: cli.stderr };
}

function isMissing(program: string): boolean {
  return spawnSync(program, ['--version']).error !== undefined;
}

/** A port that is in use until the test ends. */
async function takePort({ onTestFinished }: TestContext): Promise<number> {
  const holder = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void holder.close());
  await once(holder, 'listening');
  return (holder.address() as AddressInfo).port;
}

const imageIn = (text: string): unknown =>
  /"image":"(proxy:\d)"/.exec(Buffer.from(responseIn(text).patch ?? '', 'base64').toString())?.[1];

describe.concurrent('serve --standalone', () => {
  it('says where it listens, and the curl line that it prints works when pasted', async (context) => {
    context.skip(isMissing('curl'), 'curl is not installed');
    const { process, port, probesUrl } = await start(context);
    const line = await waitUntil(() => /^ {2}(curl .+)$/m.exec(process.stderr)?.[1], { what: 'the curl line' });
    context
      .expect(process.stderr)
      .toContain(
        `sidecar-injector is ready: reviews on https://127.0.0.1:${port}, probes and metrics on ${probesUrl}\n`,
      );
    const { stdout } = await promisify(execFile)('sh', ['-c', line]);
    const response = responseIn(stdout);
    context.expect(response).toMatchObject({ uid: 'example', allowed: true, patchType: 'JSONPatch' });
    context.expect(response.auditAnnotations).toMatchObject({ decision: 'inject', templates: 'envoy' });
    context.expect(await process.logged('review')).toMatchObject({ uid: 'example', decision: 'inject' });
  });

  it('answers as many connections at once as an API server opens', async (context) => {
    const { url } = await start(context);
    const answers = await Promise.allSettled(Array.from({ length: 200 }, async () => send(url, { body: reviewOf() })));
    context.expect(answers.filter(({ status }) => status === 'rejected')).toStrictEqual([]);
  });

  it('counts every namespace as the flag says', async (context) => {
    const body = reviewOf(podOf({}, {}));
    const reasons = await Promise.all(
      ['enabled', 'disabled', 'none'].map(async (label) => {
        const { url } = await start(context, ['--namespace-label', label]);
        return responseIn((await send(url, { body })).text).auditAnnotations?.['reason'];
      }),
    );
    context.expect(reasons).toStrictEqual(['injected', 'namespace-disabled', 'not-requested']);
  });

  it('injects the template of another file, and an edit of it within a second', async (context) => {
    const file = join(makeTempFolder(context), 'sidecars.yaml');
    writeFileSync(file, TEMPLATE('proxy:1'));
    const { url, process } = await start(context, ['--template-file', file]);
    const image = async (): Promise<unknown> => imageIn((await send(url, { body: reviewOf() })).text);
    context.expect(await image()).toBe('proxy:1');

    writeFileSync(file, TEMPLATE('proxy:2'));
    const options = { what: 'the new template', timeoutMs: 1000 };
    await waitUntil(async () => ((await image()) === 'proxy:2' ? true : undefined), options);

    writeFileSync(file, TEMPLATE('proxy:3').replace('image', 'imaeg'));
    await process.logged('template refused', { key: 'proxy', line: 6, column: 9, path: 'containers[0].imaeg' });
    await waitUntil(() => (process.stderr.includes(`${file}:6:9: proxy: `) ? true : undefined), { what: 'the place' });
    context.expect(process.stderr).toMatch(/\nin force: proxy [0-9a-f]{12}\n$/);
    context.expect(await image()).toBe('proxy:2');
  });

  it('takes no variable of a flag without a value for a yes but "true"', async ({ expect }) => {
    const { code, stderr } = await run(['serve'], { SIDECAR_INJECTOR_STANDALONE: 'false' });
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('SIDECAR_INJECTOR_STANDALONE is "false": write "true"'),
    ]);
  });

  it('takes flags from the environment, where they are not given', async (context) => {
    const file = join(makeTempFolder(context), 'sidecars.yaml');
    writeFileSync(file, TEMPLATE('proxy:1'));
    const cli = new CliProcess(['serve', '--namespace-label', 'enabled'], {
      SIDECAR_INJECTOR_STANDALONE: 'true',
      SIDECAR_INJECTOR_LISTEN: '127.0.0.1:0',
      SIDECAR_INJECTOR_PROBE_LISTEN: '127.0.0.1:0',
      SIDECAR_INJECTOR_TEMPLATE_FILE: file,
      SIDECAR_INJECTOR_NAMESPACE_LABEL: 'disabled',
      SIDECAR_INJECTOR_TLS_MIN_VERSION: '1.2',
      SIDECAR_INJECTOR_PROTECTED_NAMESPACES: 'prod',
      SIDECAR_INJECTOR_NAMESPACE: 'own',
      SIDECAR_INJECTOR_LOG_LEVEL: 'info',
    });
    context.onTestFinished(() => cli.destroy());
    const { url, port } = await whenReady(cli);
    const reasonIn = async (namespace: string): Promise<string | undefined> =>
      responseIn((await send(url, { body: reviewOf(podOf(), { namespace }) })).text).auditAnnotations?.['reason'];
    const reasons = await Promise.all(['demo', 'prod', 'own', 'kube-system'].map(reasonIn));
    context.expect(reasons).toStrictEqual(['injected', 'protected-namespace', 'protected-namespace', 'injected']);
    const socket = await openTls(port, { maxVersion: 'TLSv1.2' });
    context.expect(socket.getProtocol()).toBe('TLSv1.2');
    socket.destroy();
  });

  it('logs nothing but what the level asks for', async (context) => {
    const cli = new CliProcess([
      'serve',
      '--standalone',
      ...FREE_PORTS,
      '--log-level',
      'silent',
      '--drain-timeout',
      '0s',
    ]);
    context.onTestFinished(() => cli.destroy());
    await waitUntil(() => (cli.stderr.includes('is ready') ? true : undefined), { what: 'the greeting' });
    cli.kill('SIGTERM');
    context.expect(await cli.ended).toStrictEqual({ code: 0, signal: null });
    context.expect(cli.stdout).toBe('');
  });

  it.for([
    ['has ended', 'head -n 1'],
    ['does not read', 'sleep 30'],
  ])('goes on answering when the reader of its log %s', async ([, reader], context) => {
    const command = `"$0" src/main.ts serve --standalone ${FREE_PORTS.join(' ')} | ${reader}`;
    const stderr = startShell(command, context);
    const url = await waitUntil(() => /curl -sk (\S+)/.exec(stderr())?.[1], { what: 'the greeting' });
    const agent = new Agent({ keepAlive: true, maxSockets: 4 });
    context.onTestFinished(() => agent.destroy());
    const body = reviewOf();
    const answers = await Promise.all(Array.from({ length: 600 }, async () => send(url, { body, agent })));
    context.expect(answers.filter(({ status }) => status !== 200)).toStrictEqual([]);
  });
});

/** Runs a command in a shell that leads a process group, so that all of it ends with the test; gives what it says on stderr. */
function startShell(command: string, { onTestFinished }: TestContext): () => string {
  const shell = spawn('sh', ['-c', command, process.execPath], {
    cwd: REPOSITORY,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  shell.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  onTestFinished(() => void (shell.pid !== undefined && process.kill(-shell.pid, 'SIGKILL')));
  return () => stderr;
}

describe.concurrent('a start that fails', () => {
  it.for(['listen', 'probe-listen'])('ends with 1 and names --%s when its port is in use', async (flag, context) => {
    const port = await takePort(context);
    const { code, stderr } = await run(['serve', '--standalone', ...FREE_PORTS, `--${flag}`, `127.0.0.1:${port}`]);
    context.expect(stderr).toBe(`sidecar-injector: --${flag} 127.0.0.1:${port}: the port is in use: choose another\n`);
    context.expect(code).toBe(1);
  });

  it('ends with 1 and names --template-file when there is no such file', async ({ expect }) => {
    const { code, stderr } = await run(['serve', '--standalone', ...FREE_PORTS, '--template-file', '/nowhere/a.yaml']);
    expect(stderr).toMatch(/^sidecar-injector: --template-file \/nowhere\/a\.yaml: ENOENT: .+\n$/);
    expect(code).toBe(1);
  });

  it('ends with 1 and names --cert-dir when there is no certificate', async (context) => {
    const folder = makeTempFolder(context);
    const { code, stderr } = await run(['serve', '--standalone', ...FREE_PORTS, '--cert-dir', folder]);
    context.expect(stderr).toContain(`sidecar-injector: --cert-dir ${folder}: ENOENT`);
    context.expect(code).toBe(1);
  });

  it.for<[string, readonly string[], RegExp]>([
    ['an unknown option', ['serve', '--standalon'], /unknown option '--standalon'[^]*--standalone/],
    ['an unknown command', ['sreve'], /unknown command 'sreve'/],
    ['an argument too many', ['serve', 'standalone'], /too many arguments/],
    ['no command', [], /Usage: sidecar-injector/],
    ['a flag without its value', ['serve', '--listen'], /argument missing/],
  ])('ends with 2 on %s', async ([, args, message], { expect }) => {
    const { code, stderr, stdout } = await run(args);
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('ends with 2 and tells all bad values at once', async ({ expect }) => {
    const bad = ['--listen', 'x', '--drain-timeout', '1', '--log-level', 'loud'];
    const { code, stderr } = await run(['serve', ...bad], { SIDECAR_INJECTOR_TLS_MIN_VERSION: '1.1' });
    expect(
      stderr
        .trimEnd()
        .split('\n')
        .map((line) => line.split(': ', 2)),
    ).toStrictEqual(
      ['--listen', '--tls-min-version', '--drain-timeout', '--log-level', '--cert-dir'].map((flag) => [
        'sidecar-injector',
        flag,
      ]),
    );
    expect(code).toBe(2);
  });
});

describe.concurrent('--help', () => {
  it('lists every flag of serve with its environment variable', async ({ expect }) => {
    const { code, stdout, stderr } = await run(['serve', '--help']);
    expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
    const flags = 'listen probe-listen template-file namespace cert-dir client-ca tls-min-version protected-namespaces';
    for (const flag of `${flags} drain-timeout log-level standalone namespace-label`.split(' ')) {
      expect(stdout).toMatch(new RegExp(`^  --${flag}[ \n]`, 'm'));
      expect(stdout).toMatch(new RegExp(`env:\\s+SIDECAR_INJECTOR_${flag.replaceAll('-', '_').toUpperCase()}\\b`));
    }
    expect(stdout).not.toContain('undefined');
  });

  it('tells the version', async ({ expect }) => {
    expect(await run(['--version'])).toMatchObject({ code: 0, stdout: '0.2.0\n' });
  });
});

/** Writes a certificate as the kubelet mounts a Secret: a folder of its own, and the symlink moved onto it. */
function mountCertificate(folder: string, version: string, cert: string, key: string): void {
  mkdirSync(join(folder, `..${version}`));
  writeFileSync(join(folder, `..${version}`, 'tls.crt'), cert);
  writeFileSync(join(folder, `..${version}`, 'tls.key'), key);
  symlinkSync(`..${version}`, join(folder, '..data_tmp'));
  renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
}

async function servedFingerprint(port: number, ca: string): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port, servername: 'localhost', ca });
  await once(socket, 'secureConnect');
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

describe.concurrent('serve --cert-dir', () => {
  it('serves a renewed certificate without a restart, and keeps the old one when the new pair does not match', async (context) => {
    const now = new Date();
    const [first, second, third] = (await Promise.all([now, now, now].map(makeMemoryCertificate))) as [
      ServingCertificate,
      ServingCertificate,
      ServingCertificate,
    ];
    const folder = makeTempFolder(context);
    mountCertificate(folder, '1', first.cert, first.key);
    for (const file of ['tls.crt', 'tls.key']) symlinkSync(join('..data', file), join(folder, file));
    const templateFile = join(folder, 'sidecars.yaml');
    writeFileSync(templateFile, TEMPLATE('proxy:1'));
    const cli = new CliProcess(['serve', ...FREE_PORTS, '--cert-dir', folder, '--template-file', templateFile]);
    context.onTestFinished(() => cli.destroy());
    const { port, url } = await whenReady(cli);
    const agent = oneConnection();
    context.onTestFinished(() => agent.destroy());
    context.expect(await servedFingerprint(port, first.cert)).toBe(first.fingerprint);
    context.expect((await send(url, { body: reviewOf(), agent })).status).toBe(200);

    mountCertificate(folder, '2', second.cert, second.key);
    await cli.logged('certificate replaced', { fingerprint: second.fingerprint });
    context.expect(await servedFingerprint(port, second.cert)).toBe(second.fingerprint);
    context.expect((await send(url, { body: reviewOf(), agent })).status).toBe(200);

    mountCertificate(folder, '3', third.cert, second.key);
    context.expect(await cli.logged('certificate refused: the old one stays')).toMatchObject({
      problem: 'the key does not belong to the certificate',
    });
    context.expect(await servedFingerprint(port, second.cert)).toBe(second.fingerprint);

    mountCertificate(folder, '4', third.cert, third.key);
    await cli.logged('certificate replaced', { fingerprint: third.fingerprint });
    context.expect(await servedFingerprint(port, third.cert)).toBe(third.fingerprint);
    context.expect(cli.stderr).toBe('');
  });

  it('injects only by the entry and the Pod, for want of a cluster to ask', async (context) => {
    const folder = makeTempFolder(context);
    const { cert, key } = await makeMemoryCertificate(new Date());
    writeFileSync(join(folder, 'tls.crt'), cert);
    writeFileSync(join(folder, 'tls.key'), key);
    writeFileSync(join(folder, 'a.yaml'), TEMPLATE('proxy:1'));
    const cli = new CliProcess([
      'serve',
      ...FREE_PORTS,
      '--cert-dir',
      folder,
      '--template-file',
      join(folder, 'a.yaml'),
    ]);
    context.onTestFinished(() => cli.destroy());
    const { url } = await whenReady(cli);
    const body = reviewOf(podOf({}, {}));
    const reasons = [];
    for (const entry of ['enabled', 'requested']) {
      const answer = await send(new URL(`/mutate/${entry}`, url).href, { body });
      reasons.push(responseIn(answer.text).auditAnnotations?.['reason']);
    }
    context.expect(reasons).toStrictEqual(['injected', 'not-requested']);
  });
});

describe.concurrent('the end of serve', () => {
  it.for(['SIGTERM', 'SIGINT'] as const)(
    'on %s without a terminal turns readiness red, goes on answering with Connection: close, and then exits with 0',
    async (signal, context) => {
      const { process, url, probesUrl } = await start(context, ['--drain-timeout', '1s']);
      const agent = oneConnection();
      context.onTestFinished(() => agent.destroy());
      context.expect((await send(url, { body: reviewOf(), agent })).headers.connection).toBe('keep-alive');
      context.expect((await fetch(`${probesUrl}/readyz`)).status).toBe(200);

      process.kill(signal);
      await process.logged('draining');
      const signalled = performance.now();
      const ready = await fetch(`${probesUrl}/readyz`);
      context.expect(ready.status).toBe(503);
      context.expect(await ready.text()).toContain('[-]draining failed: the server is about to end');
      context.expect(await send(url, { body: reviewOf(), agent })).toMatchObject({
        status: 200,
        headers: { connection: 'close' },
      });
      await delay(300);
      context.expect(await send(url, { body: reviewOf() })).toMatchObject({ status: 200 });

      context.expect(await process.ended).toStrictEqual({ code: 0, signal: null });
      context.expect(performance.now() - signalled).toBeLessThan(2000);
      context.expect(process.log.at(-1)).toMatchObject({ msg: 'ended', connectionsLeft: 0 });
    },
  );

  it('comes with the second SIGTERM, for whoever does not want to wait', async (context) => {
    const { process } = await start(context, ['--drain-timeout', '60s']);
    process.kill('SIGTERM');
    await process.logged('draining');
    process.kill('SIGTERM');
    context.expect(await process.ended).toStrictEqual({ code: null, signal: 'SIGTERM' });
  });

  it('comes at once with Ctrl-C on a terminal', async (context) => {
    context.skip(isMissing('script'), 'script of util-linux is not installed');
    const command = `'${process.execPath}' src/main.ts serve --standalone ${FREE_PORTS.join(' ')} --drain-timeout 60s`;
    const terminal = execFile('script', ['-qec', command, '/dev/null']);
    let output = '';
    terminal.stdout?.on('data', (text: string) => (output += text));
    context.onTestFinished(() => void terminal.kill('SIGKILL'));
    await waitUntil(() => (output.includes('is ready') ? true : undefined), { what: 'the greeting' });
    const pressed = performance.now();
    terminal.stdin?.write('\u0003');
    const [code] = (await once(terminal, 'exit')) as [number];
    context.expect(code).toBe(130);
    context.expect(performance.now() - pressed).toBeLessThan(1000);
  });
});
