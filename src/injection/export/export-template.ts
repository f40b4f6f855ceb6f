import { failure, ok, type Result } from '../../result.ts';
import { quote, type JsonObject } from '../json.ts';
import type { TemplateProblem } from '../template/problem.ts';
import type { Template } from '../template/template.ts';
import { allOf } from './cel-text.ts';
import { CelValues } from './cel-values.ts';
import { containerOperations, ENDS, firstContainerCondition } from './container-operations.ts';
import { listDifferences } from './differences.ts';
import { readExportedDocument, type ExportedDocument } from './exported-document.ts';
import { fieldOperations } from './field-operations.ts';
import { fittingConditions, lacksContainers } from './fitting.ts';
import { policyName, policyWithBinding } from './manifest.ts';
import { addWanted, matchConditions, matchConstraints, type Audience, type SelectedTemplate } from './matching.ts';
import { metadataOperations } from './metadata-operations.ts';
import { addParameters } from './parameters.ts';
import { celPatch, type CelOperation } from './patch-operation.ts';
import { reportUnexpressed } from './unexpressed.ts';
import { VariableNames } from './variable-names.ts';

/** A template that is to be exported. */
export interface ExportSource extends SelectedTemplate {
  /** The document of the template, as it stands in the ConfigMap. */
  readonly text: string;
}

/** A template as manifests. */
export interface ExportedTemplate {
  readonly template: Template;
  readonly manifests: readonly JsonObject[];
  /** What a person should know who has used the webhook: each in one sentence. */
  readonly differences: readonly string[];
}

/** The audiences in the order in which their policies are written. */
export const AUDIENCES: readonly Audience[] = ['requested', 'enabled'];

/**
 * Writes a template as MutatingAdmissionPolicies, which need no webhook: one for Pods that ask, one for the others of enabled
 * namespaces. What a policy cannot do is a problem, with its place in the document: nothing is left out in silence.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/
 */
export function exportTemplate(source: ExportSource): Result<ExportedTemplate, readonly TemplateProblem[]> {
  const document = readExportedDocument(source.template, source.text);
  reportUnexpressed(document);
  const policies = AUDIENCES.map((audience) => mutatingPolicy(source, document, audience));
  const problems = distinct(document.source.problems);
  if (problems.length > 0) return failure(problems);
  const hasExpressions = policies.some((policy) => policy.hasExpressions);
  return ok({
    template: source.template,
    manifests: policies.flatMap(({ manifests }) => manifests),
    differences: listDifferences(document, hasExpressions),
  });
}

/** Both policies report the same; the first of each place stands. */
export function distinct(problems: readonly TemplateProblem[]): readonly TemplateProblem[] {
  const seen = new Map(problems.map((problem) => [`${problem.path} ${problem.line}:${problem.column}`, problem]));
  return [...seen.values()].toSorted((left, right) => left.line - right.line || left.column - right.column);
}

interface Policy {
  readonly manifests: readonly JsonObject[];
  readonly hasExpressions: boolean;
}

function mutatingPolicy(source: ExportSource, document: ExportedDocument, audience: Audience): Policy {
  const { template, protectedNamespaces } = source;
  const names = new VariableNames();
  names.add('labels', 'object.metadata.?labels.orValue({})');
  names.add('annotations', 'object.metadata.?annotations.orValue({})');
  const wanted = addWanted(names, audience, source);
  if (template.native === 'jobs' && document.containers.length > 0) names.add('native', ENDS);
  const validParameters = addParameters(names, template);
  const values = new CelValues(document.source, names, template.params);
  const fits = addCondition(names, 'fits', fittingConditions(values, document, audience));
  const { when, containerNames } = template;
  // In an order in which nothing is evaluated for a Pod that it does not concern.
  const conditions = [
    wanted,
    ...(containerNames.size === 0 ? [] : addCondition(names, 'lacksContainers', [lacksContainers(containerNames)])),
    ...(validParameters === undefined ? [] : [validParameters]),
    ...fits,
    ...(when === undefined ? [] : [values.writeExpression('when', ['when'], when.source)]),
  ];
  const operations = operationsOf(values, names, document);
  const applies = names.add('applies', allOf(conditions));
  const hasExpressions = values.hasExpressions;
  const manifests = policyWithBinding({
    kind: 'MutatingAdmissionPolicy',
    name: policyName('sidecar-injector', template.name, audience),
    description: describe(template, audience),
    failurePolicy: failurePolicyOf(audience, hasExpressions),
    matchConstraints: matchConstraints(audience, protectedNamespaces),
    matchConditions: matchConditions(audience, template),
    variables: names.variables,
    spec: {
      mutations: [
        { patchType: 'JSONPatch', jsonPatch: { expression: `variables.${applies} ? ${celPatch(operations)} : []` } },
      ],
    },
  });
  return { manifests, hasExpressions };
}

/** Row 12: an expression that fails refuses a Pod that asks, and leaves the others as they are. Nothing else can fail. */
export function failurePolicyOf(audience: Audience, hasExpressions: boolean): 'Fail' | 'Ignore' {
  return audience === 'enabled' && hasExpressions ? 'Ignore' : 'Fail';
}

function describe({ name, revision }: Template, audience: Audience): string {
  const whom = audience === 'requested' ? 'Pods that ask for it' : 'the other Pods of enabled namespaces';
  return `Adds what the sidecar-injector template ${quote(name)}, revision ${revision}, adds to ${whom}.`;
}

/** A variable for conditions that must all hold; none where there is no condition. */
function addCondition(names: VariableNames, name: string, conditions: readonly string[]): readonly string[] {
  return conditions.length === 0 ? [] : [`variables.${names.add(name, allOf(conditions))}`];
}

function operationsOf(values: CelValues, names: VariableNames, document: ExportedDocument): readonly CelOperation[] {
  return [
    ...metadataOperations(values, document, firstContainerCondition(document)),
    ...fieldOperations(values, document),
    ...containerOperations(values, names, document),
  ];
}
