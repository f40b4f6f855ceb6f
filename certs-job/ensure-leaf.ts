import { failure, ok, type Result } from '../src/result.ts';
import { checkLeaf, type CheckedCertificate } from './check-certificate.ts';
import { issueLeaf } from './issue.ts';
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
  const { client, namespace, report } = context;
  const name = { namespace, name: TLS_SECRET };
  const stored = await readSecret(client, name);
  if (!stored.ok) return stored;
  const current = stored.value === undefined ? undefined : checkStored(stored.value, ca, context);
  if (current?.ok === true) return ok({ value: current.value, hasChanged: false });
  const made = await makeLeaf(context, ca);
  if (!made.ok) return made;
  const { cert, key } = made.value;
  const written = await writeSecret(client, name, { cert, key, caCertificate: ca.cert }, stored.value);
  if (!written.ok) return written;
  report({ object: `Secret ${namespace}/${TLS_SECRET}`, reason: current?.error ?? 'it was missing' });
  return ok({ value: made.value, hasChanged: true });
}

function checkStored(
  stored: StoredSecret,
  ca: CheckedCertificate,
  { namespace, service, now }: RoundContext,
): Result<CheckedCertificate, string> {
  const use = { ca: ca.certificate, dnsNames: dnsNamesOf({ namespace, service }), now: now() };
  const leaf = checkLeaf(stored, use);
  return leaf.ok && stored.caCertificate !== ca.cert ? failure('its ca.crt is not the CA') : leaf;
}

/** A CA that somebody else put into the Secret may be one that cannot sign here. */
async function makeLeaf(
  { namespace, service, now }: RoundContext,
  ca: CheckedCertificate,
): Promise<Result<CheckedCertificate, Obstacle>> {
  const name = { namespace, service };
  const refuse = (why: string): Result<never, Obstacle> =>
    failure({
      kind: 'refused',
      message: `the CA of Secret ${namespace}/${CA_SECRET} cannot sign for the server: ${why}; delete the Secret to have one made`,
    });
  try {
    const leaf = await issueLeaf(ca, name, now());
    const checked = checkLeaf(leaf, { ca: ca.certificate, dnsNames: dnsNamesOf(name), now: now() });
    return checked.ok ? checked : refuse(checked.error);
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}
