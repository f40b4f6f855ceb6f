import type { Logger } from 'pino';
import { createCertificates } from '../../certs-job/create-certificates.ts';
import { createObjectClient } from '../../src/kubernetes/object-client.ts';
import type { ApiConnection } from '../kubernetes/api-connection.ts';
import { connectToApiServer } from '../kubernetes/connect.ts';
import { SYSTEM_TIMING } from '../kubernetes/timing.ts';
import { createLogger } from '../logger.ts';
import { RefusedError } from './refused-error.ts';

/** What `certs create` can be told, checked. */
export interface CertsSettings {
  readonly namespace: string;
  readonly service: string;
  readonly webhookConfiguration: string;
  readonly waitMs: number;
  readonly kubeconfig?: string;
  readonly serviceAccountFolder?: string;
  readonly logLevel: string;
}

/**
 * Creates the certificates in the cluster of the settings, and logs each thing that it changed.
 *
 * @throws RefusedError where no cluster is known, or it cannot be done
 */
export async function createCertsInCluster(settings: CertsSettings, stopRequested: Promise<void>): Promise<void> {
  const { log, flush } = createLogger(settings.logLevel);
  const stop = new AbortController();
  void stopRequested.then(() => stop.abort());
  const connection = await connect(settings);
  try {
    const { namespace, service, webhookConfiguration, waitMs } = settings;
    const created = await createCertificates({
      namespace,
      service,
      webhookConfiguration,
      waitMs,
      client: createObjectClient(connection, SYSTEM_TIMING, stop.signal),
      timing: SYSTEM_TIMING,
      signal: stop.signal,
      now: () => new Date(),
      ...reportTo(log),
    });
    if (!created.ok) throw new RefusedError(created.error);
    const { certificates, absent } = created.value;
    if (absent !== undefined) log.warn({ problem: absent }, 'templates are not checked before they are stored');
    log.info(certificates, 'certificates in force');
  } finally {
    connection.close();
    flush();
  }
}

async function connect({ kubeconfig, serviceAccountFolder }: CertsSettings): Promise<ApiConnection> {
  const connection = await connectToApiServer({
    environment: process.env,
    nowMs: SYSTEM_TIMING.nowMs,
    ...(kubeconfig !== undefined && { kubeconfig }),
    ...(serviceAccountFolder !== undefined && { serviceAccountFolder }),
  });
  if (connection.ok) return connection.value;
  throw new RefusedError(`no cluster to create certificates in: ${connection.error}`);
}

type Reports = Pick<Parameters<typeof createCertificates>[0], 'report' | 'onObstacle'>;

/** One line for each change; what has to be tried again is said when it is another thing than before. */
function reportTo(log: Logger): Reports {
  let lastMessage = '';
  return {
    report: (change) => log.info(change, 'written'),
    onObstacle: ({ kind, message }) => {
      log[kind === 'lost' || message === lastMessage ? 'debug' : 'warn']({ kind, problem: message }, 'trying again');
      lastMessage = message;
    },
  };
}
