import type { X509Certificate } from 'node:crypto';
import { connect, type TLSSocket } from 'node:tls';
import { failure, ok, type Result } from '../../result.ts';
import type { ServingChain } from './check-certificate.ts';
import type { ReadyEndpoint } from './cluster-facts.ts';

/** An endpoint that is not reachable from here never answers. */
const CONNECT_TIMEOUT_MS = 2_000;

/** A chain of certificates is never longer. */
const MAX_CHAIN_LENGTH = 8;

/** Asks an endpoint for its certificate, without believing or sending anything. */
export async function readServedCertificate(
  { address, port }: ReadyEndpoint,
  servername: string,
): Promise<Result<ServingChain, string>> {
  const place = `what ${address}:${port} serves`;
  const { promise, resolve } = Promise.withResolvers<Result<ServingChain, string>>();
  const socket = connect({ host: address, port, servername, rejectUnauthorized: false });
  const fail = (why: string): void => resolve(failure(`${address}:${port} cannot be asked from here: ${why}`));
  socket.setTimeout(CONNECT_TIMEOUT_MS, () => fail('no answer in time'));
  socket.once('error', (error) => fail(error.message));
  socket.once('secureConnect', () => resolve(ok({ place, certificates: chainOf(socket) })));
  try {
    return await promise;
  } finally {
    socket.destroy();
  }
}

function chainOf(socket: TLSSocket): readonly X509Certificate[] {
  const chain: X509Certificate[] = [];
  let next = socket.getPeerX509Certificate();
  while (next !== undefined && chain.length < MAX_CHAIN_LENGTH) {
    chain.push(next);
    next = next.issuerCertificate;
  }
  return chain;
}
