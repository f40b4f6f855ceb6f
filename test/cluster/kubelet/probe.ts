import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SocketAddress } from '../pod-network.ts';
import type { ContainerSpec, ProbeSpec } from './pod.ts';

/** Where a container's probes go to, by container port. */
export type ProbePorts = ReadonlyMap<number, SocketAddress>;

/** Which probe of which container, and who hears of it. */
export interface ProbeOptions {
  readonly container: ContainerSpec;
  readonly probe: ProbeSpec;
  readonly ports: ProbePorts;
  /** Called with each verdict: as often in a row as the thresholds ask for. */
  readonly onVerdict: (isGood: boolean) => void;
  readonly signal: AbortSignal;
}

/**
 * Asks a container in its period until the signal is aborted. Numbers that are left out are Kubernetes' defaults.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
 */
export async function runProbe({ container, probe, ports, onVerdict, signal }: ProbeOptions): Promise<void> {
  const { initialDelaySeconds = 0, periodSeconds = 10, successThreshold = 1, failureThreshold = 3 } = probe;
  let last: boolean | undefined;
  let count = 0;
  await pause(initialDelaySeconds * 1_000, signal);
  let dueMs = performance.now();
  while (!signal.aborted) {
    const isGood = await ask(container, probe, ports);
    count = isGood === last ? count + 1 : 1;
    last = isGood;
    if (!signal.aborted && count >= (isGood ? successThreshold : failureThreshold)) onVerdict(isGood);
    // A ticker, as in the kubelet: a probe that takes the whole period is followed by the next at once.
    const nowMs = performance.now();
    dueMs = Math.max(dueMs + periodSeconds * 1_000, nowMs);
    await pause(dueMs - nowMs, signal);
  }
}

/** Whether the container answers with 2xx or 3xx in time. Certificates are not verified, as the kubelet does not. */
async function ask(container: ContainerSpec, probe: ProbeSpec, ports: ProbePorts): Promise<boolean> {
  const { httpGet, timeoutSeconds = 1 } = probe;
  const target = httpGet === undefined ? undefined : ports.get(containerPortOf(container, httpGet.port));
  if (httpGet === undefined || target === undefined) return false;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const send = httpGet.scheme === 'HTTPS' ? requestHttps : requestHttp;
  const outgoing = send(
    {
      ...target,
      path: httpGet.path ?? '/',
      headers: { 'user-agent': 'kube-probe/1.36', connection: 'close' },
      agent: false,
      rejectUnauthorized: false,
      signal: AbortSignal.timeout(timeoutSeconds * 1_000),
    },
    (response) => {
      response.resume();
      resolve((response.statusCode ?? 500) >= 200 && (response.statusCode ?? 500) < 400);
    },
  );
  outgoing.on('error', () => resolve(false));
  outgoing.end();
  return promise;
}

function containerPortOf({ ports = [] }: ContainerSpec, port: number | string): number {
  if (typeof port === 'number') return port;
  return ports.find(({ name }) => name === port)?.containerPort ?? 0;
}

function pause(ms: number, signal: AbortSignal): Promise<unknown> {
  return sleep(ms, undefined, { signal }).catch(() => undefined);
}
