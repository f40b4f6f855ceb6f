import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import type { Timing } from '../src/kubernetes/timing.ts';
import type { Endpoint } from './endpoints.ts';

/** What was seen at an endpoint: a certificate of the CA, one that the CA does not stand for, or nothing. */
export interface Look {
  readonly endpoint: Endpoint;
  readonly served: 'current' | 'other' | 'unreachable';
  /** Why it is not `current`; empty where it is. */
  readonly problem: string;
}

/** Whom an endpoint is to prove to be, and how long that may take. */
export interface Expected {
  readonly ca: X509Certificate;
  /** The name that API servers ask for. */
  readonly serverName: string;
  readonly timeoutMs: number;
}

/** Looks at the certificate of one endpoint. Never rejects. */
export type LookAtEndpoint = (endpoint: Endpoint, expected: Expected) => Promise<Look>;

/**
 * Dials endpoints at their own addresses and verifies what they serve as an API server does that believes only this CA.
 *
 * @see https://nodejs.org/api/tls.html#tlsconnectoptions-callback
 */
export function lookThroughTls({ startTimer }: Timing): LookAtEndpoint {
  return (endpoint, { ca, serverName, timeoutMs }) => {
    const { promise, resolve } = Promise.withResolvers<Look>();
    const socket = connect({
      host: endpoint.address,
      port: endpoint.port,
      servername: serverName,
      ca: String(ca),
      ALPNProtocols: ['http/1.1'],
      // What is served is to be known even where it is not believed.
      rejectUnauthorized: false,
    });
    const settle = (served: Look['served'], problem = ''): void => {
      stopTimer();
      resolve({ endpoint, served, problem });
    };
    const stopTimer = startTimer(timeoutMs, () => {
      settle('unreachable', `no answer within ${timeoutMs} ms`);
      socket.destroy();
    });
    socket.on('error', ({ message }) => settle('unreachable', message));
    socket.once('close', () => settle('unreachable', 'the connection was closed'));
    socket.once('secureConnect', () => {
      // On failure Node gives a code or an Error here, whatever its types say.
      if (socket.authorized) settle('current');
      else settle('other', String(socket.authorizationError));
      socket.end();
      socket.destroySoon();
    });
    return promise;
  };
}

/** An endpoint as people write it. */
export function describeEndpoint({ address, port }: Endpoint): string {
  return isIP(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`;
}
