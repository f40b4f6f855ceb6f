import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Image, readOwnImage } from '../cluster/kubelet/image.ts';
import { runProgram } from '../cluster/run-program.ts';

const REPOSITORY = join(import.meta.dirname, '..', '..');

/** An image of another version of the injector; disposing of it removes its files. */
export interface BuiltVersion extends AsyncDisposable {
  readonly image: Image;
  /** Absolute path of its sources, manifests included. */
  readonly folder: string;
}

/**
 * Builds the injector of a commit, with the dependencies that are installed here.
 *
 * @throws With the words of git, tar or the build when one fails.
 */
export async function buildVersion(commit: string): Promise<BuiltVersion> {
  const folder = await mkdtemp(join(tmpdir(), 'previous-version-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const archive = join(folder, 'source.tar');
    await run('git', ['-C', REPOSITORY, 'archive', '--format=tar', `--output=${archive}`, commit]);
    await run('tar', ['-xf', archive, '-C', folder]);
    await rm(archive);
    await symlink(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'));
    // It writes into the folder that it is run in.
    await run('sh', ['-c', 'cd "$1" && exec "$2" build.ts', 'sh', folder, process.execPath]);
  } catch (error) {
    await remove();
    throw error;
  }
  const image = { ...readOwnImage(join(folder, 'Dockerfile')), folders: { '/app': folder } };
  return { image, folder, [Symbol.asyncDispose]: remove };
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const environment = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' };
  const { code, stdout, stderr } = await runProgram(program, args, { environment });
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
}
