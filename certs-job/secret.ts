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

/** A Secret of type `kubernetes.io/tls` as it is stored. */
export interface StoredSecret extends KeyPair {
  readonly resourceVersion: string;
  /** `ca.crt`; empty where there is none. */
  readonly caCertificate: string;
}

/** What a Secret is to hold. */
export interface SecretContent extends KeyPair {
  /** Becomes `ca.crt`. */
  readonly caCertificate?: string;
}

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
  const written = await (stored === undefined
    ? client.send({ method: 'POST', path: secretsPath(name), body: JSON.stringify(newSecret(name.name, data)) })
    : client.send({
        method: 'PATCH',
        path: `${secretsPath(name)}/${name.name}`,
        contentType: MERGE_PATCH,
        body: JSON.stringify({ metadata: { resourceVersion: stored.resourceVersion }, data }),
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

function encodeData({ cert, key, caCertificate }: SecretContent): Readonly<Record<string, string>> {
  const texts = { 'tls.crt': cert, 'tls.key': key, ...(caCertificate !== undefined && { 'ca.crt': caCertificate }) };
  return Object.fromEntries(
    Object.entries(texts).map(([field, text]) => [field, Buffer.from(text).toString('base64')]),
  );
}

function storedSecret(secret: JsonObject): StoredSecret {
  const data = objectAt(secret, 'data');
  const decode = (field: string): string => Buffer.from(stringAt(data, field) ?? '', 'base64').toString('utf8');
  return {
    resourceVersion: stringAt(objectAt(secret, 'metadata'), 'resourceVersion') ?? '',
    cert: decode('tls.crt'),
    key: decode('tls.key'),
    caCertificate: decode('ca.crt'),
  };
}
