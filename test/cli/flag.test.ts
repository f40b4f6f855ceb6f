import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { findSwitchProblems, flag } from '../../src/cli/flag.ts';

const command = new Command('serve')
  .addOption(flag('--standalone', 'a flag without a value'))
  .addOption(flag('--listen <address>', 'one with a value'));

describe('findSwitchProblems', () => {
  it.each(['false', '1', 'True', ''])('names the flag and its variable where it is %j', (value) => {
    expect(findSwitchProblems(command, { SIDECAR_INJECTOR_STANDALONE: value })).toEqual([
      `--standalone: SIDECAR_INJECTOR_STANDALONE is ${JSON.stringify(value)}: write "true", or leave the variable out`,
    ]);
  });

  it('takes true, nothing at all, and any value of other flags', () => {
    expect(findSwitchProblems(command, { SIDECAR_INJECTOR_STANDALONE: 'true' })).toEqual([]);
    expect(findSwitchProblems(command, { SIDECAR_INJECTOR_LISTEN: 'false' })).toEqual([]);
  });
});
