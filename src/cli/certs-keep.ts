import { hostname } from 'node:os';
import type { Logger } from 'pino';
import { keepCertificates } from '../../certs-job/keep-certificates.ts';
import type { KeepContext, KeepWaits, Restored } from '../../certs-job/keep-context.ts';
import type { Lifetimes } from '../../certs-job/lifetimes.ts';
import { describeEndpoint, lookThroughTls, type Look } from '../../certs-job/look-at-endpoint.ts';
import type { InjectorEvent } from '../admission/event.ts';
import type { ApiConnection } from '../kubernetes/api-connection.ts';
import { EventRecorder } from '../kubernetes/event-recorder.ts';
import { createObjectClient } from '../kubernetes/object-client.ts';
import { SYSTEM_TIMING } from '../kubernetes/timing.ts';
import { createLogger } from '../logger.ts';
import type { ListenAddress } from '../settings.ts';
import { buildProbeServer } from '../webhook/probe-server.ts';
import { connectForCerts, reportTo, type CertsCluster } from './certs-cluster.ts';
import { KeeperBook } from './keeper-book.ts';
import { listen } from './listen.ts';

/** What `certs keep` can be told, checked. */
export interface KeepSettings extends CertsCluster {
  readonly waits: KeepWaits;
  readonly lifetimes: Lifetimes;
  readonly probeListen: ListenAddress;
  readonly logLevel: string;
}

/** A keeper that ends waits at most this long until the last Events are written. */
const FLUSH_EVENTS_MS = 2_000;

/**
 * Keeps the certificates of the cluster of the settings in force until it is asked to end, and answers probes meanwhile.
 *
 * @throws RefusedError where no cluster is known, or the port of the probes cannot be had
 */
export async function keepCertsInCluster(settings: KeepSettings, stopRequested: Promise<void>): Promise<void> {
  const { log, flush } = createLogger(settings.logLevel);
  const stop = new AbortController();
  void stopRequested.then(() => stop.abort());
  const book = new KeeperBook(() => new Date(), settings.waits.repairMs);
  const connection = await connectForCerts(settings);
  const events = recordEvents(connection, log);
  events.books.define(book.registry);
  const probes = buildProbeServer({ checks: [book.check], metrics: book.metrics });
  try {
    log.info({ probeListen: await listen(probes, settings.probeListen, 'probe-listen') }, 'keeping certificates');
    const { namespace, service, webhookConfiguration, waits, lifetimes } = settings;
    await keepCertificates({
      namespace,
      service,
      webhookConfiguration,
      waits,
      lifetimes,
      client: createObjectClient(connection, SYSTEM_TIMING, stop.signal),
      timing: SYSTEM_TIMING,
      lookAtEndpoint: lookThroughTls(SYSTEM_TIMING),
      signal: stop.signal,
      now: () => new Date(),
      ...listenersOf(book, log, (restored) => events.tell(eventOf(restored, webhookConfiguration))),
    });
    log.info('ended');
  } finally {
    await probes.close();
    await events.stop(FLUSH_EVENTS_MS);
    connection.close();
    flush();
  }
}

type Listeners = Pick<KeepContext, 'report' | 'onObstacle' | 'onRound' | 'onRestored' | 'onLooks'>;

/** Says once what is waited for, in force, or seen at endpoints: not again until it is something else. */
function listenersOf(book: KeeperBook, log: Logger, tell: (restored: Restored) => void): Listeners {
  const reports = reportTo(log);
  let lastRound = '';
  let lastLooks = '';
  return {
    report: (change) => {
      book.written(change);
      reports.report(change);
    },
    onObstacle: (obstacle) => {
      book.hindered(obstacle);
      reports.onObstacle(obstacle);
    },
    onRound: (round) => {
      book.ended(round);
      const { pending, certificates } = round;
      const said = JSON.stringify([pending, certificates]);
      if (round.hasChanged || said === lastRound) return;
      lastRound = said;
      log.info(
        { ...certificates, ...(pending !== undefined && { pending }) },
        pending === undefined ? 'certificates in force' : 'waiting',
      );
    },
    onRestored: (restored) => {
      book.restored(restored);
      tell(restored);
      log.warn({ kind: restored.kind, problem: restored.problem }, 'caBundle restored');
    },
    onLooks: (looks) => {
      book.saw(looks);
      const said = describeLooks(looks);
      if (JSON.stringify(said) === lastLooks) return;
      lastLooks = JSON.stringify(said);
      log[looks.every(({ served }) => served === 'current') ? 'info' : 'warn']({ endpoints: said }, 'endpoints');
    },
  };
}

function describeLooks(looks: readonly Look[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    looks.map(({ endpoint, served, problem }) => [
      describeEndpoint(endpoint),
      problem === '' ? served : `${served}: ${problem}`,
    ]),
  );
}

function eventOf({ kind, uid, problem }: Restored, name: string): InjectorEvent {
  return {
    about: { apiVersion: 'admissionregistration.k8s.io/v1', kind, namespace: '', name, uid },
    type: 'Warning',
    reason: 'CaBundleRestored',
    action: 'KeepCertificates',
    message: `${problem}; it was put right`,
  };
}

function recordEvents(connection: ApiConnection, log: Logger): EventRecorder {
  return new EventRecorder({
    connection,
    instance: hostname(),
    now: () => new Date(),
    onFailure: ({ reason }, { kind, message }) => log.warn({ reason, kind, problem: message }, 'Event not written'),
  });
}
