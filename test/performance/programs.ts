import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { generate } from 'selfsigned';
import { findFreePort, type ServerProgram } from './servers.ts';

/** How the injector is started; its two listen addresses are added. */
const INJECTOR_ARGS = ['dist/sidecar-injector.mjs', 'serve', '--standalone'];

const run = promisify(execFile);

const VALIDITY_MS = 24 * 3600 * 1000;
const CLOCK_SKEW_MS = 3600 * 1000;

/** The names of a certificate and its key, both PEM. */
export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

/** Makes a P-256 certificate for 127.0.0.1 that lives for one day. */
export async function makeCertificate(folder: string): Promise<CertificateFiles> {
  const now = Date.now();
  const made = await generate([{ name: 'commonName', value: 'bench' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(now - CLOCK_SKEW_MS),
    notAfterDate: new Date(now + VALIDITY_MS),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  });
  const files = { cert: join(folder, 'tls.crt'), key: join(folder, 'tls.key') };
  await writeFile(files.cert, made.cert);
  await writeFile(files.key, made.private, { mode: 0o600 });
  return files;
}

/** Bundles the injector with `npm run build`. */
export async function buildInjector(): Promise<void> {
  await run('npm', ['run', '--silent', 'build']);
}

/** The injector from its bundle, with everything on; with its own templates unless a file is given. */
export function injectorProgram(templateFile?: string): ServerProgram {
  const templates = templateFile === undefined ? [] : ['--template-file', templateFile];
  return {
    name: 'injector',
    file: process.execPath,
    args: async (port) => {
      const listen = ['--listen', `127.0.0.1:${port}`, '--probe-listen', `127.0.0.1:${await findFreePort()}`];
      return [...INJECTOR_ARGS, ...listen, ...templates];
    },
    patches: true,
  };
}

/** Bundles the bare Fastify server, as the injector is bundled. */
export async function buildBareServer(folder: string, files: CertificateFiles): Promise<ServerProgram> {
  const outfile = join(folder, 'bare-server.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'bare-server.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    // Fastify is CommonJS and requires Node's own modules, which a module has no `require` for.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  });
  const args = async (port: number): Promise<string[]> => {
    return [outfile, '--port', `${port}`, '--cert', files.cert, '--key', files.key];
  };
  return { name: 'bare', file: process.execPath, args, patches: false };
}

/** Compiles the Go webhook; undefined where Go is missing. */
export async function buildGoWebhook(folder: string, files: CertificateFiles): Promise<ServerProgram | undefined> {
  const file = join(folder, 'gowebhook');
  try {
    await run('go', ['build', '-o', file, '.'], { cwd: join(import.meta.dirname, 'gowebhook') });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const args = async (port: number): Promise<string[]> => {
    return ['-port', `${port}`, '-cert', files.cert, '-key', files.key];
  };
  return { name: 'go', file, args, env: { GOMAXPROCS: '1' }, patches: true };
}
