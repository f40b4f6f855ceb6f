import type { Logger } from 'pino';
import type { Obstacle } from '../../certs-job/obstacle.ts';
import type { ReportChange } from '../../certs-job/round-context.ts';
import type { ApiConnection } from '../kubernetes/api-connection.ts';
import { connectToApiServer } from '../kubernetes/connect.ts';
import { SYSTEM_TIMING } from '../kubernetes/timing.ts';
import { RefusedError } from './refused-error.ts';

/** Which certificates, in which cluster. */
export interface CertsCluster {
  readonly namespace: string;
  readonly service: string;
  readonly webhookConfiguration: string;
  readonly kubeconfig?: string;
  readonly serviceAccountFolder?: string;
}

/** Finds the way to the cluster. @throws RefusedError where there is none */
export async function connectForCerts({ kubeconfig, serviceAccountFolder }: CertsCluster): Promise<ApiConnection> {
  const connection = await connectToApiServer({
    environment: process.env,
    nowMs: SYSTEM_TIMING.nowMs,
    ...(kubeconfig !== undefined && { kubeconfig }),
    ...(serviceAccountFolder !== undefined && { serviceAccountFolder }),
  });
  if (connection.ok) return connection.value;
  throw new RefusedError(`no cluster to create certificates in: ${connection.error}`);
}

/** Who is told what is written, and what is in the way. */
export interface CertsReports {
  readonly report: ReportChange;
  readonly onObstacle: (obstacle: Obstacle) => void;
}

/** One line for each change; what has to be tried again is said when it is another thing than before. */
export function reportTo(log: Logger): CertsReports {
  let lastMessage = '';
  return {
    report: ({ object, reason }) => log.info({ object, reason }, 'written'),
    onObstacle: ({ kind, message }) => {
      log[kind === 'lost' || message === lastMessage ? 'debug' : 'warn']({ kind, problem: message }, 'trying again');
      lastMessage = message;
    },
  };
}
