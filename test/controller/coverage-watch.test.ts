import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CoverageState } from '../../src/admission/coverage-states.ts';
import { CoverageWatch } from '../../src/controller/coverage-watch.ts';
import type { Gap } from '../../src/controller/pod-records.ts';
import { loadTemplates, NO_TEMPLATES } from '../../src/injection/template/load-templates.ts';
import { connectTo } from '../../src/kubernetes/api-connection.ts';
import { SYSTEM_TIMING, type Timing } from '../../src/kubernetes/timing.ts';
import { TEST_LIMITS } from '../support/informer-bench.ts';
import { sha256Hex } from '../support/load-example.ts';
import { ScriptedApiServer } from '../support/scripted-api-server.ts';
import { until } from '../support/until.ts';

const LABEL = 'sidecar-injector.dev/injection';
const CREATED = '2026-01-01T00:01:00Z';

/** Pauses are a fiftieth of what they are, but for those of the limits, which are short already. */
const QUICK: Timing = {
  ...SYSTEM_TIMING,
  startTimer: (delayMs, callback) => SYSTEM_TIMING.startTimer(delayMs > 400 ? delayMs / 50 : delayMs, callback),
};

function templatesOf(image: string): ReturnType<typeof loadTemplates>['set'] {
  const data = new Map([['envoy.yaml', `containers: [{name: envoy, image: "${image}"}]`]]);
  return loadTemplates(NO_TEMPLATES, { data, retired: new Set() }, sha256Hex).set;
}

/** An API server whose Pods and namespaces are scripted apart. */
class Bench {
  readonly gaps: Gap[] = [];
  readonly pods: ScriptedApiServer;
  readonly namespaces: ScriptedApiServer;
  readonly watch: CoverageWatch;
  templates = NO_TEMPLATES.set;

  constructor(pods: ScriptedApiServer, namespaces: ScriptedApiServer, url: string) {
    this.pods = pods;
    this.namespaces = namespaces;
    const connection = connectTo({ server: url });
    this.watch = new CoverageWatch({
      connection,
      judgedBy: {
        templates: () => this.templates,
        inForceSince: () => undefined,
        hasNativeSidecars: () => true,
        protectedNamespaces: new Set(),
      },
      onGap: (gap) => this.gaps.push(gap),
      onInformerEvent: () => undefined,
      onSweepFailure: () => undefined,
      timing: QUICK,
      limits: TEST_LIMITS,
    });
    onTestFinished(async () => {
      await this.watch.stop();
      connection.close();
    });
  }

  static async start(): Promise<Bench> {
    const [pods, namespaces] = [await ScriptedApiServer.start(), await ScriptedApiServer.start()];
    const router = createServer((incoming, outgoing) => {
      const path = incoming.url ?? '/';
      const target = new URL(path, (path.includes('/pods') ? pods : namespaces).url);
      const forwarded = request(target, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers).flushHeaders();
        answer.pipe(outgoing);
      });
      outgoing.once('close', () => forwarded.destroy());
      forwarded.once('error', () => outgoing.destroy());
      forwarded.end();
    });
    router.listen(0, '127.0.0.1');
    await once(router, 'listening');
    onTestFinished(async () => {
      router.closeAllConnections();
      router.close();
      await Promise.all([pods.stop(), namespaces.stop()]);
    });
    return new Bench(pods, namespaces, `http://127.0.0.1:${(router.address() as AddressInfo).port}`);
  }

  /** Puts templates into force. */
  use(image: string): void {
    this.templates = templatesOf(image);
    this.watch.templatesChanged();
  }

  label(namespace: string, value: string): void {
    this.namespaces.set(namespace, { metadata: { labels: { [LABEL]: value } } });
  }

  addPod(name: string, sidecar?: string): void {
    const containers = [
      { name: 'app', image: 'app' },
      ...(sidecar === undefined ? [] : [{ name: 'envoy', image: sidecar }]),
    ];
    this.pods.set(name, { metadata: { namespace: 'shop', creationTimestamp: CREATED }, spec: { containers } });
  }

  async untilCounted(state: CoverageState, count: number): Promise<void> {
    await until(`${count} Pods that are ${state}`, () => this.watch.records.counts[state] === count);
  }
}

