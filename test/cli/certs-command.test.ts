import { describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/program.ts';

interface Ran {
  readonly code: number;
  readonly said: string;
  readonly written: string;
}

async function run(...args: readonly string[]): Promise<Ran> {
  let said = '';
  let written = '';
  const code = await runCli(['certs', ...args], {
    version: '0.0.0',
    exampleTemplateFile: '',
    say: (text) => (said += text),
    writeOut: (text) => (written += text),
    waitForStop: () => new Promise(() => undefined),
  });
  return { code, said, written };
}

describe('certs create', () => {
  it('names every flag that is wrong, as wrong usage', async () => {
    const flags = ['--namespace=A', '--service=a.b', '--webhook-configuration=/', '--wait=3', '--log-level=loud'];
    expect(await run('create', ...flags)).toEqual({
      code: 2,
      written: '',
      said: [
        'sidecar-injector: --namespace: "A" is no name of a namespace',
        'sidecar-injector: --service: "a.b" is no name of a Service',
        'sidecar-injector: --webhook-configuration: "/" is no name of an object',
        'sidecar-injector: --wait: "3" is no duration: write 100s, 2m or 500ms',
        'sidecar-injector: --log-level: "loud" is not one of trace, debug, info, warn, error, fatal, silent',
        '',
      ].join('\n'),
    });
  });

  it('says what it could not read, with exit code 1', async () => {
    const { code, said } = await run('create', '--kubeconfig=/nowhere/kubeconfig');
    expect(code).toBe(1);
    expect(said).toContain('sidecar-injector: no cluster to create certificates in: /nowhere/kubeconfig: ');
  });

  it('explains itself, with examples', async () => {
    const { code, written } = await run('create', '--help');
    expect(code).toBe(0);
    expect(written).toContain('Examples:\n  sidecar-injector certs create\n');
  });

  it('is a command that exists: any other is wrong usage', async () => {
    expect((await run('renew')).code).toBe(2);
    expect((await run('create', '--no-such-flag')).code).toBe(2);
  });
});

describe('certs keep', () => {
  it('names every flag that is wrong, as wrong usage', async () => {
    const flags = ['--namespace=A', '--settle=x', '--overlap=1w', '--repair-interval=0s', '--probe-listen=8080'];
    expect(await run('keep', ...flags, '--leaf-lifetime=20d', '--ca-lifetime=19d')).toEqual({
      code: 2,
      written: '',
      said: [
        'sidecar-injector: --namespace: "A" is no name of a namespace',
        'sidecar-injector: --repair-interval: it has to be longer than 0',
        'sidecar-injector: --settle: "x" is no duration: write 500ms, 10s, 5m, 720h or 30d',
        'sidecar-injector: --overlap: "1w" is no duration: write 500ms, 10s, 5m, 720h or 30d',
        'sidecar-injector: --leaf-lifetime: a certificate cannot outlive its CA (--ca-lifetime)',
        'sidecar-injector: --probe-listen: "8080" is no address: write HOST:PORT, such as 0.0.0.0:8443 or [::]:8443',
        '',
      ].join('\n'),
    });
  });

  it('explains itself, with its steps, its variables and examples', async () => {
    const { code, written } = await run('keep', '--help');
    expect(code).toBe(0);
    expect(written).toContain('Examples:\n  sidecar-injector certs keep\n');
    expect(written.replaceAll(/\s+/g, ' ')).toContain('(default: "10m", env: SIDECAR_INJECTOR_OVERLAP)');
    expect(written.split('\n').filter((line) => line.length > 150)).toEqual([]);
  });

  it('says what it could not read, with exit code 1', async () => {
    const { code, said } = await run('keep', '--kubeconfig=/nowhere/kubeconfig');
    expect([code, said.split(': ', 2).join(': ')]).toEqual([
      1,
      'sidecar-injector: no cluster to create certificates in',
    ]);
  });
});
