import { ok, type Result } from '../src/result.ts';
import { readCertificates } from '../src/x509.ts';
import { otherCas } from './ca-bundle.ts';
import { checkCa, type CheckedCertificate } from './check-certificate.ts';
import { issueCa } from './issue.ts';
import { LIFETIMES } from './lifetimes.ts';
import { CA_SECRET } from './names.ts';
import type { Ensured, Obstacle } from './obstacle.ts';
import type { RoundContext } from './round-context.ts';
import { readSecret, writeSecret, type StoredSecret } from './secret.ts';

/** The CA that signs. */
export interface CurrentCa extends CheckedCertificate {
  /** The Secret that it was read from; `undefined` right after it was made. */
  readonly stored: StoredSecret | undefined;
}

/**
 * Makes sure that there is a CA which can sign: the stored one, or a new one where that is missing, broken, or due to be
 * renewed. Of several that do this at once one wins, and the others have lost. The certificate of the one that is replaced stays
 * in the Secret, so that nobody forgets whom to believe meanwhile.
 */
export async function ensureCa(context: RoundContext): Promise<Result<Ensured<CurrentCa>, Obstacle>> {
  const { client, namespace, now, report, lifetimes = LIFETIMES } = context;
  const name = { namespace, name: CA_SECRET };
  const stored = await readSecret(client, name);
  if (!stored.ok) return stored;
  const current = stored.value === undefined ? undefined : checkCa(stored.value, now());
  if (current?.ok === true) return ok({ value: { ...current.value, stored: stored.value }, hasChanged: false });
  const made = checkCa(await issueCa(now(), lifetimes.caMs), now());
  if (!made.ok) throw new Error(`the CA that was made is not usable: ${made.error}`);
  const { cert, key, certificate } = made.value;
  const earlier = stored.value === undefined ? [] : otherCas(casOf(stored.value), certificate, now());
  const handover = stored.value === undefined ? {} : { earlierCas: earlier.join(''), servedSince: '' };
  const written = await writeSecret(client, name, { cert, key, ...handover }, stored.value);
  if (!written.ok) return written;
  const object = `Secret ${namespace}/${CA_SECRET}`;
  report({ what: 'ca', object, reason: current?.error ?? 'it was missing' });
  return ok({ value: { ...made.value, stored: undefined }, hasChanged: true });
}

function casOf({ cert, earlierCas }: StoredSecret): ReturnType<typeof readCertificates> {
  return readCertificates(cert + earlierCas);
}
