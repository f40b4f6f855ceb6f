import { readFileSync } from 'node:fs';
import { describe, expect, it, type TestContext } from 'vitest';
import { parse } from 'yaml';
import { imageFlags, MEMORY_LIMIT_MIB } from '../support/image-flags.ts';
import { startServe, type ServeProcess } from '../support/serve-process.ts';

const DEPLOYMENT = new URL('../../deploy/base/deployment.yaml', import.meta.url);

interface Deployment {
  readonly spec: { readonly template: { readonly spec: { readonly containers: readonly Container[] } } };
}

interface Container {
  readonly command?: readonly string[];
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string }[];
  readonly resources: { readonly limits: { readonly memory: string } };
}

async function start(context: TestContext, code?: string): Promise<ServeProcess> {
  const crash = code === undefined ? [] : [`--import=data:text/javascript,${encodeURIComponent(code)}`];
  const server = await startServe(['--log-level', 'debug'], {}, [...imageFlags(), ...crash]);
  context.onTestFinished(() => server.process.destroy());
  return server;
}

describe('serve under the flags of the image', () => {
  it('may use the network and nothing else, and has no __proto__', async (context) => {
    const { process } = await start(context);
    const [first] = process.log;
    expect(first).toMatchObject({
      msg: 'permissions',
      net: true,
      'fs.write': false,
      child: false,
      worker: false,
      addon: false,
      wasi: false,
      proto: false,
    });
    expect(process.stderr).not.toContain('Warning');
  });

  it('tells of its memory, its file descriptors and its resources', async (context) => {
    const { metrics } = await start(context);
    const samples = await metrics();
    const mib = (samples.get('process_resident_memory_bytes') ?? 0) / 1024 / 1024;
    expect(mib).toBeGreaterThan(20);
    expect(mib).toBeLessThan(MEMORY_LIMIT_MIB);
    expect(samples.get('process_open_fds')).toBeGreaterThan(5);
    expect(samples.get('process_max_fds')).toBeGreaterThan(100);
    expect(samples.get('nodejs_active_resources{type="TCPServerWrap"}')).toBe(2);
  });

  it('is what the Deployment starts, with its memory', () => {
    const { spec } = parse(readFileSync(DEPLOYMENT, 'utf8')) as Deployment;
    const [server] = spec.template.spec.containers;
    expect(server?.command).toBeUndefined();
    expect(server?.args[0]).toBe('serve');
    expect(server?.env.map(({ name }) => name)).not.toContain('NODE_OPTIONS');
    expect(server?.resources.limits.memory).toBe(`${MEMORY_LIMIT_MIB}Mi`);
  });
});

describe('serve', () => {
  it('may do anything where Node is started without those flags', async (context) => {
    const server = await startServe(['--log-level', 'debug']);
    context.onTestFinished(() => server.process.destroy());
    expect(server.process.log[0]).toMatchObject({ 'fs.write': true, child: true, proto: true });
  });

  it.for([
    ['an error that nobody catches', "process.on('SIGUSR2', () => { throw new Error('boom'); })"],
    ['a promise that nobody awaits', "process.on('SIGUSR2', () => void Promise.reject(new Error('boom')))"],
  ])('logs %s and ends with 1', async ([, code], context) => {
    const { process } = await start(context, code);
    process.kill('SIGUSR2');
    expect(await process.ended).toStrictEqual({ code: 1, signal: null });
    expect(process.log.at(-1)).toMatchObject({ level: 'fatal', msg: 'crashed', err: { message: 'boom' } });
  });
});
