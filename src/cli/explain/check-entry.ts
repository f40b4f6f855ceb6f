import { objectAt, type JsonObject } from '../../injection/json.ts';
import { podInNamespace, requestFor } from '../../admission/ask-core.ts';
import type { Check } from './explanation.ts';
import { checkConditions } from './match-condition.ts';
import { checkSelector, worst, type SelectedLabels } from './selector.ts';
import { coversPodCreation, describeRules, type WebhookEntry } from './webhook-entry.ts';

/** The creation of a Pod, as the API server matches it against webhooks. */
export interface Creation {
  readonly pod: JsonObject;
  readonly namespace: string;
  readonly namespaceLabels: SelectedLabels;
}

/**
 * Whether the API server would send the creation of a Pod to a webhook: its rules, selectors and conditions, in that order.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#webhook-configuration
 */
export function checkEntry(webhook: WebhookEntry, creation: Creation): Check {
  const { entry } = webhook;
  const object = podInNamespace(creation.pod, creation.namespace);
  const podLabels = { known: objectAt(objectAt(object, 'metadata'), 'labels') ?? {}, isComplete: true };
  const metadata = { name: creation.namespace, labels: creation.namespaceLabels.known };
  const parts: readonly Check[] = [
    { about: 'rules', saw: describeRules(webhook), verdict: coversPodCreation(webhook) ? 'ok' : 'stops' },
    checkSelector('namespaceSelector', objectAt(entry, 'namespaceSelector'), creation.namespaceLabels),
    checkSelector('objectSelector', objectAt(entry, 'objectSelector'), podLabels),
    checkConditions(entry, {
      object,
      request: requestFor(object, creation.namespace),
      namespaceObject: { apiVersion: 'v1', kind: 'Namespace', metadata },
    }),
  ];
  const verdict = worst(parts.map((part) => part.verdict));
  const saw = { ok: 'the Pod is sent', stops: 'the Pod is not sent', unknown: 'cannot be told', note: '' }[verdict];
  return { about: webhook.name, saw, verdict, parts };
}
