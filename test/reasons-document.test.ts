import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EVENT_REASONS } from '../src/admission/event.ts';
import { EVENT_REASON_OF_WARNING } from '../src/admission/review-events.ts';
import { REASONS, WARNING_CODES } from '../src/injection/outcome.ts';
import { EVENT_LIMITS } from '../src/kubernetes/event-limits.ts';

const read = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const document = read('docs/reasons.md');

/** The rows of the table in a section, by its columns' headings. */
function rowsOf(section: string): readonly Readonly<Record<string, string>>[] {
  const text = document.split(/^## /m).find((part) => part.startsWith(`${section}\n`)) ?? '';
  const [heading = [], , ...rows] = text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .replaceAll(/^\||\|$/g, '')
        .split('|')
        .map((cell) => cell.trim()),
    );
  return rows.map((cells) => Object.fromEntries(heading.map((name, index) => [name, cells[index] ?? ''])));
}

/** The first word in code of a cell; empty where there is none. */
function codeIn(cell = ''): string {
  return /`([^`]+)`/.exec(cell)?.[1] ?? '';
}

/** What the comments of the union say of the rows. */
function rowsInSource(): Readonly<Record<string, string>> {
  const source = read('src/injection/outcome.ts');
  const lines = [...source.matchAll(/^ {2}'(?<reason>[a-z-]+)', \/\/ (?<row>\d.*)$/gm)];
  return Object.fromEntries(lines.map(({ groups }) => [groups?.['reason'] ?? '', groups?.['row'] ?? '']));
}

describe('docs/reasons.md', () => {
  it('has a row for each reason, in their order, and no other', () => {
    expect(rowsOf('Reasons').map(({ reason }) => reason)).toEqual(REASONS.map((reason) => `\`${reason}\``));
  });

  it('names for each reason the row of the decision table that the code names', () => {
    const documented = rowsOf('Reasons').filter(({ row }) => row !== '');
    expect(Object.fromEntries(documented.map(({ reason, row }) => [codeIn(reason), row]))).toEqual(rowsInSource());
    expect(documented.length).toBeGreaterThanOrEqual(19);
  });

  it('has a row for each warning, in their order, and no other', () => {
    expect(rowsOf('Warnings').map(({ code }) => code)).toEqual(WARNING_CODES.map((code) => `\`${code}\``));
  });

  it('has a row for each Event, in their order, and no other', () => {
    expect(rowsOf('Events').map(({ Event }) => Event)).toEqual(EVENT_REASONS.map((reason) => `\`${reason}\``));
  });

  it('names the Event of each warning as the code does', () => {
    const documented = rowsOf('Warnings').map(({ code, Event }) => [codeIn(code), codeIn(Event)]);
    expect(documented).toEqual(WARNING_CODES.map((code) => [code, EVENT_REASON_OF_WARNING[code] ?? '']));
  });

  it('names for each reason a warning that exists, and the Event of that warning', () => {
    const events: Readonly<Record<string, string | undefined>> = EVENT_REASON_OF_WARNING;
    const rows = rowsOf('Reasons').map(({ warning, Event }) => [codeIn(warning), codeIn(Event)] as const);
    expect(rows.map(([, event]) => event)).toEqual(rows.map(([warning]) => (warning === '' ? '' : events[warning])));
    expect(rows.filter(([warning]) => warning !== '')).toHaveLength(9);
  });

  it('says everywhere what it means and what to do', () => {
    const sections = ['Reasons', 'Warnings', 'Events'].flatMap((section) => rowsOf(section));
    const incomplete = sections.filter((row) => row['what it means'] === '' || row['what to do'] === '');
    expect(incomplete).toEqual([]);
  });

  it('names the limits of Events as they are', () => {
    const { countUpMs, windowMs, objectBurst, objectRefillMs, burst, refillMs, maxQueued, maxTries } = EVENT_LIMITS;
    const words = document.replaceAll(/\s+/g, ' ');
    expect(words).toContain(`at most every ${countUpMs / 1000} s and within ${windowMs / 60_000} minutes of the last`);
    expect([objectBurst, objectRefillMs, maxTries]).toEqual([10, 60_000, 6]);
    expect(words).toContain('each object has ten new ones, then one a minute');
    expect(words).toContain(
      `writes ${burst} at once, then ${1000 / refillMs} a second, and keeps ${maxQueued} waiting`,
    );
    expect(words).toContain('tried six times');
  });
});
