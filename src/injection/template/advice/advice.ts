import { isJsonObject, objectAt, ownValue, type JsonObject } from '../../json.ts';
import { formatPath, type TemplateProblem } from '../problem.ts';
import { SourceDocument } from '../source-document.ts';
import { SECURITY_RULES, type EnforcedLevel } from './pod-security.ts';
import { findResourceFindings } from './resources.ts';
import { viewTemplate, type Part, type TemplateView } from './template-view.ts';

/** What a person should know before a good template goes into other people's Pods. */
export interface Advice {
  /** The strictest Pod Security level that the template's part of a Pod holds to. */
  readonly level: 'restricted' | 'baseline' | 'privileged';
  readonly warnings: readonly TemplateProblem[];
}

/** Looks at the document of a good template for what the API server, an autoscaler or a reviewer may mind in a Pod with it. */
export function adviseTemplate(text: string): Advice {
  const source = new SourceDocument(text);
  if (!isJsonObject(source.value)) return { level: 'restricted', warnings: [] };
  const view = viewTemplate(source.value);
  const exceeded = new Set(view.parts.flatMap((part) => adviseSecurity(source, part)));
  for (const part of view.parts) adviseResources(source, part);
  adviseToken(source, view);
  const level = exceeded.has('baseline') ? 'privileged' : exceeded.has('restricted') ? 'baseline' : 'restricted';
  const warnings = source.problems.toSorted((left, right) => left.line - right.line || left.column - right.column);
  return { level, warnings };
}

/** @returns the levels that it exceeds */
function adviseSecurity(source: SourceDocument, part: Part): readonly EnforcedLevel[] {
  const broken = SECURITY_RULES.filter(({ kinds }) => kinds.includes(part.kind)).flatMap((rule) =>
    rule.find(part).map((path) => ({ rule, path })),
  );
  // Of two rules about one place, such as a volume of the node, the wider one says enough.
  const wide = new Set(broken.filter(({ rule }) => rule.exceeds === 'baseline').map(({ path }) => formatPath(path)));
  const told = broken.filter(({ rule, path }) => rule.exceeds === 'baseline' || !wide.has(formatPath(path)));
  const missing = told.filter(({ path }) => path.length === 0).map(({ rule }) => rule.name);
  for (const { rule, path } of told.filter((one) => one.path.length > 0))
    source.report('pod-security', [...part.path, ...path], describe(rule.exceeds, [rule.name]));
  if (missing.length > 0) source.report('pod-security', part.path, describe('restricted', missing));
  return broken.map(({ rule }) => rule.exceeds);
}

function describe(level: EnforcedLevel, names: readonly string[]): string {
  return `exceeds the Pod Security level ${level}: ${names.join(', ')}`;
}

function adviseResources(source: SourceDocument, part: Part): void {
  const path = objectAt(part.value, 'resources') === undefined ? part.path : [...part.path, 'resources'];
  for (const { code, message } of findResourceFindings(part)) source.report(code, path, message);
}

function adviseToken(source: SourceDocument, { document, parts }: TemplateView): void {
  const hasContainer = parts.some(({ kind, isApplications }) => kind === 'container' && !isApplications);
  if (!hasContainer || ownValue(document, 'token') === 'none') return;
  const path = hasToken(document) ? ['token'] : [];
  const message = 'it receives the token of the Pod’s ServiceAccount: if it needs none, say token: none';
  source.report('receives-token', path, message);
}

function hasToken(document: JsonObject): boolean {
  return ownValue(document, 'token') !== undefined;
}
