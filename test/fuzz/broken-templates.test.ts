import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import { waitUntil } from '../cluster/wait-until.ts';
import { measureSlowdown } from '../support/fair-time.ts';
import { startServe, type ServeProcess } from '../support/serve-process.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { Dice, FUZZ_SEED, runsOr } from './dice.ts';
import { ReviewStream, type VersionWindow } from './review-stream.ts';
import { SPOILT_KEYS, writeVersions, type TemplateVersion } from './template-versions.ts';

const TEMPLATES = runsOr(1_000);

/** A template that is refused is told of within this time, of which the server waits half a second for the file to settle. */
const MAX_REPORT_MS = 2_000;

/** The API server gives up on a review after 5 s. */
const MAX_ANSWER_MS = 2_500;

/** Replaces a file in one step, as the kubelet replaces the files of a ConfigMap. */
function replaceFile(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

/** What a server tells of the templates: in its log since a place in it, on `/metrics` and on `/readyz?verbose`. */
async function reportOf({ process, metrics, probesUrl }: ServeProcess, from: number): Promise<Record<string, unknown>> {
  const samples = await metrics();
  const sampleOf = (metric: string): unknown => samples.get(`sidecar_injector_${metric}`);
  const response = await fetch(`${probesUrl}/readyz?verbose`);
  const lines = (await response.text()).split('\n');
  return {
    refused: linesSince(process.stdout, from, 'template refused').map(({ key, problem }) => [key, problem]),
    loads: ['good', 'with-problems'].map((result) => sampleOf(`template_loads_total{result="${result}"}`)),
    states: ['good', 'stale', 'unavailable'].map((state) => sampleOf(`templates{state="${state}"}`)),
    ready: response.status,
    problems: lines.filter((line) => line.includes('problem: ')).length,
  };
}

function linesSince(log: string, from: number, message: string): readonly Readonly<Record<string, unknown>>[] {
  const lines = log.slice(from, log.lastIndexOf('\n') + 1).split('\n');
  return lines
    .filter((line) => line.includes(`"msg":"${message}"`))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

function expectedReport({ loaded, loads }: TemplateVersion): Record<string, unknown> {
  const { byKey, stale, set } = loaded;
  const told = [...loaded.problems].flatMap(([key, list]) => list.map(({ message }) => [key, message]));
  return {
    refused: told,
    loads: [loads.good, loads['with-problems']],
    states: [byKey.size - stale.size, stale.size, set.unavailable.size],
    ready: 200,
    problems: told.length,
  };
}

/** Puts a version in force, and waits until the server has told of it; gives the time that took, on a machine that does nothing else. */
async function putInForce(server: ServeProcess, file: string, version: TemplateVersion): Promise<number> {
  const from = server.process.stdout.length;
  const startMs = performance.now();
  replaceFile(file, version.text);
  await waitUntil(() => linesSince(server.process.stdout, from, 'templates in force')[0], {
    what: 'the version in force',
    timeoutMs: 30_000,
    intervalMs: 10,
  });
  const report = await reportOf(server, from);
  const ms = (performance.now() - startMs) / measureSlowdown();
  expect(report).toStrictEqual(expectedReport(version));
  return ms;
}

async function start(file: string, { onTestFinished }: TestContext): Promise<ServeProcess> {
  const server = await startServe(['--template-file', file]);
  onTestFinished(() => server.process.destroy());
  return server;
}

function countRefused(versions: readonly TemplateVersion[]): { accepted: number; refused: number; noManifest: number } {
  let [refused, noManifest] = [0, 0];
  for (const { loaded } of versions) {
    if (loaded.problems.has('') && loaded.stale.has('steady')) noManifest += SPOILT_KEYS.length;
    else refused += SPOILT_KEYS.filter((key) => loaded.problems.has(key)).length;
  }
  return { accepted: versions.length * SPOILT_KEYS.length - refused - noManifest, refused, noManifest };
}

/** Keys whose template was lost or exchanged in a version that is broken for them: there must be none. */
function findLost(before: TemplateVersion, after: TemplateVersion): readonly string[] {
  const keys = [...before.loaded.byKey.keys()];
  const isWhole = after.loaded.problems.has('') && after.loaded.stale.has('steady');
  return keys.filter(
    (key) =>
      (isWhole || after.loaded.problems.has(key)) && after.loaded.byKey.get(key) !== before.loaded.byKey.get(key),
  );
}

describe('a server whose template file is spoilt again and again', () => {
  it(`tells of ${TEMPLATES} templates what is wrong, and answers reviews by the good ones all the while`, async (context) => {
    const versions = writeVersions(Math.ceil(TEMPLATES / SPOILT_KEYS.length), new Dice(FUZZ_SEED));
    const file = join(makeTempFolder(context), 'sidecars.yaml');
    replaceFile(file, versions[0]?.text ?? '');
    const server = await start(file, context);
    const window: VersionWindow & { read: number; written: number } = { read: 0, written: 0 };
    const streams = [1, 2].map(
      (number) => new ReviewStream(server.url, versions, () => ({ ...window }), new Dice(FUZZ_SEED + number)),
    );
    const running = Promise.all(streams.map((stream) => stream.run()));
    let slowestReportMs = 0;
    for (const [index, version] of versions.entries()) {
      if (index === 0) continue;
      window.written = index;
      slowestReportMs = Math.max(slowestReportMs, await putInForce(server, file, version));
      window.read = index;
    }
    for (const stream of streams) stream.stop();
    const reports = await running;
    const sum = (field: 'sent' | 'injected'): number => reports.reduce((total, report) => total + report[field], 0);
    const slowestMs = Math.max(...reports.map((report) => report.slowestMs));
    const loadMs = Math.max(...versions.map(({ ms }) => ms));
    console.log(
      `broken templates, seed ${FUZZ_SEED}: ${versions.length - 1} versions, ${JSON.stringify(countRefused(versions.slice(1)))}, ` +
        `slowest version ${loadMs.toFixed(0)} ms to read, told of within ${slowestReportMs.toFixed(0)} ms; ` +
        `${sum('sent')} reviews, ${sum('injected')} injected, slowest ${slowestMs.toFixed(0)} ms`,
    );
    const lost = versions.slice(1).flatMap((version, index) => findLost(versions[index] ?? version, version));
    expect(lost).toStrictEqual([]);
    expect(reports.flatMap(({ wrong }) => wrong).slice(0, 10)).toStrictEqual([]);
    expect(slowestReportMs).toBeLessThan(MAX_REPORT_MS);
    expect(slowestMs).toBeLessThan(MAX_ANSWER_MS);
    expect(sum('injected')).toBeGreaterThan(versions.length);
    expect(linesSince(server.process.stdout, 0, 'a review failed')).toStrictEqual([]);
  });
});
