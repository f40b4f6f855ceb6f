import { describe, expect, it } from 'vitest';
import { STATUS_ANNOTATION } from '../../src/injection/annotations.ts';
import { injectPod } from '../../src/injection/inject-pod.ts';
import { objectAt, stringAt, type JsonObject } from '../../src/injection/json.ts';
import type { Outcome } from '../../src/injection/outcome.ts';
import { podOf, setOf, subjectOf } from '../support/load-example.ts';

const LIMIT = 256 * 1024;
const SET = setOf({
  envoy: `
default: true
onConflict: replace
order: {containers: first}
metadata: {labels: {mesh: "on"}, annotations: {note: x}}
containers: [{name: envoy, image: "envoy:1"}]
initContainers: [{name: setup, image: "setup:1"}]
volumes: [{name: a, emptyDir: {}}, {name: b, emptyDir: {}}]
dnsPolicy: None
`,
  log: 'containers: [{name: log, image: "log:1"}]',
  batch: 'when: "false"\ncontainers: [{name: batch, image: "batch:1"}]',
  windows: 'os: windows\ncontainers: [{name: windows, image: "windows:1"}]',
});
const REVISIONS = Object.fromEntries([...SET.templates.values()].map(({ name, revision }) => [name, revision]));

function inject(pod: JsonObject): Outcome {
  return injectPod(subjectOf(pod), SET);
}

function statusOf({ pod }: Outcome): unknown {
  const text = stringAt(objectAt(objectAt(pod, 'metadata'), 'annotations'), STATUS_ANNOTATION);
  return text === undefined ? undefined : JSON.parse(text);
}

const LABEL = { 'sidecar-injector.dev/injected': 'true' };
const asking = (names: string, more: JsonObject = {}): JsonObject => ({
  'sidecar-injector.dev/inject': names,
  ...more,
});

