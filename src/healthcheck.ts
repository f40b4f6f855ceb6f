/**
 * Says by its exit code whether the server beside it is ready: the image's HEALTHCHECK, which has neither a shell nor curl. Asks
 * where `SIDECAR_INJECTOR_PROBE_LISTEN` says, as the server listens there.
 */
import { get } from 'node:http';
import { parseAddress } from './settings.ts';

const DEFAULT_PROBE_LISTEN = '0.0.0.0:8080';

/** The server answers within milliseconds; the image gives this program 3 s. */
const TIMEOUT_MS = 2_000;

/** Who listens at every address is asked at the one of this machine. */
const LOOPBACK: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

function fail(problem: string): void {
  process.stdout.write(`${problem}\n`);
  process.exitCode = 1;
}

function ask(host: string, port: number): void {
  const request = get({ host: LOOPBACK[host] ?? host, port, path: '/readyz', timeout: TIMEOUT_MS }, (response) => {
    response.setEncoding('utf8').on('data', (text: string) => process.stdout.write(text));
    if (response.statusCode !== 200) process.exitCode = 1;
  });
  request.on('timeout', () => request.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)));
  request.on('error', ({ message }) => fail(message));
}

const address = parseAddress(process.env['SIDECAR_INJECTOR_PROBE_LISTEN'] ?? DEFAULT_PROBE_LISTEN);
if (address.ok) ask(address.value.host, address.value.port);
else fail(`SIDECAR_INJECTOR_PROBE_LISTEN: ${address.error}`);
