import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFreePorts } from '../cluster/ports.ts';
import { runProgram } from '../cluster/run-program.ts';
import { waitUntil } from '../cluster/wait-until.ts';
import { REPOSITORY } from '../support/serve-process.ts';
import { type BuiltImage, findBuiltImage } from './built-image.ts';
import { type InImage, runImage, startInImage } from './run-in-image.ts';

const built = findBuiltImage();

/** The status of a path on the probe port; 0 while nothing listens. */
async function status(port: number, path: string): Promise<number> {
  try {
    const [response] = (await once(get({ port, path, host: '127.0.0.1' }), 'response')) as [IncomingMessage];
    await text(response);
    return response.statusCode ?? 0;
  } catch {
    return 0;
  }
}

describe.runIf(built !== undefined)('the image by itself', () => {
  const image = built as BuiltImage;
  let environment: Readonly<Record<string, string>>;
  let port: number;
  let server: InImage;

  /** Runs what HEALTHCHECK says, as a container engine does: in the same root, with the same variables. */
  function checkHealth(): ReturnType<typeof runImage> {
    const [kind, ...command] = image.config.Healthcheck?.Test ?? [];
    expect(kind).toBe('CMD');
    return startInImage(image, command, { environment }).ended;
  }

  beforeAll(async () => {
    const [https = 0, probes = 0] = await findFreePorts(2);
    port = https;
    environment = {
      SIDECAR_INJECTOR_LISTEN: `127.0.0.1:${https}`,
      SIDECAR_INJECTOR_PROBE_LISTEN: `127.0.0.1:${probes}`,
    };
    expect(await checkHealth()).toMatchObject({ code: 1, stdout: expect.stringContaining('ECONNREFUSED') as string });
    server = startInImage(image, [...image.config.Entrypoint, 'serve', '--standalone'], { environment });
    await waitUntil(async () => ((await status(probes, '/readyz')) === 200 ? true : undefined), {
      what: 'the image to be ready',
    });
  });

  afterAll(() => server?.stop('SIGKILL'));

  it('injects a recorded Pod', async () => {
    const script = join(REPOSITORY, 'test/support/send-example.ts');
    const url = `https://127.0.0.1:${port}`;
    const { code, stdout } = await runProgram(process.execPath, [script, '--url', url]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# decision: inject \(injected\), templates: envoy, revision: [0-9a-f]{12}$/m);
  });

  it('is healthy', async () => {
    expect(await checkHealth()).toEqual({ code: 0, stdout: expect.stringContaining('ok') as string, stderr: '' });
  });

  it('can do each other command, and read nothing but its own', async () => {
    const version = await runImage(image, ['--version']);
    const manifest = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as { version: string };
    expect(version).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
    const checked = await runImage(image, ['check', '-f', '/app/deploy/examples/envoy-initializer.yaml']);
    expect(checked).toMatchObject({ code: 0 });
    const refused = await runImage(image, ['check', '-f', '/etc/passwd']);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('permission') as string });
  });

  it('runs as its user, without any capability, and cannot write', async () => {
    const fields = ['Uid', 'Gid', 'Groups', 'CapEff', 'CapPrm', 'NoNewPrivs'];
    const script = `
      const status = Object.fromEntries(fs.readFileSync('/proc/self/status', 'utf8').split('\\n').map((line) => line.split(/:\\s*/)));
      let problem; try { fs.writeFileSync('/app/x', ''); } catch ({ code }) { problem = code; }
      console.log(JSON.stringify([process.cwd(), problem, ...${JSON.stringify(fields)}.map((name) => status[name].trim())]));`;
    const { stdout } = await startInImage(image, ['node', '-e', script]).ended;
    const nobody = '65532\t65532\t65532\t65532';
    const none = '0000000000000000';
    expect(JSON.parse(stdout)).toEqual(['/app', 'EROFS', nobody, nobody, '', none, none, '1']);
  });

  it('ends in order when it is asked to', async () => {
    server.stop('SIGTERM');
    expect(await server.ended).toMatchObject({ code: 0 });
  });
});
