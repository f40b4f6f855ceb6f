import { escapeControls } from '../../injection/json.ts';
import type { Paint } from '../terminal.ts';
import type { Finding } from './check-source.ts';

/** How `check` writes what it found. */
export type CheckFormat = 'text' | 'json' | 'github';

/** All findings in one format, each on a line of its own. */
export function formatFindings(findings: readonly Finding[], format: CheckFormat, paint: Paint): string {
  if (format === 'json') return `${JSON.stringify(findings, null, 2)}\n`;
  return findings.map((finding) => `${format === 'github' ? annotation(finding) : line(finding, paint)}\n`).join('');
}

/** `file:line:column: key: path: message`, as compilers write it. */
function line(finding: Finding, paint: Paint): string {
  const { file, line: row, column, severity } = finding;
  const word = severity === 'error' ? '' : `${paint('note', 'warning')}: `;
  return escapeControls(`${file}:${row}:${column}: `) + word + escapeControls(describe(finding));
}

function describe({ key, path, message }: Finding): string {
  return [key, path, message].filter((part) => part !== '').join(': ');
}

/**
 * A command that a GitHub workflow turns into an annotation of the line.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 * @see https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
 */
function annotation(finding: Finding): string {
  const { severity, file, line: row, column } = finding;
  const properties = `file=${escapeProperty(file)},line=${row},col=${column}`;
  return `::${severity} ${properties}::${escapeData(describe(finding))}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
