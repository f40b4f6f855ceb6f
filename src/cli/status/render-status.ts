import { COVERAGE_STATES, type CoverageState } from '../../admission/coverage-states.ts';
import type { Paint } from '../terminal.ts';
import { shouldHave, type CoverageCounts, type ShownPod, type StateCounts } from './coverage-counts.ts';

const HEADING = ['NAMESPACE', 'SHOULD HAVE', 'HAS', 'OUTDATED', 'MISSING', 'LOST', 'OLDER'];

const MAX_NAMES = 5;

/** A table of the namespaces in which Pods should have a sidecar; then the Pods that are shown, those of one workload together. */
export function renderStatus(counts: CoverageCounts, paint: Paint): string {
  const rows = counts.namespaces
    .filter(([, states]) => shouldHave(states) > 0)
    .map(([name, states]) => rowOf(name, states));
  const { total } = counts;
  const table = rows.length === 0 ? [] : layOut([HEADING, ...rows]);
  const { covered } = total;
  const summary = `${covered} of ${countPods(shouldHave(total))} that should have a sidecar ${covered === 1 ? 'has' : 'have'} it as it is in force; ${total['not-due']} should have none${total.unknown === 0 ? '' : `; of ${total.unknown} it cannot be told`}`;
  const groups = groupPods(counts.pods).map((group) => renderGroup(group, paint));
  return [...table, ...(table.length === 0 ? [] : ['']), summary, ...groups, ''].join('\n');
}

function rowOf(name: string, counts: StateCounts): readonly string[] {
  const { covered, outdated, missing, lost, older } = counts;
  return [name, shouldHave(counts), covered, outdated, missing, lost, older].map(String);
}

function layOut(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = HEADING.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('   ')
      .trimEnd(),
  );
}

/** Pods of one workload to which the same is to be said. */
function groupPods(pods: readonly ShownPod[]): readonly (readonly ShownPod[])[] {
  return [...Map.groupBy(pods, groupKey).values()];
}

function groupKey({ state, why, maker }: ShownPod): string {
  return JSON.stringify([state, why, maker]);
}

const TONES: Readonly<Record<CoverageState, 'bad' | 'note' | 'good' | 'faint'>> = {
  lost: 'bad',
  missing: 'bad',
  outdated: 'note',
  older: 'note',
  unknown: 'note',
  covered: 'good',
  'not-due': 'faint',
};

function renderGroup(pods: readonly ShownPod[], paint: Paint): string {
  const [first] = pods;
  if (first === undefined) return '';
  const { state, maker, why, advice } = first;
  const title =
    maker.kind === 'Pod'
      ? `Pod ${maker.namespace}/${maker.name}`
      : `${countPods(pods.length)} of ${maker.kind} ${maker.namespace}/${maker.name}: ${listNames(pods)}`;
  const lines = [why, advice].filter((line) => line !== '').map((line) => `  ${line}`);
  return ['', `${paint(TONES[state], state)}: ${title}`, ...lines].join('\n');
}

function listNames(pods: readonly ShownPod[]): string {
  const names = pods.slice(0, MAX_NAMES).map(({ name }) => name);
  return pods.length > MAX_NAMES ? `${names.join(', ')} and ${pods.length - MAX_NAMES} more` : names.join(', ');
}

function countPods(count: number): string {
  return `${count} ${count === 1 ? 'Pod' : 'Pods'}`;
}

/** One line for each Pod that is shown: what to give to kubectl, or to `explain`. */
export function renderStatusNames({ pods }: CoverageCounts): string {
  return pods.map(({ namespace, name }) => `pod/${name} -n ${namespace}\n`).join('');
}

/** The same for programs: every namespace that has a Pod, and the Pods that are shown. */
export function renderStatusJson({ namespaces, total, pods }: CoverageCounts): string {
  const document = {
    total: describeCounts(total),
    namespaces: Object.fromEntries(namespaces.map(([name, counts]) => [name, describeCounts(counts)])),
    pods,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function describeCounts(counts: StateCounts): object {
  const states = COVERAGE_STATES.map((state) => [state, counts[state]]);
  return { shouldHave: shouldHave(counts), ...Object.fromEntries(states) };
}
