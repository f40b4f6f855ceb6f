import {
  copyFileSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { runOrThrow } from './run-or-throw.ts';

/** Folders of Debian that are links into `/usr`. */
const MERGED = ['bin', 'sbin', 'lib', 'lib64'];

/** What the base image installs beside what every Debian has: a library that Node needs. */
const ADDED_PACKAGES = ['apt', 'libatomic1'];

/** What slim images of Debian leave out. */
const LEFT_OUT = /^\/usr\/share\/(?:man|info|locale|i18n|doc\/(?!.*\/copyright$))/;

/** Which file is of which package. */
const DATABASE = '/var/lib/dpkg/info';

interface DebianPackage {
  readonly isEssential: boolean;
  readonly dependsOn: readonly string[];
}

/**
 * Lays out what stands in for the image `node:<version>-slim`: a minimal Debian of the packages of this machine, this very Node,
 * and npm. It has nothing that the real one lacks, so a build that passes over it misses nothing there.
 *
 * @param root absolute path of an empty folder
 * @throws When this machine is not a Debian, or there is no npm.
 */
export function layOutBase(root: string): void {
  for (const name of MERGED) {
    mkdirSync(join(root, 'usr', name), { recursive: true });
    symlinkSync(`usr/${name}`, join(root, name));
  }
  const names = [...basePackages()];
  copyFilesOf(names, root);
  copyDatabase(names, root);
  for (const file of ['passwd', 'group'])
    copyFileSync(join(root, `usr/share/base-passwd/${file}.master`), join(root, 'etc', file));
  for (const folder of ['root', 'tmp', 'proc', 'sys', 'dev', 'run']) mkdirSync(join(root, folder), { recursive: true });
  runOrThrow('ldconfig', ['-r', root]);
  copyNode(join(root, 'usr/local'));
}

/** The packages that every Debian has, and what they need. */
function basePackages(): ReadonlySet<string> {
  const installed = readInstalled();
  const wanted = [...installed].filter(([, { isEssential }]) => isEssential).map(([name]) => name);
  const found = new Set<string>();
  for (const name of [...wanted, ...ADDED_PACKAGES]) addWithDependencies(name, installed, found);
  return found;
}

function addWithDependencies(name: string, installed: ReadonlyMap<string, DebianPackage>, found: Set<string>): void {
  const known = installed.get(name);
  if (known === undefined || found.has(name)) return;
  found.add(name);
  for (const other of known.dependsOn) addWithDependencies(other, installed, found);
}

function readInstalled(): ReadonlyMap<string, DebianPackage> {
  const format = '${Package}\t${Essential}\t${Pre-Depends}, ${Depends}\n';
  const lines = runOrThrow('dpkg-query', ['--show', `--showformat=${format}`]).split('\n');
  return new Map(
    lines.map((line) => {
      const [name = '', essential, depends = ''] = line.split('\t');
      const dependsOn = depends.split(/[,|]/).map((word) => word.trim().replace(/[\s:(].*$/, ''));
      return [name, { isEssential: essential === 'yes', dependsOn }];
    }),
  );
}

function copyFilesOf(names: readonly string[], root: string): void {
  const listed = runOrThrow('dpkg-query', ['--listfiles', ...names]).split('\n');
  const kept = listed.filter((path) => path.startsWith('/') && !LEFT_OUT.test(path) && existsSync(path));
  const paths = [...new Set(kept)].filter((path) => path !== '/.' && !MERGED.includes(path.slice(1)));
  const list = join(root, 'files');
  writeFileSync(list, paths.map((path) => `${path.slice(1)}\n`).join(''));
  const archive = join(root, 'files.tar');
  runOrThrow('tar', ['--create', '--no-recursion', '--directory=/', `--files-from=${list}`, `--file=${archive}`]);
  runOrThrow('tar', ['--extract', '--keep-directory-symlink', `--directory=${root}`, `--file=${archive}`]);
  runOrThrow('rm', [list, archive]);
}

/** What dpkg knows of these packages. */
function copyDatabase(names: readonly string[], root: string): void {
  const folder = join(root, 'var/lib/dpkg');
  mkdirSync(join(folder, 'info'), { recursive: true });
  writeFileSync(join(folder, 'status'), `${runOrThrow('dpkg-query', ['--status', ...names])}\n`);
  // Without it dpkg looks for no file that is named after an architecture.
  copyFileSync(join(DATABASE, 'format'), join(folder, 'info/format'));
  // Named after the package, or after it and its architecture.
  const files = readdirSync(DATABASE).filter((file) => /\.(?:list|md5sums)$/.test(file));
  for (const file of files.filter((candidate) => names.includes(candidate.split(/:|\.(?:list|md5sums)$/, 1)[0] ?? '')))
    copyFileSync(join(DATABASE, file), join(folder, 'info', file));
}

function copyNode(folder: string): void {
  mkdirSync(join(folder, 'bin'), { recursive: true });
  mkdirSync(join(folder, 'lib/node_modules'), { recursive: true });
  copyFileSync(process.execPath, join(folder, 'bin/node'));
  const [license] = globSync('{,node_modules/node-linux-*/}LICENSE', { cwd: join(dirname(process.execPath), '..') });
  if (license === undefined) throw new Error('the base image has the licence of Node, and here there is none');
  copyFileSync(join(dirname(process.execPath), '..', license), join(folder, 'LICENSE'));
  cpSync(findNpm(), join(folder, 'lib/node_modules/npm'), { recursive: true });
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(folder, 'bin/npm'));
}

/** The folder of the npm that runs this, or that is on the path. */
function findNpm(): string {
  const cli = process.env['npm_execpath'] ?? runOrThrow('sh', ['-c', 'readlink -f "$(command -v npm)"']);
  const folder = dirname(dirname(cli));
  const { name } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name: string };
  if (name !== 'npm') throw new Error(`${cli} is not npm's own`);
  return folder;
}
