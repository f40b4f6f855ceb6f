import { INJECT_ANNOTATION, MIRROR_ANNOTATION } from './annotations.ts';
import { objectAt, objectsAt, ownValue, quote, type JsonObject } from './json.ts';
import { asks, readOptIn, type OptIn } from './opt-in.ts';
import type { Decision, Reason, TraceEntry, Warning } from './outcome.ts';
import { requestTemplates, type NamespaceFacts, type TemplateRequest } from './requested-templates.ts';
import type { TemplateSet } from './template/template.ts';

/** What is to be decided on: a Pod and where it comes from. */
export interface Subject {
  /** Whether the request creates a v1 Pod. */
  readonly isPodCreate: boolean;
  readonly pod: JsonObject;
  readonly namespace: NamespaceFacts;
  readonly protectedNamespaces: ReadonlySet<string>;
  /** The admission request: what expressions see as `request`. */
  readonly request: JsonObject;
  /** Whether the cluster runs init containers with `restartPolicy: Always` beside the others (Kubernetes 1.29 and newer). */
  readonly hasNativeSidecars: boolean;
}

/** What rows 1 to 8c of the decision table come to: a decision where the table ends there, else the templates asked for. */
export interface Selection {
  readonly decision?: Decision;
  /** In the order in which they are asked for; not empty unless there is a decision. */
  readonly requests: readonly TemplateRequest[];
  readonly warnings: readonly Warning[];
  readonly trace: () => readonly TraceEntry[];
}

interface Row {
  readonly row: string;
  readonly question: string;
  readonly saw: (facts: Facts) => string;
  readonly judge: (facts: Facts) => Decision | undefined;
}

interface Facts extends Subject {
  readonly annotations: JsonObject;
  readonly optIn: OptIn;
}

/**
 * Rows 1 to 7 of the decision table, in order; the first that judges decides.
 *
 * | row | when                                                             | decision                      |
 * | --- | ---------------------------------------------------------------- | ----------------------------- |
 * | 1   | not a CREATE of a v1 Pod, or a Pod without containers            | skip `not-a-pod-create`       |
 * | 2   | the namespace is protected                                       | skip `protected-namespace`    |
 * | 3   | a static (mirror) Pod                                            | skip `static-pod`             |
 * | 4   | namespace label `disabled`                                       | skip `namespace-disabled`     |
 * | 5   | Pod annotation `"false"`                                         | skip `pod-opted-out`          |
 * | 6   | Pod annotation empty or malformed                                | reject `invalid-annotation`   |
 * | 7   | neither the namespace is `enabled` nor the Pod asks              | skip `not-requested`          |
 */
const POD_ROWS: readonly Row[] = [
  {
    row: '1',
    question: 'does the request create a Pod with containers?',
    saw: ({ isPodCreate, pod }) =>
      isPodCreate ? `${containerCount(pod)} containers` : 'another request than CREATE of a v1 Pod',
    judge: ({ isPodCreate, pod }) => skipIf(!isPodCreate || containerCount(pod) === 0, 'not-a-pod-create'),
  },
  {
    row: '2',
    question: 'is the namespace protected?',
    saw: ({ namespace }) => `namespace ${quote(namespace.name)}`,
    judge: ({ namespace, protectedNamespaces }) =>
      skipIf(protectedNamespaces.has(namespace.name), 'protected-namespace'),
  },
  {
    row: '3',
    question: 'is it a static (mirror) Pod?',
    saw: ({ annotations }) => `annotation ${MIRROR_ANNOTATION} ${presence(annotations, MIRROR_ANNOTATION)}`,
    judge: ({ annotations }) => skipIf(ownValue(annotations, MIRROR_ANNOTATION) !== undefined, 'static-pod'),
  },
  {
    row: '4',
    question: 'is injection disabled in the namespace?',
    saw: ({ namespace }) => `namespace is ${namespace.injection}`,
    judge: ({ namespace }) => skipIf(namespace.injection === 'disabled', 'namespace-disabled'),
  },
  {
    row: '5',
    question: 'does the Pod opt out?',
    saw: ({ annotations }) => `annotation ${INJECT_ANNOTATION} ${presence(annotations, INJECT_ANNOTATION)}`,
    judge: ({ optIn }) => skipIf(optIn.inject.kind === 'false', 'pod-opted-out'),
  },
  {
    row: '6',
    question: 'is the annotation malformed?',
    saw: ({ annotations }) => `annotation ${INJECT_ANNOTATION} ${presence(annotations, INJECT_ANNOTATION)}`,
    judge: ({ optIn: { inject } }) =>
      inject.kind === 'invalid'
        ? { action: 'reject', reason: 'invalid-annotation', message: inject.message }
        : undefined,
  },
  {
    row: '7',
    question: 'does nobody ask: neither the namespace nor the Pod?',
    saw: ({ namespace, optIn }) =>
      `namespace is ${namespace.injection}, the Pod ${asks(optIn) ? 'asks' : 'does not ask'}`,
    judge: ({ namespace, optIn }) => skipIf(namespace.injection !== 'enabled' && !asks(optIn), 'not-requested'),
  },
];

/** Goes through rows 1 to 8c: whether this Pod is to be injected at all, and with which templates. */
export function selectTemplates(subject: Subject, set: TemplateSet): Selection {
  const annotations = objectAt(objectAt(subject.pod, 'metadata'), 'annotations') ?? {};
  const facts: Facts = { ...subject, annotations, optIn: readOptIn(annotations) };
  for (const { judge } of POD_ROWS) {
    const decision = judge(facts);
    if (decision !== undefined) return { decision, requests: [], warnings: [], trace: () => traceRows(facts) };
  }
  return { ...requestTemplates(facts.optIn, subject.namespace, set), trace: () => traceRows(facts) };
}

function traceRows(facts: Facts): readonly TraceEntry[] {
  const last = POD_ROWS.findIndex(({ judge }) => judge(facts) !== undefined);
  const seen = last < 0 ? POD_ROWS : POD_ROWS.slice(0, last + 1);
  return seen.map(({ row, question, saw }, index) => ({ row, question, saw: saw(facts), matched: index === last }));
}

function containerCount(pod: JsonObject): number {
  return objectsAt(objectAt(pod, 'spec'), 'containers').length;
}

function presence(annotations: JsonObject, key: string): string {
  const value = ownValue(annotations, key);
  return value === undefined ? 'is absent' : `is ${quote(value)}`;
}

function skipIf(condition: boolean, reason: Reason): Decision | undefined {
  return condition ? { action: 'skip', reason } : undefined;
}
