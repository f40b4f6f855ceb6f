import type { Subject } from './decision.ts';
import { objectAt, quote, stringAt } from './json.ts';
import type { Reason, TemplateVerdict, TraceEntry } from './outcome.ts';
import type { TemplateRequest } from './requested-templates.ts';
import { ParameterReader } from './resolve-parameters.ts';
import { quoteValue } from './template/parameter.ts';
import type { Template } from './template/template.ts';

interface Row {
  readonly row: string;
  readonly question: string;
  readonly reasons: readonly Reason[];
  /** What there is to see before it is judged. */
  readonly saw: (template: Template, subject: Subject) => string;
}

/** Rows 8 to 18, in order: what each asks of one template, and the reasons with which it decides. */
const ROWS: readonly Row[] = [
  { row: '8', question: 'is there no such template?', reasons: ['unknown-template'], saw: sawTemplate },
  {
    row: '8c',
    question: 'is it broken, without a last good version?',
    reasons: ['template-unavailable'],
    saw: sawTemplate,
  },
  { row: '9', question: 'is the Pod on the host network?', reasons: ['host-network'], saw: sawHostNetwork },
  { row: '10', question: 'is the Pod for another OS?', reasons: ['other-os'], saw: sawOs },
  { row: '11', question: 'is its condition false?', reasons: ['condition-false'], saw: sawCondition },
  { row: '12', question: 'does an expression fail?', reasons: ['expression-failed'], saw: () => 'each gives a value' },
  { row: '13', question: 'is a parameter invalid?', reasons: ['invalid-parameter'], saw: sawParameters },
  { row: '14', question: 'would the Pod be invalid with it?', reasons: ['does-not-fit'], saw: () => 'it fits' },
  { row: '15', question: 'is there a conflict that its policy refuses?', reasons: ['conflict'], saw: sawPolicy },
  { row: '16', question: 'has the Pod a container of that name of its own?', reasons: ['name-taken'], saw: sawNames },
  { row: '17', question: 'is it there already?', reasons: ['already-injected'], saw: () => 'something is missing' },
  { row: '18', question: 'otherwise it is injected', reasons: ['injected'], saw: sawNames },
];

/** The rows that were looked at for each template that was asked for, in words; up to the one that decided. */
export function traceTemplates(
  subject: Subject,
  requests: readonly TemplateRequest[],
  verdicts: readonly TemplateVerdict[],
): readonly TraceEntry[] {
  return verdicts.flatMap((verdict, index) => traceTemplate(subject, requests[index], verdict));
}

function traceTemplate(
  subject: Subject,
  request: TemplateRequest | undefined,
  { template: name, decision, why }: TemplateVerdict,
): readonly TraceEntry[] {
  const last = ROWS.findIndex(({ reasons }) => reasons.includes(decision.reason));
  const template = request !== undefined && 'template' in request ? request.template : undefined;
  return ROWS.slice(0, last + 1).map(({ row, question, saw }, index) => {
    const matched = index === last;
    const said = why ?? ('message' in decision ? decision.message : undefined);
    const seen = template === undefined ? `template ${quote(name)}` : saw(template, subject);
    return { row, question, template: name, saw: matched && said !== undefined ? said : seen, matched };
  });
}

function sawTemplate({ name, revision }: Template): string {
  return `template ${quote(name)} is in force, revision ${revision}`;
}

function sawHostNetwork({ hostNetwork }: Template, { pod }: Subject): string {
  const isOnHost = objectAt(pod, 'spec')?.['hostNetwork'] === true;
  return `hostNetwork is ${isOnHost}; the template says hostNetwork: ${hostNetwork}`;
}

function sawOs({ os }: Template, { pod }: Subject): string {
  const said = stringAt(objectAt(objectAt(pod, 'spec'), 'os'), 'name');
  return `spec.os.name is ${said === undefined ? 'absent' : quote(said)}; the template is for ${quote(os)}`;
}

function sawCondition({ when }: Template): string {
  return when === undefined ? 'it has none' : `it is true: ${quote(when.source)}`;
}

function sawParameters(template: Template, { pod, namespace }: Subject): string {
  const annotations = objectAt(objectAt(pod, 'metadata'), 'annotations') ?? {};
  const values = new ParameterReader({ pod: annotations, namespace: namespace.annotations }).read(template);
  if (!values.ok || template.params.size === 0) return 'it has none';
  return Object.entries(values.value)
    .map(([name, value]) => `${name} is ${quoteValue(value)}`)
    .join(', ');
}

function sawPolicy({ onConflict }: Template): string {
  return `onConflict is ${onConflict}`;
}

function sawNames({ containerNames }: Template): string {
  const names = [...containerNames].map((name) => quote(name)).join(', ');
  return names === '' ? 'it brings no container' : `it brings ${names}`;
}
