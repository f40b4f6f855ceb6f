import { createCertificates } from '../../certs-job/create-certificates.ts';
import { createObjectClient } from '../../src/kubernetes/object-client.ts';
import { SYSTEM_TIMING } from '../kubernetes/timing.ts';
import { createLogger } from '../logger.ts';
import { connectForCerts, reportTo, type CertsCluster } from './certs-cluster.ts';
import { RefusedError } from './refused-error.ts';

/** What `certs create` can be told, checked. */
export interface CertsSettings extends CertsCluster {
  readonly waitMs: number;
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
  const connection = await connectForCerts(settings);
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
