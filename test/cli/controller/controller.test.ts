import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startPagedApiServer } from '../../support/paged-api-server.ts';
import { runCommand } from '../../support/run-cli.ts';
import { CliProcess } from '../../support/serve-process.ts';

describe('controller', () => {
  it.each([
    [['--probe-listen', 'nowhere'], '--probe-listen: "nowhere" is no address'],
    [['--log-level', 'loud'], '--log-level: "loud" is not one of'],
  ])('takes %j for wrong usage', async (flags, message) => {
    const { code, said } = await runCommand(['controller', ...flags]);
    expect([code, said]).toEqual([2, expect.stringContaining(message)]);
  });

  it('needs a cluster', async () => {
    const { code, said } = await runCommand(['controller', '--kubeconfig', '/nowhere']);
    expect([code, said]).toEqual([1, expect.stringMatching(/^sidecar-injector: no cluster: .*\/nowhere[^;]*\n$/)]);
  });

  it('lives, says why it is not ready, and ends in order while nothing can be read', async () => {
    const { kubeconfig } = await startPagedApiServer({});
    const args = ['controller', '--kubeconfig', kubeconfig, '--probe-listen', '127.0.0.1:0'];
    const controller = new CliProcess(args);
    onTestFinished(() => controller.destroy());
    const { probeListen } = (await controller.logged('ready')) as { probeListen: { port: number } };
    const probe = async (path: string): Promise<readonly [number, string]> => {
      const response = await fetch(`http://127.0.0.1:${probeListen.port}${path}`);
      return [response.status, await response.text()];
    };
    await controller.logged('API server not reached', { resource: 'namespaces' });
    expect(await probe('/livez')).toEqual([200, 'ok\n']);
    const [status, text] = await probe('/readyz');
    expect(status).toBe(503);
    expect(text).toContain('[-]templates failed: no template is in force\n');
    expect(text).toMatch(/\[-\]informer-namespaces failed: not listed yet: GET \/api\/v1\/namespaces: 404/);
    const [, metrics] = await probe('/metrics');
    expect(metrics).toContain('sidecar_injector_pods{state="missing"} 0\n');
    expect(metrics).toContain('sidecar_injector_gaps_total 0\n');
    controller.kill('SIGTERM');
    expect(await controller.ended).toEqual({ code: 0, signal: null });
    expect(controller.log.at(-1)).toMatchObject({ msg: 'ended' });
  });

  it('ends where its port is taken', async () => {
    const { kubeconfig } = await startPagedApiServer({});
    const { port } = new URL(/http:\/\/[^"]+/.exec(readFileSync(kubeconfig, 'utf8'))?.[0] ?? '');
    const controller = new CliProcess([
      'controller',
      '--kubeconfig',
      kubeconfig,
      '--probe-listen',
      `127.0.0.1:${port}`,
    ]);
    onTestFinished(() => controller.destroy());
    expect(await controller.ended).toEqual({ code: 1, signal: null });
    expect(controller.stderr).toContain(`--probe-listen 127.0.0.1:${port}: the port is in use`);
  });
});
