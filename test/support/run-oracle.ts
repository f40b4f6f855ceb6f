import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildOracle } from './oracle/build-oracle.ts';
import { describeRun, findMissingClasses } from './oracle/merge-report.ts';
import { compareMerges } from './oracle/merge-run.ts';
import { comparePatches } from './oracle/patch-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'sidecar-injector-oracle-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
console.log('building test/oracle …');
const binary = buildOracle(folder);
const seed = Number(process.env['FC_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const pairs = Number(process.env['ORACLE_PAIRS'] ?? 20_000);

console.log(`seed ${seed}: applying patches with evanphx/json-patch …`);
const patches = comparePatches(binary, seed);
for (const fault of patches.faults) console.log(fault);
console.log(`${patches.cases} patches, of which ${patches.faults.length} went wrong`);

console.log(`seed ${seed}: merging ${pairs} pairs with k8s.io/apimachinery's strategic merge …`);
const merges = await compareMerges({ binary, seed, pairs });
console.log(describeRun(merges));

const total = patches.cases + merges.pairs;
const failed = patches.faults.length + merges.faulty.length + findMissingClasses(merges).length;
console.log(`${total - patches.faults.length - merges.faulty.length} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
