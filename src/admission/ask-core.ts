import { INJECTION_LABEL } from '../injection/annotations.ts';
import { injectPod } from '../injection/inject-pod.ts';
import { objectAt, ownValue, stringAt, type JsonObject } from '../injection/json.ts';
import type { Outcome } from '../injection/outcome.ts';
import type { NamespaceFacts } from '../injection/requested-templates.ts';
import type { TemplateSet } from '../injection/template/template.ts';

/** Where a Pod is created, and by what rules the injector goes there. */
export interface Surroundings {
  readonly namespace: NamespaceFacts;
  readonly protectedNamespaces: ReadonlySet<string>;
  readonly hasNativeSidecars: boolean;
}

/** What the injector would answer to the creation of a Pod. */
export function askCore(pod: JsonObject, surroundings: Surroundings, templates: TemplateSet): Outcome {
  const { namespace } = surroundings;
  const created = podInNamespace(pod, namespace.name);
  return injectPod(
    { ...surroundings, isPodCreate: true, pod: created, request: requestFor(created, namespace.name) },
    templates,
  );
}

/** A Pod as the API server shows it to webhooks: it knows its namespace. */
export function podInNamespace(pod: JsonObject, namespace: string): JsonObject {
  return { apiVersion: 'v1', kind: 'Pod', ...pod, metadata: { ...objectAt(pod, 'metadata'), namespace } };
}

/**
 * The request that creates a Pod, as far as it is known beforehand: not who sends it, nor with which options.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#request
 */
export function requestFor(pod: JsonObject, namespace: string): JsonObject {
  const kind = { group: '', version: 'v1', kind: 'Pod' };
  const resource = { group: '', version: 'v1', resource: 'pods' };
  const name = stringAt(objectAt(pod, 'metadata'), 'name');
  return {
    kind,
    resource,
    requestKind: kind,
    requestResource: resource,
    ...(name !== undefined && { name }),
    namespace,
    operation: 'CREATE',
    dryRun: false,
  };
}

/** A namespace object as the injector sees it. */
export function namespaceFacts(name: string, object: JsonObject | undefined): NamespaceFacts {
  const metadata = objectAt(object, 'metadata');
  const labels = objectAt(metadata, 'labels') ?? {};
  const value = ownValue(labels, INJECTION_LABEL);
  const injection = value === 'enabled' || value === 'disabled' ? value : 'unset';
  return { name, injection, labels, annotations: objectAt(metadata, 'annotations') ?? {} };
}
