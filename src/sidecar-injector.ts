#!/usr/bin/env node
import { whyNodeIsTooOld } from './node-version.ts';

// An old Node cannot even read the program itself: so that is a file of its own, which it does not come to.
const problem = whyNodeIsTooOld(process.versions.node);
if (problem === undefined) {
  await import('./main.ts');
} else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
