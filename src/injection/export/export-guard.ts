import { failure, ok, type Result } from '../../result.ts';
import { INJECT_ANNOTATION } from '../annotations.ts';
import { quote, type Json, type JsonObject } from '../json.ts';
import { hasExpression } from '../template/expression-sites.ts';
import type { TemplateProblem } from '../template/problem.ts';
import type { Template, TemplateSet } from '../template/template.ts';
import { allOf, celList, celText } from './cel-text.ts';
import { CelValues } from './cel-values.ts';
import { readExportedDocument, type ExportedDocument, type Placed } from './exported-document.ts';
import { AUDIENCES, distinct, failurePolicyOf, type ExportedTemplate, type ExportSource } from './export-template.ts';
import { fittingConditions, hasContainer } from './fitting.ts';
import { policyName, policyWithBinding } from './manifest.ts';
import { addWanted, matchConditions, matchConstraints, NOT_STATIC, type Audience } from './matching.ts';
import { addParameters } from './parameters.ts';
import { VariableNames } from './variable-names.ts';

const PREFIX = 'sidecar-injector-guard';

/**
 * Writes ValidatingAdmissionPolicies that refuse a Pod which is to have the template and lacks its containers, whoever should
 * have added them. They go by the containers alone: labels and records prove nothing.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 */
export function exportGuard(source: ExportSource): Result<ExportedTemplate, readonly TemplateProblem[]> {
  const document = readExportedDocument(source.template, source.text);
  const policies = AUDIENCES.map((audience) => validatingPolicy(source, document, audience));
  const problems = distinct(document.source.problems);
  if (problems.length > 0) return failure(problems);
  const hasContainers = source.template.containerNames.size > 0;
  return ok({
    template: source.template,
    manifests: hasContainers ? policies.flat() : [],
    differences: hasContainers ? [] : ['The template brings no container, so there is nothing to look for.'],
  });
}

/** Refuses Pods of which the annotation cannot be understood, or names a template that does not exist: rows 6 and 8. */
export function exportAnnotationGuard(set: TemplateSet, protectedNamespaces: readonly string[]): readonly JsonObject[] {
  const known = [...new Set([...set.templates.keys(), ...set.unavailable.keys()])].toSorted();
  const annotation = `object.metadata.?annotations[?${celText(INJECT_ANNOTATION)}]`;
  const names = `variables.inject.split(",").all(n, n.trim() in [${known.map(celText).join(', ')}])`;
  const listed = known.slice(0, 10).map((name) => quote(name));
  const message = `annotation ${INJECT_ANNOTATION}: valid are "true", "false", or template names separated by commas; there ${listed.length === 1 ? 'is' : 'are'} ${listed.join(', ')}`;
  return policyWithBinding({
    kind: 'ValidatingAdmissionPolicy',
    name: `${PREFIX}-annotation`,
    description: `Refuses Pods whose annotation ${INJECT_ANNOTATION} cannot be understood.`,
    failurePolicy: 'Fail',
    matchConstraints: matchConstraints('requested', protectedNamespaces),
    matchConditions: [NOT_STATIC, { name: 'annotated', expression: `${annotation}.hasValue()` }],
    variables: [{ name: 'inject', expression: `${annotation}.orValue("")` }],
    spec: {
      validations: [{ expression: `variables.inject in ["true", "false"] || ${names}`, message, reason: 'Forbidden' }],
    },
  });
}

function validatingPolicy(source: ExportSource, document: ExportedDocument, audience: Audience): readonly JsonObject[] {
  const { template, protectedNamespaces } = source;
  const names = new VariableNames();
  names.add('annotations', 'object.metadata.?annotations.orValue({})');
  const wanted = addWanted(names, audience, source);
  const validParameters = addParameters(names, template);
  const values = new CelValues(document.source, names, template.params);
  const lacking = [wanted, `!${hasContainer(template.containerNames)}`];
  const missing = allOf([...lacking, ...unexcused(values, document, { audience, validParameters })]);
  return policyWithBinding({
    kind: 'ValidatingAdmissionPolicy',
    name: policyName(PREFIX, template.name, audience),
    description: `Refuses Pods that are to have the sidecar-injector template ${quote(template.name)} and lack its containers.`,
    failurePolicy: failurePolicyOf(audience, values.hasExpressions),
    matchConstraints: matchConstraints(audience, protectedNamespaces),
    matchConditions: matchConditions(audience, template),
    variables: names.variables,
    spec: { validations: [{ expression: `!(${missing})`, message: messageOf(template), reason: 'Forbidden' }] },
  });
}

interface Excused {
  readonly audience: Audience;
  readonly validParameters: string | undefined;
}

/**
 * Rows 11 to 15: conditions under which the webhook would not let the Pod go without. One that asks and cannot have the template
 * is refused by the webhook too, and so is one with an invalid parameter.
 */
function unexcused(
  values: CelValues,
  document: ExportedDocument,
  { audience, validParameters }: Excused,
): readonly string[] {
  const { when } = document.template;
  const condition = when === undefined ? [] : [values.writeExpression('when', ['when'], when.source)];
  const others =
    audience === 'requested'
      ? []
      : [...fittingConditions(values, document, audience), ...canBeWritten(values, document)];
  if (validParameters === undefined) return [...condition, ...others];
  const isFirst = when?.variables.has('params') === false;
  const judged = isFirst ? others : [...condition, ...others];
  const valid = judged.length === 0 ? [] : [`(!${validParameters} || (${allOf(judged)}))`];
  return isFirst ? [...condition, ...valid] : valid;
}

/** True for every Pod for which all expressions have a value; it fails for the others, which are let in then. */
function canBeWritten(values: CelValues, document: ExportedDocument): readonly string[] {
  const { labels, annotations, containers, initContainers, fields } = document;
  const parts: readonly Placed<Json>[] = [labels, annotations, ...containers, ...initContainers, ...fields.values()];
  const written = parts
    .filter(({ value }) => hasExpression(JSON.stringify(value)))
    .map(({ value, path }) => values.write(value, path))
    .map(({ text, presence }) => (presence === undefined ? `dyn(${text})` : `${presence} ? dyn(${text}) : dyn(null)`));
  return written.length === 0 ? [] : [`size(${celList('[', written, ']')}) > 0`];
}

function messageOf({ name, containerNames }: Template): string {
  const containers = [...containerNames].map((container) => quote(container));
  const lack =
    containers.length === 1
      ? `the Pod lacks the container ${containers[0]}`
      : `the Pod lacks the containers ${containers.join(', ')}`;
  return `${lack} of the sidecar template ${quote(name)}, and nothing has added ${containers.length === 1 ? 'it' : 'them'}: create the Pod again when the injector is back, or opt out with the annotation ${INJECT_ANNOTATION}: "false"`;
}
