import { CLASSIC_PREFIX, INJECT_ANNOTATION, TEMPLATES_ANNOTATION } from './annotations.ts';
import { quote, stringAt, type JsonObject } from './json.ts';
import { splitNames, type OptIn } from './opt-in.ts';
import type { Decision, Reason, Warning } from './outcome.ts';
import type { Template, TemplateSet } from './template/template.ts';

/** What is known of the namespace that the Pod is created in. */
export interface NamespaceFacts {
  readonly name: string;
  /** The label `sidecar-injector.dev/injection`; `unset` for any value but the two that mean something. */
  readonly injection: 'enabled' | 'disabled' | 'unset';
  readonly labels: JsonObject;
  readonly annotations: JsonObject;
}

/** One template that is asked for: what to add, or why it cannot be had. */
export type TemplateRequest = {
  readonly name: string;
  /** Whether the Pod itself asks, rather than its namespace. */
  readonly isExplicit: boolean;
} & ({ readonly template: Template } | { readonly decision: Decision });

/** The templates that a Pod is to have, or the decision where none is left. */
export interface Requests {
  readonly decision?: Decision;
  readonly requests: readonly TemplateRequest[];
  readonly warnings: readonly Warning[];
}

const MAX_NAMES_LISTED = 10;

/**
 * Finds the templates that a Pod asks for or that its namespace gives it (rows 7 to 8c of the decision table). The Pod's
 * own names come first, or the namespace's, or the default; the classic annotation adds to them and takes away.
 */
export function requestTemplates(optIn: OptIn, namespace: NamespaceFacts, set: TemplateSet): Requests {
  const base = baseRequests(optIn, namespace, set);
  const classic = optIn.classicAdded.filter((name) => exists(name, set)).map((name) => lookUp(name, true, set));
  const named = new Set(base.requests.map(({ name }) => name));
  const asked = [...base.requests, ...classic.filter(({ name }) => !named.has(name))];
  const requests = asked.filter(({ name }) => !optIn.classicRemoved.includes(name));
  const warnings = [...base.warnings, ...requests.flatMap(warnOfUnavailable), ...warnOfClassic(optIn, set)];
  if (requests.length > 0) return { requests, warnings };
  const reason: Reason = asked.length > 0 ? 'pod-opted-out' : (base.emptyBecause ?? 'not-requested');
  return { decision: { action: 'skip', reason }, requests, warnings };
}

interface BaseRequests {
  readonly requests: readonly TemplateRequest[];
  readonly warnings: readonly Warning[];
  readonly emptyBecause?: Reason;
}

function baseRequests({ inject }: OptIn, namespace: NamespaceFacts, set: TemplateSet): BaseRequests {
  if (inject.kind === 'names') return { requests: inject.names.map((name) => lookUp(name, true, set)), warnings: [] };
  const isExplicit = inject.kind === 'true';
  if (!isExplicit && namespace.injection !== 'enabled') return { requests: [], warnings: [] };
  const annotation = stringAt(namespace.annotations, TEMPLATES_ANNOTATION);
  const names = annotation === undefined ? [] : splitNames(annotation).filter((name) => name !== '');
  return names.length > 0
    ? namespaceRequests(names, isExplicit, set)
    : { requests: [defaultRequest(isExplicit, set)], warnings: [] };
}

function namespaceRequests(names: readonly string[], isExplicit: boolean, set: TemplateSet): BaseRequests {
  const requests = names.filter((name) => exists(name, set)).map((name) => lookUp(name, isExplicit, set));
  const unknown = names.filter((name) => !exists(name, set));
  if (unknown.length === 0) return { requests, warnings: [] };
  const message = `namespace annotation ${TEMPLATES_ANNOTATION} names ${listNames(unknown)}: no such template; ${listExisting(set)}`;
  return { requests, warnings: [{ code: 'unknown-template', message }], emptyBecause: 'unknown-template' };
}

function defaultRequest(isExplicit: boolean, set: TemplateSet): TemplateRequest {
  if (set.defaultName !== undefined) return lookUp(set.defaultName, isExplicit, set);
  const [name = 'default', problem = 'none says default: true'] = [...set.unavailable].at(0) ?? [];
  return { name, isExplicit, decision: unavailable(isExplicit, `there is no default template: ${problem}`) };
}

function exists(name: string, set: TemplateSet): boolean {
  return set.templates.has(name) || set.unavailable.has(name);
}

function lookUp(name: string, isExplicit: boolean, set: TemplateSet): TemplateRequest {
  const template = set.templates.get(name);
  if (template !== undefined) return { name, isExplicit, template };
  const problem = set.unavailable.get(name);
  if (problem !== undefined)
    return { name, isExplicit, decision: unavailable(isExplicit, `template ${quote(name)} is broken: ${problem}`) };
  const message = `annotation ${INJECT_ANNOTATION} names ${quote(name)}: no such template; ${listExisting(set)}`;
  return { name, isExplicit, decision: { action: 'reject', reason: 'unknown-template', message } };
}

function unavailable(isExplicit: boolean, message: string): Decision {
  const reason = 'template-unavailable';
  return isExplicit ? { action: 'reject', reason, message } : { action: 'skip', reason };
}

function warnOfUnavailable(request: TemplateRequest): readonly Warning[] {
  if ('template' in request || request.decision.action !== 'skip') return [];
  return [
    {
      code: 'template-unavailable',
      message: `template ${quote(request.name)} is not available: the Pod goes without it`,
    },
  ];
}

function warnOfClassic(optIn: OptIn, set: TemplateSet): readonly Warning[] {
  const unknown = optIn.classicAdded.filter((name) => !exists(name, set));
  const meaningless = optIn.classicIgnored.filter((name) => exists(name, set));
  const code = 'classic-annotation-ignored';
  return [
    ...(unknown.length === 0
      ? []
      : [{ code, message: `annotations ${CLASSIC_PREFIX}… name ${listNames(unknown)}: no such template` } as const]),
    ...(meaningless.length === 0
      ? []
      : [
          {
            code,
            message: `annotations ${CLASSIC_PREFIX}… of ${listNames(meaningless)} are neither "true" nor "false"`,
          } as const,
        ]),
  ];
}

function listExisting(set: TemplateSet): string {
  const names = [...set.templates.keys()].toSorted();
  if (names.length === 0) return 'there is none';
  return `there ${names.length === 1 ? 'is' : 'are'} ${listNames(names)}`;
}

function listNames(names: readonly string[]): string {
  const listed = names.slice(0, MAX_NAMES_LISTED).map((name) => quote(name));
  return names.length > MAX_NAMES_LISTED
    ? `${listed.join(', ')} and ${names.length - MAX_NAMES_LISTED} more`
    : listed.join(', ');
}
