import type { Paint } from '../terminal.ts';
import type { AffectedMaker, ChangeGroup, ChangeGroups } from './change-groups.ts';
import type { ChangeKind } from './compare-outcomes.ts';

const MAX_MAKERS_LISTED = 10;

const TITLES: Readonly<Record<ChangeKind, string>> = {
  added: 'newly injected',
  removed: 'no longer injected',
  refused: 'refused',
  admitted: 'no longer refused',
  changed: 'injected otherwise',
};

/** The distinct changes for people: whose Pods, which fields, and a unified diff of what is injected; then the count. */
export function renderDiff(groups: ChangeGroups, limit: number, paint: Paint): string {
  const all = groups.list();
  const shown = limit === 0 ? all : all.slice(0, limit);
  const hidden = all.slice(shown.length);
  const more = `and ${hidden.length} more distinct changes; --limit 0 shows all`;
  return [
    ...shown.map((group) => renderGroup(group, paint)),
    ...(hidden.length === 0 ? [] : [more, '']),
    renderCounts(groups),
    '',
  ].join('\n');
}

function renderGroup({ kind, of: makers, message, fields, diff }: ChangeGroup, paint: Paint): string {
  const title = kind === 'refused' || kind === 'removed' ? paint('bad', TITLES[kind]) : paint('strong', TITLES[kind]);
  const listed = makers.slice(0, MAX_MAKERS_LISTED).map((maker) => `  ${describeMaker(maker)}`);
  const rest = makers.length - listed.length;
  return [
    `${title}:`,
    ...listed,
    ...(rest > 0 ? [`  and of ${rest} more`] : []),
    ...(message === undefined ? [] : [`  because ${message}`]),
    ...(fields.length === 0 ? [] : [paint('faint', `  fields: ${fields.join(', ')}`)]),
    ...diff
      .trimEnd()
      .split('\n')
      .map((line) => paintLine(line, paint)),
    '',
  ].join('\n');
}

function describeMaker({ kind, namespace, name, pods }: AffectedMaker): string {
  if (kind === 'Pod') return `Pod ${namespace}/${name}`;
  return `${countPods(pods)} of ${kind} ${namespace}/${name}`;
}

function countPods(count: number): string {
  return `${count} ${count === 1 ? 'Pod' : 'Pods'}`;
}

function paintLine(line: string, paint: Paint): string {
  if (line.startsWith('+++') || line.startsWith('---')) return paint('strong', line);
  if (line.startsWith('@@')) return paint('faint', line);
  if (line.startsWith('+')) return paint('good', line);
  return line.startsWith('-') ? paint('bad', line) : line;
}

function renderCounts(groups: ChangeGroups): string {
  const counts = Object.entries(groups.counts())
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${TITLES[kind as ChangeKind]}`);
  const affected = Object.values(groups.counts()).reduce((total, count) => total + count, 0);
  return `${countPods(groups.compared)} compared: ${[...counts, `${groups.compared - affected} the same`].join(', ')}`;
}

/** One line for each workload that is affected: what to give to kubectl, or to `explain`. */
export function renderNames(groups: ChangeGroups): string {
  const lines = groups
    .list()
    .flatMap(({ of: makers }) => makers)
    .map(({ kind, namespace, name }) => `${kind.toLowerCase()}/${name} -n ${namespace}\n`);
  return [...new Set(lines)].toSorted().join('');
}

/** The same for programs. */
export function renderDiffJson(groups: ChangeGroups): string {
  const document = { compared: groups.compared, counts: groups.counts(), changes: groups.list() };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
