import type { X509Certificate } from 'node:crypto';
import { objectAt, objectsAt, stringAt, type JsonObject } from '../src/injection/json.ts';
import { failure, ok, type Result } from '../src/result.ts';
import { readCertificates } from '../src/x509.ts';
import { addToBundle, otherCas } from './ca-bundle.ts';
import type { ServiceName } from './names.ts';
import { obstacleOf, type Ensured, type Obstacle } from './obstacle.ts';
import type { RoundContext } from './round-context.ts';

/** A configuration that says which requests are sent to webhooks. */
export type ConfigurationKind = 'MutatingWebhookConfiguration' | 'ValidatingWebhookConfiguration';

/** Whom the API server is to believe. */
export interface Trust {
  readonly ca: X509Certificate;
  /** CAs of which certificates may still be served. */
  readonly earlier?: readonly X509Certificate[];
  /** Whether all CAs but these are taken out; otherwise they stay until they end. */
  readonly isExclusive?: boolean;
}

/** A configuration of which each entry that is ours has the CA. */
export interface Registered {
  readonly uid: string;
  /** Other CAs that its entries believe as well. */
  readonly others: readonly X509Certificate[];
  /** Whether an entry had lacked the CA. */
  readonly hasLacked: boolean;
}

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
  trust: Trust,
): Promise<Result<Ensured<Registered>, Obstacle>> {
  const { client, webhookConfiguration, now, report } = context;
  const path = `${API}/${kind.toLowerCase()}s/${webhookConfiguration}`;
  const object = `${kind} ${webhookConfiguration}`;
  const found = await client.send({ path });
  if (!found.ok) {
    const isMissing = found.error.kind === 'not-found';
    return failure(isMissing ? { kind: 'waiting', message: `${object} is not there yet` } : obstacleOf(found.error));
  }
  const entries = findOurEntries(found.value, context);
  if (entries.length === 0)
    return failure({
      kind: 'refused',
      message: `${object} has no entry that calls the Service ${context.namespace}/${context.service}`,
    });
  const value = describeEntries(found.value, entries, trust, now());
  const patch = buildBundlePatch(found.value, context, trust, now());
  if (patch.length === 0) return ok({ value, hasChanged: false });
  const written = await client.send({ method: 'PATCH', path, contentType: JSON_PATCH, body: JSON.stringify(patch) });
  if (!written.ok) {
    const { status, kind: failureKind, message } = written.error;
    const isLost = status === INVALID || failureKind === 'not-found';
    return failure(isLost ? { kind: 'lost', message } : obstacleOf(written.error));
  }
  report({ what: 'ca-bundle', object, reason: reasonFor(value, trust) });
  return ok({ value, hasChanged: true });
}

function reasonFor({ hasLacked }: Registered, { isExclusive = false }: Trust): string {
  if (hasLacked) return 'its caBundle did not hold the CA';
  return isExclusive
    ? 'its caBundle held CAs of which nothing is served any more'
    : 'its caBundle lacked an earlier CA that may still be served, or held what has ended or is no CA';
}

function describeEntries(
  configuration: JsonObject,
  entries: readonly OurEntry[],
  { ca }: Trust,
  now: Date,
): Registered {
  const bundles = entries.map(({ entry }) => readCertificates(bundleOf(entry)));
  return {
    uid: stringAt(objectAt(configuration, 'metadata'), 'uid') ?? '',
    others: otherCas(bundles.flat(), ca, now),
    hasLacked: bundles.some((bundle) => bundle.every(({ fingerprint256 }) => fingerprint256 !== ca.fingerprint256)),
  };
}

function bundleOf(entry: JsonObject): string {
  return Buffer.from(stringAt(objectAt(entry, 'clientConfig'), 'caBundle') ?? '', 'base64').toString('utf8');
}

/**
 * The patch that has each entry that calls our Service believe whom it is to; empty where nothing is to be done.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6902#section-4.6
 */
export function buildBundlePatch(
  configuration: JsonObject,
  name: ServiceName,
  { ca, earlier = [], isExclusive = false }: Trust,
  now: Date,
): readonly Operation[] {
  const operations = findOurEntries(configuration, name).flatMap(({ index, entry }): readonly Operation[] => {
    const current = stringAt(objectAt(entry, 'clientConfig'), 'caBundle') ?? '';
    const bundle = addToBundle(isExclusive ? '' : bundleOf(entry), ca, now, earlier);
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
