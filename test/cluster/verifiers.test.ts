import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueCa, issueLeaf } from '../../certs-job/issue.ts';
import { dnsNamesOf } from '../../certs-job/names.ts';
import { runProgram, type ProgramResult } from './run-program.ts';

const NAME = { namespace: 'sidecar-injector', service: 'sidecar-injector' };
const NOW = new Date('2026-11-21T07:00:00Z');
const DAY_MS = 86_400_000;

/** Why a program cannot be asked; `undefined` where it can. */
function whyNot(program: string, argument: string): string | undefined {
  return spawnSync(program, [argument]).status === 0 ? undefined : `(skipped: ${program} is not installed)`;
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verifiers-'));
  const [ca, other] = [await issueCa(NOW), await issueCa(new Date(NOW.getTime() - DAY_MS))];
  const leaf = await issueLeaf(ca, NAME, NOW);
  await writeFile(join(folder, 'ca.pem'), ca.cert);
  await writeFile(join(folder, 'other.pem'), other.cert);
  await writeFile(join(folder, 'union.pem'), other.cert + ca.cert);
  await writeFile(join(folder, 'leaf.pem'), leaf.cert);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const BUNDLES = [
  { bundle: 'ca.pem', accepts: true },
  { bundle: 'union.pem', accepts: true },
  { bundle: 'other.pem', accepts: false },
];
const environment = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' };
const opensslMissing = whyNot('openssl', 'version');
const goMissing = whyNot('go', 'version');

/** Asks Go's verifier, once it is built. */
function verify(bundle: string, name: string, now = NOW): Promise<ProgramResult> {
  const args = [join(folder, bundle), join(folder, 'leaf.pem'), name, now.toISOString()];
  return runProgram(join(folder, 'verify'), args, { environment });
}

function at(ms: number): Date {
  return new Date(NOW.getTime() + ms);
}

describe.skipIf(opensslMissing !== undefined)(`openssl verify ${opensslMissing ?? ''}`, () => {
  it.each(BUNDLES)('judges the certificate by $bundle: $accepts', async ({ bundle, accepts }) => {
    const [host] = dnsNamesOf(NAME);
    const seconds = String(NOW.getTime() / 1000);
    const args = ['verify', '-purpose', 'sslserver', '-verify_hostname', host, '-attime', seconds];
    const files = ['-CAfile', join(folder, bundle), join(folder, 'leaf.pem')];
    const { code, stdout } = await runProgram('openssl', [...args, ...files], { environment });
    expect([code === 0, stdout.includes(': OK')]).toEqual([accepts, accepts]);
  });
});

describe.skipIf(goMissing !== undefined)(`Go’s crypto/x509 ${goMissing ?? ''}`, () => {
  beforeAll(async () => {
    const args = ['build', '-o', join(folder, 'verify'), join(import.meta.dirname, 'verify', 'main.go')];
    expect(await runProgram('go', args, { environment, timeoutMs: 600_000 })).toMatchObject({ code: 0 });
  });

  it.each(BUNDLES)('judges the certificate by $bundle: $accepts', async ({ bundle, accepts }) => {
    const { code, stdout } = await verify(bundle, dnsNamesOf(NAME)[0]);
    expect([code === 0, stdout === 'OK\n']).toEqual([accepts, accepts]);
  });

  it.each(dnsNamesOf(NAME))('accepts it for %s', async (name) => {
    expect((await verify('ca.pem', name)).stdout).toBe('OK\n');
  });

  it('refuses it for another name, and before and after its time', async () => {
    const name = dnsNamesOf(NAME)[0];
    expect((await verify('ca.pem', 'sidecar-injector.other.svc')).code).toBe(1);
    expect((await verify('ca.pem', name, at(-3_601_000))).code).toBe(1);
    expect((await verify('ca.pem', name, at(-3_600_000))).code).toBe(0);
    expect((await verify('ca.pem', name, at(30 * DAY_MS))).code).toBe(0);
    expect((await verify('ca.pem', name, at(30 * DAY_MS + 1000))).code).toBe(1);
  });
});
