/** Measures the command line from its bundle: `npm run bench:cli`. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { markdownTable } from './table.ts';

const REPOSITORY = join(import.meta.dirname, '../..');
const BUNDLE = join(REPOSITORY, 'dist/sidecar-injector.mjs');
const TEMPLATES = join(REPOSITORY, 'deploy/examples/envoy-initializer.yaml');
const RUNS = 11;
const MAX_START_MS = 150;
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

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function measure(args: readonly string[], runs: number, input = ''): number {
  return median(Array.from({ length: runs }, () => run(args, input).wallMs));
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

const starts = [['--version'], ['inject', '--help'], ['check', '-f', TEMPLATES]].map((args) => {
  const wallMs = measure(args, RUNS);
  return [`\`${args.map((arg) => arg.replace(REPOSITORY, '').replace(/^\//, '')).join(' ')}\``, wallMs.toFixed(0)];
});
process.stdout.write(`${markdownTable([['command', `ms, median of ${RUNS}`], ...starts])}\n`);
process.stdout.write(`\nTarget for a start: at most ${MAX_START_MS} ms.\n\n`);

const empty = measure(['inject', '-f', '-', '--template-file', TEMPLATES], RUNS, 'kind: Nothing\n');
const growth = DOCUMENTS.map((count) => {
  const manifest = Array.from({ length: count }, (_, index) => deployment(index)).join('---\n');
  const wallMs = measure(['inject', '-f', '-', '--template-file', TEMPLATES], 3, manifest);
  return [String(count), wallMs.toFixed(0), (((wallMs - empty) * 1000) / count).toFixed(0)];
});
process.stdout.write(
  `${markdownTable([['documents', 'inject, ms', 'µs per document, without the start'], ...growth])}\n`,
);
