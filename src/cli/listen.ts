import type { FastifyInstance } from 'fastify';
import type { ListenAddress } from '../settings.ts';
import { RefusedError } from './refused-error.ts';

/**
 * Listens, and gives the address with the port that was taken: port 0 asks for any that is free.
 *
 * @throws RefusedError where the port cannot be had, naming the flag
 */
export async function listen(
  app: FastifyInstance,
  { host, port }: ListenAddress,
  flag: string,
): Promise<ListenAddress> {
  try {
    await app.listen({ host, port });
    const address = app.server.address();
    return { host, port: typeof address === 'object' ? (address?.port ?? port) : port };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const message = error instanceof Error ? error.message : String(error);
    throw new RefusedError(
      `--${flag} ${host}:${port}: ${code === 'EADDRINUSE' ? 'the port is in use: choose another' : message}`,
    );
  }
}
