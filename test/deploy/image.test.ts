import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readOwnImage } from '../cluster/kubelet/image.ts';

const { entrypoint, command } = readOwnImage();
const [program, ...words] = entrypoint;

/** Node looks at what it is allowed to read when it starts, so the folders have to exist: they stand under this one. */
const root = mkdtempSync(join(tmpdir(), 'image-'));
afterAll(() => rmSync(root, { recursive: true }));
const READ = '--allow-fs-read=';
const flags = words.slice(0, -1).map((word) => word.replace(READ, `${READ}${root}`));
for (const flag of flags) if (flag.startsWith(READ)) mkdirSync(flag.slice(READ.length), { recursive: true });

/** Evaluates an expression under the flags that the image starts Node with. */
function evaluate(expression: string): string {
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, '-p', expression], { encoding: 'utf8' });
  return `${stdout}${stderr}`.trim();
}

function mayRead(path: string): string {
  return evaluate(`process.permission.has('fs.read', ${JSON.stringify(`${root}${path}`)})`);
}

describe('the image', () => {
  it('runs the server with Node', () => {
    expect([program, words.at(-1), command]).toEqual(['node', '/app/dist/sidecar-injector.mjs', ['serve']]);
  });

  it('may use the network', () => {
    expect(evaluate(`process.permission.has('net')`)).toBe('true');
  });

  it.each([
    '/app/dist/sidecar-injector.mjs',
    '/certs/..data/tls.key',
    '/var/run/secrets/kubernetes.io/serviceaccount/..data/token',
  ])('may read %s', (path) => {
    expect(mayRead(path)).toBe('true');
  });

  it.each(['fs.write', 'child', 'worker', 'addon', 'wasi'])('may not %s', (permission) => {
    expect(evaluate(`process.permission.has('${permission}')`)).toBe('false');
  });

  it.each(['/', '/etc/passwd', '/var/run/secrets/other/token'])('may not read %s', (path) => {
    expect(mayRead(path)).toBe('false');
  });

  it('has no __proto__', () => {
    expect(evaluate(`'__proto__' in {} || ({}).__proto__ !== undefined`)).toBe('false');
  });
});
