import { describe, expect, it } from 'vitest';
import { choosePaint, type ColorChoice, type Output } from '../../src/cli/terminal.ts';

describe('choosePaint', () => {
  it.each<[ColorChoice, Output, Readonly<Record<string, string>>, boolean]>([
    ['auto', { isTTY: true }, {}, true],
    ['auto', {}, {}, false],
    ['auto', { isTTY: true }, { NO_COLOR: '1' }, false],
    ['auto', { isTTY: true }, { NO_COLOR: '' }, true],
    ['auto', { isTTY: true }, { TERM: 'dumb' }, false],
    ['always', {}, { NO_COLOR: '1' }, true],
    ['never', { isTTY: true }, {}, false],
  ])('%s with %j and %j', (choice, output, environment, isColoured) => {
    const text = choosePaint(choice, output, environment)('bad', 'x');
    expect(text).toBe(isColoured ? '\u001B[31mx\u001B[39m' : 'x');
  });
});
