import { objectAt, stringAt, type JsonObject } from '../src/injection/json.ts';
import { failure, ok, type Result } from '../src/result.ts';
import type { KeyPair } from './issue.ts';
import type { ObjectClient } from '../src/kubernetes/object-client.ts';
import { obstacleOf, type Obstacle } from './obstacle.ts';

/** Where a Secret is. */
export interface SecretName {
  readonly namespace: string;
  readonly name: string;
}

/** How far the handover from earlier CAs to the one of a Secret has come. */
export interface Handover {
  /** Concatenated PEM of CAs that API servers still have to believe, as `old-ca.crt`; empty where there are none. */
  readonly earlierCas: string;
  /** Since when every endpoint serves a certificate of this CA; empty until then. */
  readonly servedSince: string;
}

/** A Secret of type `kubernetes.io/tls` as it is stored. */
export interface StoredSecret extends KeyPair, Handover {
  readonly resourceVersion: string;
  /** `ca.crt`; empty where there is none. */
  readonly caCertificate: string;
}

/** What a Secret is to hold. What is left out stays as it is. */
export interface SecretContent extends Partial<KeyPair>, Partial<Handover> {
  /** Becomes `ca.crt`. */
  readonly caCertificate?: string;
}

const SERVED_SINCE = 'sidecar-injector.dev/served-since';

const MERGE_PATCH = 'application/merge-patch+json';
const INVALID = 422;

/** Reads a Secret; `undefined` where there is none. What it lacks is empty. */
export async function readSecret(
  client: ObjectClient,
  name: SecretName,
): Promise<Result<StoredSecret | undefined, Obstacle>> {
  const found = await client.send({ path: `${secretsPath(name)}/${name.name}` });
  if (found.ok) return ok(storedSecret(found.value));
  return found.error.kind === 'not-found' ? ok(undefined) : failure(obstacleOf(found.error));
}

/**
 * Creates a Secret, or replaces what `stored` holds, if it is still what was read: `lost` otherwise. Other keys of it stay.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/secret/#tls-secrets
 */
export async function writeSecret(
  client: ObjectClient,
  name: SecretName,
  content: SecretContent,
  stored: StoredSecret | undefined,
): Promise<Result<null, Obstacle>> {
  const data = encodeData(content);
  const annotations = annotationsOf(content);
  const written = await (stored === undefined
    ? client.send({ method: 'POST', path: secretsPath(name), body: JSON.stringify(newSecret(name.name, data)) })
    : client.send({
        method: 'PATCH',
        path: `${secretsPath(name)}/${name.name}`,
        contentType: MERGE_PATCH,
        body: JSON.stringify({ metadata: { resourceVersion: stored.resourceVersion, ...annotations }, data }),
      }));
  if (written.ok) return ok(null);
  const { kind, status, message } = written.error;
  if (stored !== undefined && kind === 'not-found') return failure({ kind: 'lost', message });
  if (status === INVALID)
    return failure({ kind: 'refused', message: `${message}; delete the Secret to have it made anew` });
  return failure(obstacleOf(written.error));
}

function secretsPath({ namespace }: SecretName): string {
  return `/api/v1/namespaces/${namespace}/secrets`;
}

function newSecret(name: string, data: object): object {
  const labels = {
    'app.kubernetes.io/name': 'sidecar-injector',
    'app.kubernetes.io/component': 'certs',
    'app.kubernetes.io/part-of': 'sidecar-injector',
  };
  return { apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/tls', metadata: { name, labels }, data };
}

/** In a merge patch null takes away what is there. */
function encodeData({ cert, key, caCertificate, earlierCas }: SecretContent): Readonly<Record<string, string | null>> {
  const texts = { 'tls.crt': cert, 'tls.key': key, 'ca.crt': caCertificate, 'old-ca.crt': earlierCas };
  return Object.fromEntries(
    Object.entries(texts)
      .filter(([, text]) => text !== undefined)
      .map(([field, text = '']) => [field, text === '' ? null : Buffer.from(text).toString('base64')]),
  );
}

function annotationsOf({ servedSince }: SecretContent): object {
  if (servedSince === undefined) return {};
  return { annotations: { [SERVED_SINCE]: servedSince === '' ? null : servedSince } };
}

function storedSecret(secret: JsonObject): StoredSecret {
  const data = objectAt(secret, 'data');
  const decode = (field: string): string => Buffer.from(stringAt(data, field) ?? '', 'base64').toString('utf8');
  const metadata = objectAt(secret, 'metadata');
  return {
    resourceVersion: stringAt(metadata, 'resourceVersion') ?? '',
    cert: decode('tls.crt'),
    key: decode('tls.key'),
    caCertificate: decode('ca.crt'),
    earlierCas: decode('old-ca.crt'),
    servedSince: stringAt(objectAt(metadata, 'annotations'), SERVED_SINCE) ?? '',
  };
}
