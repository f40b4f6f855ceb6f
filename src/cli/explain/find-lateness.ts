import { CLASSIC_PREFIX, INJECT_ANNOTATION, INJECTION_LABEL } from '../../injection/annotations.ts';
import { objectAt, type JsonObject } from '../../injection/json.ts';
import { creationTime, findWrite, isBefore } from '../../admission/field-time.ts';
import type { WebhookEntry } from './webhook-entry.ts';

/** What there is around a live Pod that may be younger than it. */
export interface Younger {
  readonly pod: JsonObject;
  readonly namespace: JsonObject | undefined;
  readonly entries: readonly WebhookEntry[];
  /** When the template ConfigMap was made. */
  readonly templatesCreatedAt: string | undefined;
}

/** What came after a live Pod was created, so that its creation was not affected: a phrase for each. */
export function findLateness({ pod, namespace, entries, templatesCreatedAt }: Younger): readonly string[] {
  const created = creationTime(pod);
  const since = `and the Pod was created at ${created ?? ''}`;
  const late: string[] = [];
  const label = namespace === undefined ? undefined : findWrite(namespace, 'labels', INJECTION_LABEL);
  if (label !== undefined && isBefore(created, label.time)) {
    late.push(`the namespace's label ${INJECTION_LABEL} was written at ${label.time} by ${label.manager}, ${since}`);
  }
  const annotations = Object.keys(objectAt(objectAt(pod, 'metadata'), 'annotations') ?? {});
  for (const key of annotations.filter((one) => one === INJECT_ANNOTATION || one.startsWith(CLASSIC_PREFIX))) {
    const write = findWrite(pod, 'annotations', key);
    if (write !== undefined && isBefore(created, write.time))
      late.push(`the Pod's annotation ${key} was written at ${write.time} by ${write.manager}, ${since}`);
  }
  const configuration = entries.find(({ createdAt }) => isBefore(created, createdAt));
  if (configuration !== undefined)
    late.push(
      `MutatingWebhookConfiguration ${configuration.configuration} was made at ${configuration.createdAt}, ${since}`,
    );
  if (isBefore(created, templatesCreatedAt))
    late.push(`the template ConfigMap was made at ${templatesCreatedAt}, ${since}`);
  return late;
}
