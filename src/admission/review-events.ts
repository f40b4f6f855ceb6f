import { objectAt, objectsAt, stringAt, type JsonObject } from '../injection/json.ts';
import { WARNING_CODES, type Outcome, type WarningCode } from '../injection/outcome.ts';
import { eventMessage, type EventReason, type InjectorEvent, type ObjectReference } from './event.ts';
import type { AdmissionRequest } from './review.ts';

/**
 * The Event for each kind of warning: its name, as Events write theirs. None where nothing was asked for that is missing,
 * or where it passes by itself.
 */
export const EVENT_REASON_OF_WARNING: Readonly<Record<WarningCode, EventReason | undefined>> = {
  'template-unavailable': 'TemplateUnavailable',
  'unknown-template': 'UnknownTemplate',
  'expression-failed': 'ExpressionFailed',
  'name-taken': 'NameTaken',
  conflict: 'Conflict',
  'request-skipped': 'RequestSkipped',
  'classic-annotation-ignored': undefined,
  'status-dropped': undefined,
  'namespace-unknown': undefined,
};

/** An Event tells this many warnings of one kind; a Pod can have one for each value that gave way. */
const MAX_MESSAGES = 5;

const NONE: readonly InjectorEvent[] = [];

/**
 * What a review has to tell of its Pod to whoever looks at the Pod's controller: the warnings, which reach only those who create
 * Pods themselves. One Event for each kind. None on a dry run, where nothing is created; none for a Pod without a controller,
 * whose creator has seen the warnings; none for a rejection, since the controller itself writes that as FailedCreate.
 */
export function reviewEvents(request: AdmissionRequest, { decision, warnings }: Outcome): readonly InjectorEvent[] {
  if (warnings.length === 0 || request.dryRun || decision.action === 'reject') return NONE;
  const about = controllerOf(request);
  if (about === undefined) return NONE;
  return WARNING_CODES.flatMap((code) => {
    const reason = EVENT_REASON_OF_WARNING[code];
    const messages = warnings.filter((warning) => warning.code === code).map(({ message }) => message);
    if (reason === undefined || messages.length === 0) return [];
    return [{ about, type: 'Warning', reason, action: 'Inject', message: eventMessage(joinMessages(messages)) }];
  });
}

function joinMessages(messages: readonly string[]): string {
  const said = messages.slice(0, MAX_MESSAGES).join('; ');
  return messages.length > MAX_MESSAGES ? `${said}; and ${messages.length - MAX_MESSAGES} more` : said;
}

/** The longest that the API server takes: group and version, a kind, a name, a uid. */
const MAX_LENGTHS = { apiVersion: 317, kind: 63, name: 253, uid: 128 } as const;

/**
 * The object that manages the Pod. What the request says of it was not checked yet.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/
 */
function controllerOf({ namespace, object }: AdmissionRequest): ObjectReference | undefined {
  const owners = objectsAt(objectAt(object, 'metadata'), 'ownerReferences');
  const owner = owners.find(({ controller }) => controller === true);
  if (owner === undefined || namespace === '') return undefined;
  const apiVersion = fieldOf(owner, 'apiVersion');
  const kind = fieldOf(owner, 'kind');
  const name = fieldOf(owner, 'name');
  const uid = fieldOf(owner, 'uid');
  if (apiVersion === undefined || kind === undefined || name === undefined || uid === undefined) return undefined;
  return { apiVersion, kind, namespace, name, uid };
}

function fieldOf(owner: JsonObject, field: keyof typeof MAX_LENGTHS): string | undefined {
  const text = stringAt(owner, field);
  return text === undefined || text === '' || text.length > MAX_LENGTHS[field] ? undefined : text;
}
