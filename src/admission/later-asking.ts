import { CLASSIC_PREFIX, INJECT_ANNOTATION, INJECTION_LABEL, TEMPLATES_ANNOTATION } from '../injection/annotations.ts';
import { objectAt, stringAt, type JsonObject } from '../injection/json.ts';
import { asks, readOptIn } from '../injection/opt-in.ts';
import type { NamespaceFacts } from '../injection/requested-templates.ts';
import { namespaceFacts } from './ask-core.ts';
import { creationTime, findWrite, isBefore } from './field-time.ts';

/** A namespace, with when it began to ask; RFC 3339, absent where the API server does not tell. */
export interface AskedNamespace {
  readonly facts: NamespaceFacts;
  /** When its label was written, at the latest. */
  readonly labelledAt?: string;
  /** When it named its templates, at the latest. */
  readonly namedTemplatesAt?: string;
}

/** Reads a namespace object. */
export function readAskedNamespace(namespace: JsonObject): AskedNamespace {
  const labelledAt = findWrite(namespace, 'labels', INJECTION_LABEL)?.time;
  const namedTemplatesAt = findWrite(namespace, 'annotations', TEMPLATES_ANNOTATION)?.time;
  return {
    facts: namespaceFacts(stringAt(objectAt(namespace, 'metadata'), 'name') ?? '', namespace),
    ...(labelledAt !== undefined && { labelledAt }),
    ...(namedTemplatesAt !== undefined && { namedTemplatesAt }),
  };
}

/**
 * What asks for the Pod's sidecar and was surely written after the Pod was created, so that its creation was not affected: one
 * line. The API server writes whole seconds: what happened within one counts as in order.
 *
 * @param inForceSince since when the template is in force; RFC 3339
 */
export function findLaterAsking(
  pod: JsonObject,
  { labelledAt, namedTemplatesAt }: AskedNamespace,
  inForceSince: string | undefined,
): string | undefined {
  const created = creationTime(pod);
  const annotations = objectAt(objectAt(pod, 'metadata'), 'annotations') ?? {};
  const optIn = readOptIn(annotations);
  const own = Object.keys(annotations)
    .filter((key) => key === INJECT_ANNOTATION || (key.startsWith(CLASSIC_PREFIX) && annotations[key] === 'true'))
    .map((key) => [`annotation ${key} was written`, findWrite(pod, 'annotations', key)?.time] as const);
  const writes: readonly (readonly [what: string, time: string | undefined])[] = [
    ...own,
    ...(asks(optIn) ? [] : [[`the label ${INJECTION_LABEL} of its namespace was written`, labelledAt] as const]),
    ...(optIn.inject.kind === 'names'
      ? []
      : [[`the annotation ${TEMPLATES_ANNOTATION} of its namespace was written`, namedTemplatesAt] as const]),
    ['the template came into force', inForceSince],
  ];
  const later = writes.find(([, time]) => isBefore(created, time));
  return later === undefined ? undefined : `it was created at ${created ?? ''}, and ${later[0]} at ${later[1] ?? ''}`;
}
