import { failure, ok, type Result } from '../src/result.ts';
import { checkLeaf, type CheckedCertificate } from './check-certificate.ts';
import { issueLeaf } from './issue.ts';
import { LIFETIMES } from './lifetimes.ts';
import { CA_SECRET, dnsNamesOf, TLS_SECRET } from './names.ts';
import type { Ensured, Obstacle } from './obstacle.ts';
import type { RoundContext } from './round-context.ts';
import { readSecret, writeSecret, type StoredSecret } from './secret.ts';

/**
 * Makes sure that there is a serving certificate of this CA: the stored one, or a new one where that is missing, broken, of
 * another CA, or due to be renewed.
 */
export async function ensureLeaf(
  context: RoundContext,
  ca: CheckedCertificate,
): Promise<Result<Ensured<CheckedCertificate>, Obstacle>> {
  const stored = await readServingSecret(context);
  if (!stored.ok) return stored;
  const current = checkServing(stored.value, ca, context);
  return current.ok ? ok({ value: current.value, hasChanged: false }) : replaceLeaf(context, ca, stored.value);
}

/** Reads the Secret that the server mounts; `undefined` where there is none. */
export async function readServingSecret({
  client,
  namespace,
}: RoundContext): Promise<Result<StoredSecret | undefined, Obstacle>> {
  return readSecret(client, { namespace, name: TLS_SECRET });
}

/** Makes a serving certificate, and stores it in place of one that does not do. */
export async function replaceLeaf(
  context: RoundContext,
  ca: CheckedCertificate,
  stored: StoredSecret | undefined,
): Promise<Result<Ensured<CheckedCertificate>, Obstacle>> {
  const { client, namespace, report } = context;
  const made = await makeLeaf(context, ca);
  if (!made.ok) return made;
  const { cert, key } = made.value;
  const name = { namespace, name: TLS_SECRET };
  const written = await writeSecret(client, name, { cert, key, caCertificate: ca.cert }, stored);
  if (!written.ok) return written;
  const found = checkServing(stored, ca, context);
  const object = `Secret ${namespace}/${TLS_SECRET}`;
  report({ what: 'certificate', object, reason: found.ok ? 'it was to be replaced' : found.error });
  return ok({ value: made.value, hasChanged: true });
}

/** Takes what the Secret holds as a serving certificate of this CA, or says in words why not. */
export function checkServing(
  stored: StoredSecret | undefined,
  ca: CheckedCertificate,
  { namespace, service, now }: RoundContext,
): Result<CheckedCertificate, string> {
  if (stored === undefined) return failure('it was missing');
  const use = { ca: ca.certificate, dnsNames: dnsNamesOf({ namespace, service }), now: now() };
  const leaf = checkLeaf(stored, use);
  return leaf.ok && stored.caCertificate !== ca.cert ? failure('its ca.crt is not the CA') : leaf;
}

/** A CA that somebody else put into the Secret may be one that cannot sign here. */
async function makeLeaf(
  { namespace, service, now, lifetimes = LIFETIMES }: RoundContext,
  ca: CheckedCertificate,
): Promise<Result<CheckedCertificate, Obstacle>> {
  const name = { namespace, service };
  const refuse = (why: string): Result<never, Obstacle> =>
    failure({
      kind: 'refused',
      message: `the CA of Secret ${namespace}/${CA_SECRET} cannot sign for the server: ${why}; delete the Secret to have one made`,
    });
  try {
    const leaf = await issueLeaf(ca, name, now(), lifetimes.leafMs);
    const checked = checkLeaf(leaf, { ca: ca.certificate, dnsNames: dnsNamesOf(name), now: now() });
    return checked.ok ? checked : refuse(checked.error);
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}
