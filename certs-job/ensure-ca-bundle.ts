import type { X509Certificate } from 'node:crypto';
import { objectAt, objectsAt, stringAt, type JsonObject } from '../src/injection/json.ts';
import { failure, ok, type Result } from '../src/result.ts';
import { addToBundle } from './ca-bundle.ts';
import type { ServiceName } from './names.ts';
import { obstacleOf, type Ensured, type Obstacle } from './obstacle.ts';
import type { RoundContext } from './round-context.ts';

/** A configuration that says which requests are sent to webhooks. */
export type ConfigurationKind = 'MutatingWebhookConfiguration' | 'ValidatingWebhookConfiguration';

const API = '/apis/admissionregistration.k8s.io/v1';
const JSON_PATCH = 'application/json-patch+json';

/** What the API server answers to a JSON Patch of which a `test` fails. */
const INVALID = 422;

/** One operation of a JSON Patch. */
interface Operation {
  readonly op: 'test' | 'add';
  readonly path: string;
  readonly value: string;
}

/**
 * Makes sure that the API server believes certificates of this CA: it is in the `caBundle` of each entry of the
 * configuration that calls our Service. The patch holds only for the configuration that was read, and tests each entry's name besides.
 *
 * Never by server-side apply: whoever applies `caBundle` owns the entry, which then can be neither renamed nor removed.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#service-reference
 */
export async function ensureCaBundle(
  context: RoundContext,
  kind: ConfigurationKind,
  ca: X509Certificate,
): Promise<Result<Ensured<null>, Obstacle>> {
  const { client, webhookConfiguration, now, report } = context;
  const path = `${API}/${kind.toLowerCase()}s/${webhookConfiguration}`;
  const object = `${kind} ${webhookConfiguration}`;
  const found = await client.send({ path });
  if (!found.ok) {
    const isMissing = found.error.kind === 'not-found';
    return failure(isMissing ? { kind: 'waiting', message: `${object} is not there yet` } : obstacleOf(found.error));
  }
  if (findOurEntries(found.value, context).length === 0)
    return failure({
      kind: 'refused',
      message: `${object} has no entry that calls the Service ${context.namespace}/${context.service}`,
    });
  const patch = buildBundlePatch(found.value, context, ca, now());
  if (patch.length === 0) return ok({ value: null, hasChanged: false });
  const written = await client.send({ method: 'PATCH', path, contentType: JSON_PATCH, body: JSON.stringify(patch) });
  if (!written.ok) {
    const { status, kind: failureKind, message } = written.error;
    const isLost = status === INVALID || failureKind === 'not-found';
    return failure(isLost ? { kind: 'lost', message } : obstacleOf(written.error));
  }
  report({ object, reason: 'its caBundle did not hold the CA, or held others that have ended' });
  return ok({ value: null, hasChanged: true });
}

/**
 * The patch that puts the CA into each entry that calls our Service; empty where nothing is to be done.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6902#section-4.6
 */
export function buildBundlePatch(
  configuration: JsonObject,
  name: ServiceName,
  ca: X509Certificate,
  now: Date,
): readonly Operation[] {
  const operations = findOurEntries(configuration, name).flatMap(({ index, entry }): readonly Operation[] => {
    const current = stringAt(objectAt(entry, 'clientConfig'), 'caBundle') ?? '';
    const bundle = addToBundle(Buffer.from(current, 'base64').toString('utf8'), ca, now);
    const value = Buffer.from(bundle).toString('base64');
    if (value === current) return [];
    return [
      { op: 'test', path: `/webhooks/${index}/name`, value: stringAt(entry, 'name') ?? '' },
      { op: 'add', path: `/webhooks/${index}/clientConfig/caBundle`, value },
    ];
  });
  if (operations.length === 0) return [];
  const resourceVersion = stringAt(objectAt(configuration, 'metadata'), 'resourceVersion') ?? '';
  return [{ op: 'test', path: '/metadata/resourceVersion', value: resourceVersion }, ...operations];
}

interface OurEntry {
  readonly index: number;
  readonly entry: JsonObject;
}

function findOurEntries(configuration: JsonObject, { namespace, service }: ServiceName): readonly OurEntry[] {
  return objectsAt(configuration, 'webhooks')
    .map((entry, index) => ({ index, entry }))
    .filter(({ entry }) => {
      const reference = objectAt(objectAt(entry, 'clientConfig'), 'service');
      return stringAt(reference, 'namespace') === namespace && stringAt(reference, 'name') === service;
    });
}
