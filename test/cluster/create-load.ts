import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient } from './api-client.ts';
import type { ControlPlane } from './control-plane.ts';
import { podOf } from './workloads.ts';

/** What became of all creations of Pods. */
export interface LoadResult {
  readonly injected: number;
  /** Answers other than 201, calls without an answer, and Pods without the sidecar. */
  readonly failed: readonly string[];
}

/** How much load. */
export interface LoadOptions {
  readonly clients?: number;
  /** From an answer to the next request of the same client. */
  readonly pauseMs?: number;
  /** The container that each Pod has to have. */
  readonly sidecar?: string;
}

/** A load that runs until it is stopped. */
export interface Load {
  /** How many were injected so far. */
  readonly count: () => number;
  readonly stop: () => Promise<LoadResult>;
}

/** Creates Pods without storing them, from several clients at once, each after a pause. */
export function startCreateLoad(
  controlPlane: ControlPlane,
  namespace: string,
  { clients = 8, pauseMs = 20, sidecar = 'envoy' }: LoadOptions = {},
): Load {
  let injected = 0;
  const failed: string[] = [];
  const stopping = new AbortController();
  const port = Number(new URL(controlPlane.url).port);
  const path = `/api/v1/namespaces/${namespace}/pods?dryRun=All`;
  const run = async (index: number): Promise<void> => {
    const client = new ApiClient(port, controlPlane.caCertificate, controlPlane.adminToken);
    const body = JSON.stringify(podOf(`load-${index}`));
    while (!stopping.signal.aborted) {
      const problem = await client.send({ method: 'POST', path, body }).then(
        (answer) => problemOf(answer, sidecar),
        (error: unknown) => String(error),
      );
      if (problem === undefined) injected += 1;
      else failed.push(`${new Date().toISOString()} ${problem}`);
      await sleep(pauseMs);
    }
    client.close();
  };
  const running = Array.from({ length: clients }, (_, index) => run(index));
  return {
    count: () => injected,
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
      return { injected, failed };
    },
  };
}

function problemOf({ status, body }: { status: number; body: string }, sidecar: string): string | undefined {
  if (status !== 201) return `${status} ${body.slice(0, 300)}`;
  const { spec } = JSON.parse(body) as { spec: { containers: readonly { name: string }[] } };
  return spec.containers.some(({ name }) => name === sidecar) ? undefined : `no ${sidecar}`;
}
