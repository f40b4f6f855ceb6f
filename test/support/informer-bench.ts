import { onTestFinished } from 'vitest';
import { connectTo, type ApiConnection } from '../../src/kubernetes/api-connection.ts';
import type { Notice } from '../../src/kubernetes/change-queue.ts';
import { Informer } from '../../src/kubernetes/informer.ts';
import type { InformerEvent } from '../../src/kubernetes/informer-state.ts';
import { INFORMER_LIMITS, type InformerLimits } from '../../src/kubernetes/limits.ts';
import { objectAt, stringAt } from '../../src/injection/json.ts';
import { CountedTiming } from './counted-timing.ts';
import { ScriptedApiServer } from './scripted-api-server.ts';
import { until } from './until.ts';

/** Limits for tests: short delays between tries, and time limits long enough to never matter unless a test sets them. */
export const TEST_LIMITS: InformerLimits = {
  ...INFORMER_LIMITS,
  responseTimeoutMs: 5_000,
  pageTimeoutMs: 5_000,
  listSpacingMs: 0,
  steadyWatchMs: 0,
  firstBackoffMs: 4,
  maxBackoffMs: 32,
};

/** An informer of objects with a `value`, its API server, and what it said. */
export interface InformerBench {
  readonly server: ScriptedApiServer;
  readonly connection: ApiConnection;
  readonly timing: CountedTiming;
  readonly informer: Informer<string>;
  readonly notices: Notice<string>[];
  readonly events: InformerEvent[];
  /** Name and value of all objects that the informer knows, in the order of their names. */
  readonly known: () => readonly string[];
  /** `type name value` of each change so far. */
  readonly changes: () => readonly string[];
  /** Waits until something is true; two seconds at most. */
  readonly until: (what: string, isTrue: () => boolean) => Promise<void>;
}

/** What differs from bench to bench. */
export interface InformerBenchOptions {
  readonly limits?: Partial<InformerLimits>;
  /** Called with each notice, after it was noted. */
  readonly consumer?: (notice: Notice<string>) => void | Promise<void>;
  /** Called with each event, after it was noted. */
  readonly onEvent?: () => void;
}

/** Makes a bench that is taken down when the test ends. The informer is not started. */
export async function makeInformerBench(options: InformerBenchOptions = {}): Promise<InformerBench> {
  const server = await ScriptedApiServer.start();
  const connection = connectTo({ server: server.url, token: 'secret' });
  const timing = new CountedTiming();
  const notices: Notice<string>[] = [];
  const events: InformerEvent[] = [];
  const informer = new Informer<string>({
    connection,
    timing,
    limits: { ...TEST_LIMITS, ...options.limits },
    resource: {
      path: '/api/v1/things',
      metadataOnly: false,
      keep: (object) => stringAt(objectAt(object, 'spec'), 'value') ?? '',
    },
    consumer: (notice) => {
      notices.push(notice);
      return options.consumer?.(notice);
    },
    onEvent: (event) => {
      events.push(event);
      options.onEvent?.();
    },
  });
  onTestFinished(async () => {
    await informer.stop();
    connection.close();
    await server.stop();
  });
  return {
    server,
    connection,
    timing,
    informer,
    notices,
    events,
    known: () => [...informer.snapshot().values()].map(({ item, name }) => `${name}=${item}`).toSorted(),
    changes: () =>
      notices.flatMap(({ changes }) => changes.map(({ object, type }) => `${type} ${object.name} ${object.item}`)),
    until,
  };
}
