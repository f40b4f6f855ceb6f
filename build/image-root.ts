/**
 * `node build/image-root.ts FOLDER`: lays out the root file system of the image, but for the program itself: this very Node, the
 * libraries that it loads, and the few files that those read. Runs in the base image, which is Debian.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stripSymbols } from './elf.ts';

/** The user of the image; a number that no file outside belongs to. */
const USER = 65_532;

/** Answers where the libraries ask: who a user is, and in which order names of hosts are looked up. */
const FILES: Readonly<Record<string, string>> = {
  '/etc/passwd': `root:x:0:0:root:/:/sbin/nologin\nnonroot:x:${USER}:${USER}:nonroot:/:/sbin/nologin\n`,
  '/etc/group': `root:x:0:\nnonroot:x:${USER}:\n`,
  '/etc/nsswitch.conf': 'hosts: files dns\n',
};

/** Where certificates are mounted: Node wants the folders to be there that it is allowed to read. */
const FOLDERS = ['/certs'];

function run(program: string, ...args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status === 0) return stdout;
  throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${stderr}`, { cause: error });
}

/** Absolute paths of the libraries that a program is linked with, the loader among them. */
function librariesOf(program: string): readonly string[] {
  return [...run('ldd', program).matchAll(/(?:=> |^\s*)(\/\S+) \(0x/gm)].map(([, path = '']) => path);
}

/** The Debian package that a library is of. Packages know it with or without `/usr`, which are one folder today. */
function packageOf(library: string): string {
  const file = realpathSync(library);
  const { status, stdout } = spawnSync('dpkg-query', ['--search', file], { encoding: 'utf8' });
  const found = status === 0 ? stdout : run('dpkg-query', '--search', file.replace(/^\/usr/, ''));
  return found.split(':', 1)[0] ?? '';
}

function put(root: string, path: string, content: string | Buffer, mode = 0o644): void {
  const target = join(root, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, content);
  chmodSync(target, mode);
}

/** Copies a file, or what a link leads to, to the same path. */
function copy(root: string, path: string): void {
  const target = join(root, path);
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(path, target);
}

/** Tells scanners which Debian packages there are, a file each, and passes their licences on. */
function recordPackage(root: string, name: string): void {
  put(root, `/var/lib/dpkg/status.d/${name}`, `${run('dpkg-query', '--status', name).trimEnd()}\n`);
  put(root, `/usr/share/doc/${name}/copyright`, readFileSync(findCopyright(name)));
}

/** Packages of one source share the text with one that they need; slim images lack the link from one to the other. */
function findCopyright(name: string): string {
  const depends = run('dpkg-query', '--show', '--showformat=${Depends}', name);
  const names = [name, ...depends.split(',').map((word) => word.trim().replace(/\s.*$/, ''))];
  const found = names.map((each) => `/usr/share/doc/${each}/copyright`).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`${name} has no licence to pass on`);
  return found;
}

function layOut(root: string): void {
  const node = process.execPath;
  const libraries = librariesOf(node);
  for (const library of libraries) copy(root, library);
  for (const name of new Set(libraries.map(packageOf))) recordPackage(root, name);
  for (const [path, content] of Object.entries(FILES)) put(root, path, content);
  for (const path of FOLDERS) mkdirSync(join(root, path), { recursive: true });
  copy(root, '/etc/os-release');
  put(root, '/usr/local/bin/node', stripSymbols(readFileSync(node)), 0o755);
  const license = join(dirname(node), '../LICENSE');
  if (existsSync(license)) copy(root, license);
}

const [, , root] = process.argv;
if (root === undefined) throw new Error('say into which folder');
layOut(root);
