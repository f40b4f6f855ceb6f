import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { findFreePorts } from '../cluster/ports.ts';
import { REPOSITORY, startServe, type ServeProcess } from '../support/serve-process.ts';

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `npm run example` with these arguments. */
async function runExample(...args: readonly string[]): Promise<Run> {
  const npm = promisify(execFile)('npm', ['run', '--silent', 'example', '--', ...args], { cwd: REPOSITORY });
  return npm.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: unknown) => error as Run,
  );
}

describe('npm run example', () => {
  let server: ServeProcess;

  beforeAll(async () => {
    server = await startServe();
  });

  afterAll(async () => server.process.destroy());

  it('shows the decision, the patch and the patched Pod as YAML', async () => {
    const { code, stdout, stderr } = await runExample('--url', `https://localhost:${server.port}`);
    expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
    const [decision, ...comments] = stdout.split('\n').filter((line) => line.startsWith('#'));
    expect(decision).toMatch(/^# decision: inject \(injected\), templates: envoy, revision: [0-9a-f]{12}$/);
    expect(comments).toContainEqual(expect.stringMatching(/^# patch: add \/spec\/containers\/[-\d]+$/));
    const pod = parse(stdout) as {
      kind: string;
      metadata: object;
      spec: Record<'containers' | 'volumes', readonly { name: string }[]>;
    };
    expect(pod.kind).toBe('Pod');
    expect(pod.metadata).not.toHaveProperty('managedFields');
    expect(pod.spec.containers.at(-1)?.name).toBe('envoy');
    expect(pod.spec.volumes.at(-1)?.name).toBe('envoy-conf');
  });

  it('shows why another review is left alone', async () => {
    const { code, stdout } = await runExample('--url', `https://127.0.0.1:${server.port}`, '--review', 'opted-out');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# decision: skip \(pod-opted-out\)\n/);
    expect(stdout).not.toContain('# patch:');
  });

  it('fails with a hint when nothing listens', async () => {
    const [port] = await findFreePorts(1);
    const { code, stdout, stderr } = await runExample('--url', `https://127.0.0.1:${port}`);
    expect({ code, stdout, stderr }).toStrictEqual({
      code: 1,
      stdout: '',
      stderr: `example: nothing listens at https://127.0.0.1:${port}: run "npm start" in another terminal first\n`,
    });
  });

  it('fails when there is no such review', async () => {
    const { code, stderr } = await runExample('--review', 'no-such-review');
    expect(code).toBe(1);
    expect(stderr).toContain('no-such-review');
  });
});
