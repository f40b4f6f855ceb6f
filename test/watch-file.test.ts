import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, it, type TestContext } from 'vitest';
import { watchFile } from '../src/watch-file.ts';
import { waitUntil } from './cluster/wait-until.ts';
import { makeTempFolder } from './support/temp-folder.ts';

/** A change is in force within a second. */
const IN_FORCE_MS = 1000;

/** Longer than a watch takes to tell of a change, so that what did not come by now does not come. */
const QUIET_MS = 500;

/** What was read at each call of a watch; `undefined` for a file that was not there. */
function readEachTime(path: string, { onTestFinished }: TestContext): readonly (string | undefined)[] {
  const seen: (string | undefined)[] = [];
  const read = (): string | undefined => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
  };
  onTestFinished(watchFile(path, () => seen.push(read())));
  return seen;
}

async function settled(seen: readonly unknown[]): Promise<readonly unknown[]> {
  const options = { what: 'a call of the watch', timeoutMs: IN_FORCE_MS, intervalMs: 10 };
  await waitUntil(() => (seen[0] === undefined ? undefined : true), options);
  await delay(QUIET_MS);
  return seen;
}

function makeFile(context: TestContext): string {
  const path = join(makeTempFolder(context), 'file');
  writeFileSync(path, 'old');
  return path;
}

describe.concurrent('watchFile', () => {
  it('tells of nothing while nothing changes', async (context) => {
    const seen = readEachTime(makeFile(context), context);
    await delay(QUIET_MS);
    context.expect(seen).toStrictEqual([]);
  });

  it.for<[string, (path: string) => void, string]>([
    ['an edit in place', (path) => writeFileSync(path, 'new!'), 'new!'],
    ['an edit in place of the same length', (path) => writeFileSync(path, 'new'), 'new'],
    ['lines at its end', (path) => appendFileSync(path, ' and new'), 'old and new'],
    [
      'another file renamed over it',
      (path) => {
        writeFileSync(`${path}.tmp`, 'new');
        renameSync(`${path}.tmp`, path);
      },
      'new',
    ],
  ])('tells once of %s', async ([, change, content], context) => {
    const path = makeFile(context);
    const seen = readEachTime(path, context);
    await delay(150);
    change(path);
    context.expect(await settled(seen)).toStrictEqual([content]);
  });

  it('never tells while a file is being written', async (context) => {
    const path = makeFile(context);
    const seen = readEachTime(path, context);
    await delay(150);
    writeFileSync(path, '');
    for (const part of 'a file written in many parts, slowly'.split(/(?<= )/)) {
      await delay(40);
      appendFileSync(path, part);
    }
    context.expect(await settled(seen)).toStrictEqual(['a file written in many parts, slowly']);
  });

  it('tells of a file that goes and comes back', async (context) => {
    const path = makeFile(context);
    const seen = readEachTime(path, context);
    await delay(150);
    rmSync(path);
    await delay(QUIET_MS);
    context.expect(seen).toStrictEqual([undefined]);
    writeFileSync(path, 'new');
    await delay(QUIET_MS);
    context.expect(seen).toStrictEqual([undefined, 'new']);
  });

  it('tells once of a file that is replaced by removing it first', async (context) => {
    const path = makeFile(context);
    const seen = readEachTime(path, context);
    await delay(150);
    rmSync(path);
    await delay(20);
    writeFileSync(path, 'new');
    context.expect(await settled(seen)).toStrictEqual(['new']);
  });

  it('tells of a file that was not there at first', async (context) => {
    const path = join(makeTempFolder(context), 'file');
    const seen = readEachTime(path, context);
    await delay(QUIET_MS);
    writeFileSync(path, 'new');
    await delay(QUIET_MS);
    context.expect(seen.at(-1)).toBe('new');
  });

  it('sees the swap of the folder that a symlink leads through, as the kubelet does it', async (context) => {
    const folder = makeTempFolder(context);
    for (const version of ['old', 'new']) {
      mkdirSync(join(folder, `..${version}`));
      writeFileSync(join(folder, `..${version}`, 'file'), version);
    }
    symlinkSync('..old', join(folder, '..data'));
    symlinkSync(join('..data', 'file'), join(folder, 'file'));
    const seen = readEachTime(join(folder, 'file'), context);
    await delay(150);
    symlinkSync('..new', join(folder, '..data_tmp'));
    renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
    rmSync(join(folder, '..old'), { recursive: true });
    context.expect(await settled(seen)).toStrictEqual(['new']);
  });

  it('sees an edit of a symlink’s target', async (context) => {
    const folder = makeTempFolder(context);
    writeFileSync(join(folder, 'target'), 'old');
    symlinkSync('target', join(folder, 'file'));
    const seen = readEachTime(join(folder, 'file'), context);
    await delay(150);
    writeFileSync(join(folder, 'target'), 'new!');
    context.expect(await settled(seen)).toStrictEqual(['new!']);
  });

  it('tells nothing after its end, not even of a change that it has seen', async (context) => {
    const path = makeFile(context);
    let calls = 0;
    const end = watchFile(path, () => (calls += 1));
    await delay(150);
    writeFileSync(path, 'new!');
    await delay(120);
    end();
    writeFileSync(path, 'newer!');
    await delay(QUIET_MS);
    context.expect(calls).toBe(0);
  });

  it('keeps the other watch of the same file when one ends', async (context) => {
    const path = makeFile(context);
    const end = watchFile(path, () => undefined);
    const seen = readEachTime(path, context);
    await delay(150);
    end();
    writeFileSync(path, 'new!');
    context.expect(await settled(seen)).toStrictEqual(['new!']);
  });
});
