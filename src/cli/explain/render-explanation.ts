import type { Decision, TraceEntry } from '../../injection/outcome.ts';
import type { Paint, Tone } from '../terminal.ts';
import type { Check, Explanation, Verdict } from './explanation.ts';

/** An explanation for people: the answer, each row and check with what it saw, and what to change. */
export function renderExplanation(explanation: Explanation, paint: Paint): string {
  const { apiServer, hints, warnings, notes, status, change } = explanation;
  const record = Object.entries(status ?? {}).map(([name, entry]) => `  ${name} ${JSON.stringify(entry)}`);
  return [
    renderAnswer(explanation, paint),
    ...section('Decision table', renderRows(explanation, paint), paint),
    ...section(
      'API server and templates',
      apiServer.flatMap((check) => renderCheck(check, paint, 1)),
      paint,
    ),
    ...section(
      'Seen besides',
      hints.flatMap((check) => renderCheck(check, paint, 1)),
      paint,
    ),
    ...section(
      'Warnings',
      warnings.map(({ message }) => `  ${message}`),
      paint,
    ),
    ...section('Injected, by the Pod’s record', record, paint),
    ...section(
      'Notes',
      notes.map((note) => `  ${note}`),
      paint,
    ),
    '',
    paint('strong', change),
    '',
  ].join('\n');
}

function section(title: string, lines: readonly string[], paint: Paint): readonly string[] {
  return lines.length === 0 ? [] : ['', paint('strong', title), ...lines];
}

function renderAnswer(explanation: Explanation, paint: Paint): string {
  const { object, isLive, isInjected, decision } = explanation;
  const who = `${object.kind} ${object.namespace}/${object.name}`;
  const subject = isLive || object.kind === 'Pod' ? who : `the Pods of ${who}`;
  const answer = describeAnswer(isLive, isInjected, decision);
  return `${paint('strong', subject)}: ${paint(isInjected ? 'good' : 'bad', answer)}`;
}

function describeAnswer(isLive: boolean, isInjected: boolean, decision: Decision | undefined): string {
  const reason = decision === undefined ? '' : ` (${decision.reason})`;
  if (isInjected) return isLive ? 'injected' : `would be injected${reason}`;
  if (decision?.action === 'reject') return `would be refused${reason}`;
  if (decision === undefined) return isLive ? 'not injected' : 'cannot be told';
  const why = decision.action === 'inject' ? '' : reason;
  return `${isLive ? 'not injected' : 'would not be injected'}${why}`;
}

function renderRows(explanation: Explanation, paint: Paint): readonly string[] {
  const titles = explanation.rows.map(({ question, template }) =>
    template === undefined ? question : `${template}: ${question}`,
  );
  const width = Math.max(0, ...titles.map((title) => title.length));
  return explanation.rows.map((entry, index) => {
    const { row, saw, matched } = entry;
    const text = `${matched ? '→' : ' '} ${row.padEnd(3)} ${(titles[index] ?? '').padEnd(width)}  ${saw}`;
    if (!matched) return text;
    const decision = decisionOf(entry, explanation);
    const isGood = decision?.action === 'inject' || decision?.reason === 'already-injected';
    return paint(isGood ? 'good' : 'bad', `${text} → ${decision?.action ?? ''} ${decision?.reason ?? ''}`);
  });
}

function decisionOf({ template }: TraceEntry, { templates, decision }: Explanation): Decision | undefined {
  return template === undefined ? decision : templates.find((one) => one.template === template)?.decision;
}

const MARKS: Readonly<Record<Verdict, { readonly text: string; readonly tone: Tone }>> = {
  ok: { text: 'ok', tone: 'good' },
  stops: { text: 'NO', tone: 'bad' },
  note: { text: '--', tone: 'faint' },
  unknown: { text: '??', tone: 'note' },
};

function renderCheck({ about, saw, verdict, parts }: Check, paint: Paint, depth: number): readonly string[] {
  const { text, tone } = MARKS[verdict];
  const line = `${'  '.repeat(depth)}${paint(tone, text)} ${about}: ${saw}`;
  return [line, ...(parts ?? []).flatMap((part) => renderCheck(part, paint, depth + 1))];
}