describe('CoverageWatch', () => {
  it('judges no Pod before it knows the namespaces and a template', async () => {
    const bench = await Bench.start();
    bench.label('shop', 'enabled');
    bench.addPod('bare');
    bench.watch.start();
    await until('a list of namespaces', () => bench.watch.states.namespaces.isSynced);
    expect(bench.pods.received).toEqual([]);
    bench.use('envoy:1');
    await bench.untilCounted('missing', 1);
    expect(bench.gaps.map(({ name, namespace }) => `${namespace}/${name}`)).toEqual(['shop/bare']);
  });

  it('finds what is created later, and forgets what is gone', async () => {
    const bench = await Bench.start();
    bench.label('shop', 'enabled');
    bench.watch.start();
    bench.use('envoy:1');
    await until('a watch', () => bench.pods.openWatches === 1);
    bench.addPod('good', 'envoy:1');
    bench.addPod('bare');
    await bench.untilCounted('missing', 1);
    expect(bench.watch.records.counts.covered).toBe(1);
    bench.pods.delete('bare');
    await bench.untilCounted('missing', 0);
    expect([bench.gaps.length, bench.watch.records.gaps]).toEqual([1, 1]);
  });

  it('judges a Pod again when the news of its namespace comes after its own', async () => {
    const bench = await Bench.start();
    bench.watch.start();
    bench.use('envoy:1');
    await until('a watch', () => bench.pods.openWatches === 1);
    bench.addPod('bare');
    await bench.untilCounted('unknown', 1);
    expect(bench.gaps).toEqual([]);
    bench.label('shop', 'enabled');
    await bench.untilCounted('missing', 1);
    expect(bench.gaps).toHaveLength(1);
    bench.label('shop', 'disabled');
    await bench.untilCounted('not-due', 1);
    bench.label('shop', 'enabled');
    await bench.untilCounted('missing', 1);
    expect(bench.gaps).toHaveLength(1);
  });

  it('reads no Pod again where a namespace without Pods changes, or what nobody asks by', async () => {
    const bench = await Bench.start();
    bench.label('shop', 'enabled');
    bench.addPod('good', 'envoy:1');
    bench.watch.start();
    bench.use('envoy:1');
    await bench.untilCounted('covered', 1);
    bench.label('empty', 'enabled');
    bench.namespaces.set('shop', {
      metadata: { labels: { [LABEL]: 'enabled' }, annotations: { 'example.com/seen': '1' } },
    });
    await until('the namespaces', () => bench.watch.states.namespaces.objectCount === 2);
    bench.use('envoy:2');
    bench.use('envoy:3');
    await until('a sweep', () => bench.pods.requests('list').length > 1);
    // The one of the templates: those of namespaces name them.
    expect(bench.pods.requests('list').map(({ path }) => path)).toEqual(['/api/v1/pods', '/api/v1/pods']);
  });

  it('judges again what was listed by templates that changed meanwhile', async () => {
    const bench = await Bench.start();
    bench.label('shop', 'enabled');
    bench.addPod('good', 'envoy:2');
    // The first page is judged by the template of then, and the list goes on for a while.
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    bench.pods.scriptList(
      ({ response }) => {
        begin();
        const item = {
          metadata: {
            name: 'good',
            namespace: 'shop',
            uid: 'uid-1',
            resourceVersion: '101',
            creationTimestamp: CREATED,
          },
          spec: {
            containers: [
              { name: 'app', image: 'app' },
              { name: 'envoy', image: 'envoy:2' },
            ],
          },
        };
        response.end(JSON.stringify({ metadata: { resourceVersion: '101', continue: '1' }, items: [item] }));
      },
      ({ response }) => {
        void held.then(() => response.end(JSON.stringify({ metadata: { resourceVersion: '101' }, items: [] })));
      },
    );
    bench.watch.start();
    bench.use('envoy:1');
    await begun;
    await until('the second page', () => bench.pods.requests('list').length === 2);
    bench.use('envoy:2');
    release();
    await bench.untilCounted('covered', 1);
  });
});
