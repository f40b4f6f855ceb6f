import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LineWriter } from '../src/line-writer.ts';
import { makeTempFolder } from './support/temp-folder.ts';

const LINE = `${'ä€😀'.repeat(40)}\n`;
const PIPE_BYTES = 64 * 1024;

function open(path: string, flags: number): number {
  const descriptor = openSync(path, flags);
  onTestFinished(() => closeSync(descriptor));
  return descriptor;
}

/** A pipe that is full after 64 KiB: written to and read from by one descriptor, which never waits. */
function openPipe(): number {
  const path = join(makeTempFolder(), 'pipe');
  execFileSync('mkfifo', [path]);
  return open(path, constants.O_RDWR | constants.O_NONBLOCK);
}

/** What is in a pipe now. */
function readNow(pipe: number): Buffer {
  const chunks: Buffer[] = [];
  const chunk = Buffer.alloc(PIPE_BYTES);
  try {
    for (;;) chunks.push(Buffer.from(chunk.subarray(0, readSync(pipe, chunk))));
  } catch {
    return Buffer.concat(chunks);
  }
}

/** Reads a pipe until a piece ends with this text. */
async function readUntil(pipe: number, end: string): Promise<string> {
  const pieces: Buffer[] = [];
  while (pieces.at(-1)?.toString().endsWith(end) !== true) {
    const piece = readNow(pipe);
    if (piece.length > 0) pieces.push(piece);
    await delay(5);
  }
  return Buffer.concat(pieces).toString();
}

/** A line of 1 KiB that tells its number. */
function line(index: number): string {
  return `${String(index).padStart(6, '0')} ${'x'.repeat(1016)}\n`;
}

async function nextTurn(): Promise<void> {
  await new Promise((resolve) => {
    setImmediate(() => setImmediate(resolve));
  });
}

describe('LineWriter', () => {
  it('writes the lines of a turn at its end', async () => {
    const path = join(makeTempFolder(), 'log');
    const writer = new LineWriter(open(path, constants.O_CREAT | constants.O_WRONLY));
    writer.write('a\n');
    writer.write('ä\n');
    expect(readFileSync(path, 'utf8')).toBe('');
    await nextTurn();
    expect(readFileSync(path, 'utf8')).toBe('a\nä\n');
    writer.write('b\n');
    writer.flush();
    expect(readFileSync(path, 'utf8')).toBe('a\nä\nb\n');
  });

  it('keeps every byte for a reader that is behind', async () => {
    const pipe = openPipe();
    const writer = new LineWriter(pipe);
    const lines = Array.from({ length: 1000 }, (_, index) => `${index} ${LINE}`);
    for (const one of lines) {
      writer.write(one);
      if (one.startsWith('5')) writer.flush();
    }
    expect(Buffer.byteLength(lines.join(''))).toBeGreaterThan(4 * PIPE_BYTES);
    expect(await readUntil(pipe, lines.at(-1) ?? '')).toBe(lines.join(''));
  });

  it('loses the oldest lines, whole ones, when the reader stays away', async () => {
    const pipe = openPipe();
    const writer = new LineWriter(pipe);
    const count = 10 * 1024;
    writer.write(Array.from({ length: 100 }, (_, index) => line(index)).join(''));
    writer.flush();
    for (let index = 100; index < count; index += 1) writer.write(line(index));
    writer.flush();
    const got = (await readUntil(pipe, line(count - 1))).slice(0, -1).split('\n');
    expect(new Set(got.map((one) => one.length))).toStrictEqual(new Set([1023]));
    expect(got.length).toBeLessThan(8 * 1024 + 200);
    expect(got.length).toBeGreaterThan(8 * 1024 - 200);
  });

  it.each([
    ['a disk without room', '/dev/full'],
    ['a descriptor that cannot be written', '/dev/null'],
  ])('loses lines for %s, and does not throw', async (_title, path) => {
    const writer = new LineWriter(open(path, path === '/dev/full' ? constants.O_WRONLY : constants.O_RDONLY));
    writer.write('a\n');
    await nextTurn();
    writer.write('b\n');
    expect(() => writer.flush()).not.toThrow();
  });
});
