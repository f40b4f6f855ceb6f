import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OLDEST_NODE, whyNodeIsTooOld } from '../src/node-version.ts';
import { REPOSITORY } from './support/serve-process.ts';

describe('whyNodeIsTooOld', () => {
  it.each(['18.20.8', '20.20.2', '22.0.0', '22.18.0'])('says that Node %s is', (version) => {
    expect(whyNodeIsTooOld(version)).toBe(
      `sidecar-injector needs Node ${OLDEST_NODE} or later, and this is Node ${version}`,
    );
  });

  it.each(['22.19.0', '22.20.1', '23.0.0', '24.9.0', '26.10.0', '100.0.0-nightly'])('takes Node %s', (version) => {
    expect(whyNodeIsTooOld(version)).toBeUndefined();
  });

  it('has the same oldest version as package.json', () => {
    const { engines } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as {
      engines: { node: string };
    };
    expect(engines.node).toBe(`>=${OLDEST_NODE}`);
  });
});