describe('recordInjection', () => {
  it('records what each template added and what gave way', () => {
    const outcome = inject(podOf({ volumes: [{ name: 'b', hostPath: { path: '/' } }] }, asking('envoy,log')));
    expect(statusOf(outcome)).toStrictEqual({
      envoy: {
        revision: REVISIONS['envoy'],
        containers: ['envoy'],
        initContainers: ['setup'],
        volumes: ['a'],
        labels: ['mesh'],
        annotations: ['note', 'kubectl.kubernetes.io/default-container'],
        fields: ['spec.dnsPolicy'],
        gaveWay: [{ path: 'spec.volumes[name="b"]', value: { name: 'b', hostPath: { path: '/' } } }],
      },
      log: { revision: REVISIONS['log'], containers: ['log'] },
    });
    expect(objectAt(objectAt(outcome.pod, 'metadata'), 'labels')).toStrictEqual({ mesh: 'on', ...LABEL });
  });

  it('tells why a template that was asked for is skipped, after those that are there', () => {
    const outcome = inject(podOf({}, asking('batch,log,windows')));
    expect(statusOf(outcome)).toStrictEqual({
      log: { revision: REVISIONS['log'], containers: ['log'] },
      batch: { skipped: 'condition-false' },
      windows: { skipped: 'other-os' },
    });
    expect(inject(outcome.pod).patch).toStrictEqual([]);
  });

  it('writes no record where nothing is injected', () => {
    const outcome = inject(podOf({}, asking('batch,windows')));
    expect([outcome.decision, outcome.patch]).toStrictEqual([{ action: 'skip', reason: 'condition-false' }, []]);
  });

  it('forgets why a template was skipped once it is there', () => {
    const { pod } = inject(podOf({}, asking('log')));
    const annotations = asking('log,envoy,batch', { [STATUS_ANNOTATION]: '{"log":{"skipped":"does-not-fit"}}' });
    const again = inject({ ...pod, metadata: { ...objectAt(pod, 'metadata'), annotations } });
    expect(statusOf(again)).toStrictEqual({
      envoy: expect.objectContaining({ revision: REVISIONS['envoy'] }) as unknown,
      batch: { skipped: 'condition-false' },
    });
  });

  it('forgets the reasons first where annotations would pass 256 KiB', () => {
    const outcome = inject(podOf({}, asking('log,batch', { long: 'x'.repeat(LIMIT - 160) })));
    expect(statusOf(outcome)).toStrictEqual({ log: { revision: REVISIONS['log'], containers: ['log'] } });
    const shorter = inject(podOf({}, asking('log,batch', { long: 'x'.repeat(LIMIT - 200) })));
    expect(statusOf(shorter)).toStrictEqual({
      log: { revision: REVISIONS['log'], containers: ['log'] },
      batch: { skipped: 'condition-false' },
    });
  });

  it('keeps a label of that key as it is', () => {
    const pod = podOf({}, asking('log'));
    const labelled = {
      ...pod,
      metadata: { ...objectAt(pod, 'metadata'), labels: { 'sidecar-injector.dev/injected': 'no' } },
    };
    expect(objectAt(objectAt(inject(labelled).pod, 'metadata'), 'labels')).toStrictEqual({
      'sidecar-injector.dev/injected': 'no',
    });
  });

  it('keeps the earlier record of a template that is there and of no other', () => {
    const injected = inject(podOf({}, asking('log')));
    const annotations = asking('log,envoy', { [STATUS_ANNOTATION]: '{"log":{"revision":"old"},"other":1}' });
    const pod = { ...injected.pod, metadata: { ...objectAt(injected.pod, 'metadata'), annotations } };
    expect(statusOf(inject(pod))).toMatchObject({ log: { revision: 'old' }, envoy: { revision: REVISIONS['envoy'] } });
    expect(Object.keys(statusOf(inject(pod)) as JsonObject)).toStrictEqual(['log', 'envoy']);
  });

  it.each(['', 'null', '[]', '{', '"log"', '{"__proto__":{"log":1}}', '['.repeat(100_000)])(
    'writes a record over one that cannot be read: %.20s',
    (garbage) => {
      const outcome = inject(podOf({}, asking('log', { [STATUS_ANNOTATION]: garbage })));
      expect(statusOf(outcome)).toStrictEqual({ log: { revision: REVISIONS['log'], containers: ['log'] } });
    },
  );

  it('takes over an earlier record of depth 100,000', () => {
    const injected = inject(podOf({}, asking('log')));
    const deep = `{"log":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const pod = { ...injected.pod, metadata: { annotations: asking('log,envoy', { [STATUS_ANNOTATION]: deep }) } };
    expect(inject(pod).decision).toStrictEqual({ action: 'inject', reason: 'injected' });
  });

  it('shrinks to the revisions where annotations would pass 256 KiB', () => {
    const long = 'x'.repeat(LIMIT - 150);
    const outcome = inject(podOf({}, asking('log', { long })));
    expect(statusOf(outcome)).toStrictEqual({ log: { revision: REVISIONS['log'], containers: ['log'] } });
    const longer = 'x'.repeat(LIMIT - 110);
    const short = inject(podOf({}, asking('log', { long: longer })));
    expect([statusOf(short), short.warnings]).toStrictEqual([{ log: { revision: REVISIONS['log'] } }, []]);
  });

  it('leaves the record out, with a warning, where even those do not fit', () => {
    const outcome = inject(podOf({}, asking('log', { long: 'x'.repeat(LIMIT - 40) })));
    expect(statusOf(outcome)).toBeUndefined();
    expect(outcome.decision).toStrictEqual({ action: 'inject', reason: 'injected' });
    expect(outcome.warnings).toStrictEqual([
      {
        code: 'status-dropped',
        message: `annotation ${STATUS_ANNOTATION} is left out: the Pod's annotations hold 256 KiB already`,
      },
    ]);
    expect(inject(outcome.pod).patch).toStrictEqual([]);
  });
});
