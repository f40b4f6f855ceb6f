/** Measures the command line from its bundle: `npm run bench:cli`. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { markdownTable } from './table.ts';

const REPOSITORY = join(import.meta.dirname, '../..');
const BUNDLE = join(REPOSITORY, 'dist/sidecar-injector.mjs');
const TEMPLATES = join(REPOSITORY, 'deploy/examples/envoy-initializer.yaml');
const RUNS = 21;
const MAX_START_MS = 150;
/** By how much a document of the longest manifest may cost more than one of the shortest that is long enough to tell. */
const MAX_GROWTH = 1.5;
const DOCUMENTS = [100, 1000, 2000, 4000];

interface Run {
  readonly wallMs: number;
  readonly text: string;
}

function run(args: readonly string[], input = ''): Run {
  const startMs = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [BUNDLE, ...args], {
    input,
    encoding: 'utf8',
    maxBuffer: 1024 ** 3,
  });
  const wallMs = performance.now() - startMs;
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}:\n${stderr.slice(0, 2000)}`);
  return { wallMs, text: stdout };
}

function timeOfNode(): number {
  const startMs = performance.now();
  spawnSync(process.execPath, ['-e', '0']);
  return performance.now() - startMs;
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function times(args: readonly string[], runs: number, input = ''): readonly number[] {
  return Array.from({ length: runs }, () => run(args, input).wallMs);
}

function measure(args: readonly string[], runs: number, input = ''): number {
  return median(times(args, runs, input));
}

function deployment(index: number): string {
  return `# the shop, number ${index}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop-${index}
spec:
  selector: {matchLabels: {app: shop-${index}}}
  template:
    metadata:
      labels: {app: shop-${index}}
    spec:
      containers:
        - name: web # serves
          image: "registry.example/web:${index}"
          env: [{name: INDEX, value: "${index}"}]
          ports: [{containerPort: 8080}]
`;
}

/** Commands that do little beside starting. */
const STARTS = [['--version'], ['--help'], ['inject', '--help'], ['check', '-f', TEMPLATES]];

const problems: string[] = [];

const node = median(Array.from({ length: RUNS }, () => timeOfNode()));
const starts = STARTS.map((args) => {
  const name = args.map((arg) => arg.replace(REPOSITORY, '').replace(/^\//, '')).join(' ');
  const wallMs = measure(args, RUNS);
  if (wallMs > MAX_START_MS) problems.push(`${name}: ${wallMs.toFixed(0)} ms is more than ${MAX_START_MS} ms`);
  return [`\`${name}\``, wallMs.toFixed(0)];
});
process.stdout.write(
  `${markdownTable([['command', `ms, median of ${RUNS}`], ['Node alone', node.toFixed(0)], ...starts])}\n`,
);
process.stdout.write(`\nTarget for a start: at most ${MAX_START_MS} ms.\n\n`);

const empty = measure(['inject', '-f', '-', '--template-file', TEMPLATES], RUNS, 'kind: Nothing\n');
const growth = DOCUMENTS.map((count) => {
  const manifest = Array.from({ length: count }, (_, index) => deployment(index)).join('---\n');
  // The least of few: what else the machine does only ever adds.
  const wallMs = Math.min(...times(['inject', '-f', '-', '--template-file', TEMPLATES], 3, manifest));
  return { count, wallMs, eachUs: ((wallMs - empty) * 1000) / count };
});
process.stdout.write(
  `${markdownTable([
    ['documents', 'inject, ms', 'µs per document, without the start'],
    ...growth.map(({ count, wallMs, eachUs }) => [String(count), wallMs.toFixed(0), eachUs.toFixed(0)]),
  ])}\n`,
);

const [, shortest, , longest] = growth;
const ratio = (longest?.eachUs ?? Number.NaN) / (shortest?.eachUs ?? Number.NaN);
process.stdout.write(`\nTarget for a document of the longest: at most ${MAX_GROWTH} × one of ${shortest?.count}.\n`);
if (!(ratio <= MAX_GROWTH)) problems.push(`inject: a document costs ${ratio.toFixed(2)} × as much among many`);

for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
