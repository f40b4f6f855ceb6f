import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { stripSymbols } from '../../build/elf.ts';

const folder = mkdtempSync(join(tmpdir(), 'elf-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.runIf(process.platform === 'linux')('stripSymbols', () => {
  it('leaves a Node that is smaller by its symbols and does the same', () => {
    const whole = readFileSync(process.execPath);
    const stripped = stripSymbols(whole);
    expect(stripped.length).toBeLessThan(0.85 * whole.length);
    const program = join(folder, 'node');
    writeFileSync(program, stripped, { mode: 0o755 });
    const script =
      'JSON.stringify([process.version, crypto.createHash("sha256").update("a").digest("hex"), new Intl.DateTimeFormat("de").format(0)])';
    const run = (node: string): string => spawnSync(node, ['-p', script], { encoding: 'utf8' }).stdout;
    expect(run(program)).toContain(process.version);
    expect(run(program)).toBe(run(process.execPath));
  });

  it('leaves a stripped program as it is', () => {
    const once = stripSymbols(readFileSync(process.execPath));
    expect(stripSymbols(once).equals(once)).toBe(true);
  });

  it('does not touch what it was given', () => {
    const whole = readFileSync('/bin/sh');
    const before = Buffer.from(whole);
    stripSymbols(whole);
    expect(whole.equals(before)).toBe(true);
  });

  it.each([
    ['a script', Buffer.from('#!/bin/sh\nexit 0\n')],
    ['a program for 32 bits', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1, 0])],
    ['a big-endian program', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 2, 1, 0])],
  ])('refuses %s', (_, content) => {
    expect(() => stripSymbols(content)).toThrow('not a 64-bit little-endian ELF program');
  });
});
