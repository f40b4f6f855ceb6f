import { ok, type Result } from '../src/result.ts';
import { checkCa, type CheckedCertificate } from './check-certificate.ts';
import { issueCa } from './issue.ts';
import { CA_SECRET } from './names.ts';
import type { Ensured, Obstacle } from './obstacle.ts';
import type { RoundContext } from './round-context.ts';
import { readSecret, writeSecret } from './secret.ts';

/**
 * Makes sure that there is a CA which can sign: the stored one, or a new one where that is missing, broken, or due to be
 * renewed. Of several that do this at once one wins, and the others have lost.
 */
export async function ensureCa(context: RoundContext): Promise<Result<Ensured<CheckedCertificate>, Obstacle>> {
  const { client, namespace, now, report } = context;
  const name = { namespace, name: CA_SECRET };
  const stored = await readSecret(client, name);
  if (!stored.ok) return stored;
  const current = stored.value === undefined ? undefined : checkCa(stored.value, now());
  if (current?.ok === true) return ok({ value: current.value, hasChanged: false });
  const made = checkCa(await issueCa(now()), now());
  if (!made.ok) throw new Error(`the CA that was made is not usable: ${made.error}`);
  const { cert, key } = made.value;
  const written = await writeSecret(client, name, { cert, key }, stored.value);
  if (!written.ok) return written;
  report({ object: `Secret ${namespace}/${CA_SECRET}`, reason: current?.error ?? 'it was missing' });
  return ok({ value: made.value, hasChanged: true });
}
