import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import { failure, type Result } from '../result.ts';
import { watchFile } from '../watch-file.ts';
import { ClientAuthority, parseClientAuthority } from '../webhook/client-authority.ts';
import { RefusedError } from './refused-error.ts';

/** The CAs that clients must be signed by, kept up to date. */
export interface FollowedClientAuthority {
  /** What a webhook is made of beside all else: nothing where clients need no certificate. */
  readonly parts: { readonly clientAuthority?: ClientAuthority };
  readonly stop: () => void;
}

/**
 * Reads the CAs of clients from a file and follows its changes. A file that cannot be used later leaves the old ones in force.
 *
 * @throws RefusedError where the file has none that can be used
 */
export async function followClientAuthority(file: string | undefined, log: Logger): Promise<FollowedClientAuthority> {
  if (file === undefined) return { parts: {}, stop: () => undefined };
  const first = await readClientAuthority(file);
  if (!first.ok) throw new RefusedError(`--client-ca ${file}: ${first.error}`);
  const clientAuthority = new ClientAuthority(first.value);
  const reload = async (): Promise<void> => {
    const next = await readClientAuthority(file);
    if (!next.ok) log.error({ problem: next.error }, 'client CA refused: the old one stays');
    else if (next.value !== clientAuthority.pem) {
      clientAuthority.replace(next.value);
      log.info('client CA replaced');
    }
  };
  return { parts: { clientAuthority }, stop: watchFile(file, () => void reload()) };
}

async function readClientAuthority(file: string): Promise<Result<string, string>> {
  try {
    return parseClientAuthority(await readFile(file, 'utf8'));
  } catch (error) {
    return failure(error instanceof Error ? error.message : String(error));
  }
}
