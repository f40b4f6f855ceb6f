import { objectAt, objectsAt, ownValue, stringAt, type JsonObject } from '../../injection/json.ts';

/** One webhook of a MutatingWebhookConfiguration. */
export interface WebhookEntry {
  readonly configuration: string;
  /** When the configuration was made; RFC 3339. */
  readonly createdAt: string | undefined;
  readonly name: string;
  readonly entry: JsonObject;
}

/** Where the API server finds the injector. */
export interface ServiceReference {
  readonly namespace: string;
  readonly name: string;
}

/**
 * All webhooks in the order in which the API server calls them: by the name of their configuration, then as they stand.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#reinvocation-policy
 */
export function listEntries(configurations: readonly JsonObject[]): readonly WebhookEntry[] {
  return configurations
    .toSorted((left, right) => (nameOf(left) < nameOf(right) ? -1 : 1))
    .flatMap((configuration) =>
      objectsAt(configuration, 'webhooks').map((entry) => ({
        configuration: nameOf(configuration),
        createdAt: stringAt(objectAt(configuration, 'metadata'), 'creationTimestamp'),
        name: stringAt(entry, 'name') ?? '',
        entry,
      })),
    );
}

function nameOf(configuration: JsonObject): string {
  return stringAt(objectAt(configuration, 'metadata'), 'name') ?? '';
}

/** Whether a webhook calls this Service. */
export function callsService({ entry }: WebhookEntry, service: ServiceReference): boolean {
  const reference = objectAt(objectAt(entry, 'clientConfig'), 'service');
  return stringAt(reference, 'namespace') === service.namespace && stringAt(reference, 'name') === service.name;
}

/** The path that a webhook calls: it tells the injector whether the namespace is enabled. */
export function pathOfEntry({ entry }: WebhookEntry): string {
  return stringAt(objectAt(objectAt(entry, 'clientConfig'), 'service'), 'path') ?? '/';
}

/**
 * Whether one of a webhook's rules is about the creation of Pods.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#matching-requests-rules
 */
export function coversPodCreation({ entry }: WebhookEntry): boolean {
  return objectsAt(entry, 'rules').some(
    (rule) =>
      hasOneOf(rule, 'operations', ['CREATE', '*']) &&
      hasOneOf(rule, 'apiGroups', ['', '*']) &&
      hasOneOf(rule, 'apiVersions', ['v1', '*']) &&
      hasOneOf(rule, 'resources', ['pods', '*', 'pods/*', '*/*']) &&
      ['*', 'Namespaced'].includes(stringAt(rule, 'scope') ?? '*'),
  );
}

function hasOneOf(rule: JsonObject, field: string, values: readonly string[]): boolean {
  const list = ownValue(rule, field);
  return Array.isArray(list) && list.some((value) => typeof value === 'string' && values.includes(value));
}

/** A webhook's rules in words. */
export function describeRules({ entry }: WebhookEntry): string {
  const rules = objectsAt(entry, 'rules').map((rule) => {
    const text = (field: string): string => (Array.isArray(rule[field]) ? rule[field].join(', ') : '');
    return `${text('operations')} of ${text('resources')}`;
  });
  return rules.length === 0 ? 'there are none' : rules.join('; ');
}
