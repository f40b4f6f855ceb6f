import {
  CLASSIC_PREFIX,
  INJECT_ANNOTATION,
  INJECTION_LABEL,
  MIRROR_ANNOTATION,
  TEMPLATES_ANNOTATION,
} from '../annotations.ts';
import type { JsonObject } from '../json.ts';
import type { Template } from '../template/template.ts';
import { celText } from './cel-text.ts';
import type { VariableNames } from './variable-names.ts';

/**
 * Which Pods a policy is about: those that ask themselves, or those that only their namespace gives the template to. They are
 * two policies, as the webhook has two entries: a Pod that does not ask is never refused for what only its namespace wants.
 */
export type Audience = 'requested' | 'enabled';

/** A template in a set: what else decides whether a Pod is to have it. */
export interface SelectedTemplate {
  readonly template: Template;
  /** Whether those who name no template get this one. */
  readonly isDefault: boolean;
  readonly protectedNamespaces: readonly string[];
}

/**
 * Rows 1, 2 and 4 of the decision table: creations of Pods, outside protected and disabled namespaces. For Pods that do not ask,
 * row 7 too.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#matching-requests-namespaceselector
 */
export function matchConstraints(audience: Audience, protectedNamespaces: readonly string[]): JsonObject {
  const label =
    audience === 'enabled' ? { operator: 'In', values: ['enabled'] } : { operator: 'NotIn', values: ['disabled'] };
  return {
    matchPolicy: 'Equivalent',
    namespaceSelector: {
      matchExpressions: [
        { key: INJECTION_LABEL, ...label },
        ...(protectedNamespaces.length === 0
          ? []
          : [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: protectedNamespaces }]),
      ],
    },
    resourceRules: [
      { operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], scope: 'Namespaced' },
    ],
  };
}

/** A condition of a policy on the Pod alone. */
export interface MatchCondition {
  readonly name: string;
  readonly expression: string;
}

const ANNOTATIONS = 'object.metadata.?annotations';

/** The mirror of a static Pod is left alone: row 3. */
export const NOT_STATIC: MatchCondition = {
  name: 'not-static',
  expression: `!${ANNOTATIONS}[?${celText(MIRROR_ANNOTATION)}].hasValue()`,
};

/** Rows 3, 5, 7, 9 and 10: what the Pod alone tells. */
export function matchConditions(audience: Audience, template: Template): readonly MatchCondition[] {
  const classic = `${ANNOTATIONS}[?${celText(CLASSIC_PREFIX + template.name)}].orValue("")`;
  const asks = `${ANNOTATIONS}[?${celText(INJECT_ANNOTATION)}].hasValue() || ${classic} == "true"`;
  const conditions: (MatchCondition | undefined)[] = [
    NOT_STATIC,
    audience === 'enabled' ? { name: 'does-not-ask', expression: `!(${asks})` } : { name: 'asks', expression: asks },
    {
      name: 'not-opted-out',
      expression: `${ANNOTATIONS}[?${celText(INJECT_ANNOTATION)}].orValue("") != "false" && ${classic} != "false"`,
    },
    template.hostNetwork === 'allow'
      ? undefined
      : { name: 'not-on-host-network', expression: '!object.spec.?hostNetwork.orValue(false)' },
    template.os === 'any' ? undefined : { name: 'os', expression: `${OS} == ${celText(template.os)}` },
  ];
  return conditions.filter((condition) => condition !== undefined);
}

const OS = 'object.spec.?os.name.orValue(object.spec.?nodeSelector[?"kubernetes.io/os"].orValue("linux"))';

/**
 * Adds the variables that say whether a Pod which meets the conditions is to have the template, by what it and its namespace
 * name; `namespaceObject` cannot be read in conditions.
 */
export function addWanted(names: VariableNames, audience: Audience, { template, isDefault }: SelectedTemplate): string {
  const name = celText(template.name);
  names.add(
    'namespaceTemplates',
    `namespaceObject.metadata.?annotations[?${celText(TEMPLATES_ANNOTATION)}].orValue("").split(",").map(n, n.trim()).filter(n, n != "")`,
  );
  const given = `size(variables.namespaceTemplates) > 0 ? ${name} in variables.namespaceTemplates : ${isDefault}`;
  if (audience === 'enabled') return `variables.${names.add('wanted', given)}`;
  names.add('inject', `variables.annotations[?${celText(INJECT_ANNOTATION)}].orValue("")`);
  const classic = `variables.annotations[?${celText(CLASSIC_PREFIX + template.name)}].orValue("") == "true"`;
  const named = `variables.inject.split(",").exists(n, n.trim() == ${name})`;
  const wanted = `${classic} ||\n(variables.inject == "true" ? (${given}) : ${named})`;
  return `variables.${names.add('wanted', wanted)}`;
}
