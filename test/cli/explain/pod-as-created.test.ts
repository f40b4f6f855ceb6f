import { describe, expect, it } from 'vitest';
import { describeDrift } from '../../../src/cli/explain/describe-drift.ts';
import { findLateness } from '../../../src/cli/explain/find-lateness.ts';
import { hasRecordedContainers, podAsCreated } from '../../../src/cli/explain/pod-as-created.ts';
import type { JsonObject } from '../../../src/injection/json.ts';
import { loadTemplates, NO_TEMPLATES } from '../../../src/injection/template/load-templates.ts';
import { sha256Hex } from '../../support/load-example.ts';

const RECORD = {
  envoy: { revision: 'abc', containers: ['envoy'], volumes: ['conf'], labels: ['mesh'], annotations: ['note'] },
};
const STATUS = 'sidecar-injector.dev/status';

const INJECTED: JsonObject = {
  metadata: {
    name: 'web',
    uid: 'u',
    resourceVersion: '7',
    creationTimestamp: '2026-01-01T00:00:00Z',
    labels: { app: 'web', mesh: 'yes', 'sidecar-injector.dev/injected': 'true' },
    annotations: { mine: 'x', note: 'y', [STATUS]: JSON.stringify(RECORD) },
  },
  spec: {
    nodeName: 'n1',
    containers: [{ name: 'app' }, { name: 'envoy' }],
    volumes: [{ name: 'data' }, { name: 'conf' }],
  },
  status: { phase: 'Running' },
};

describe('podAsCreated', () => {
  it('takes out what came later, and what the record names', () => {
    expect(podAsCreated(INJECTED)).toEqual({
      metadata: { name: 'web', labels: { app: 'web' }, annotations: { mine: 'x' } },
      spec: { containers: [{ name: 'app' }], volumes: [{ name: 'data' }] },
    });
  });

  it('takes out single fields too, and brings back what gave way', () => {
    const record = {
      envoy: {
        revision: 'abc',
        containers: ['envoy'],
        fields: ['spec.dnsPolicy', 'spec.containers[name="app"].env[name="PROXY"]'],
        gaveWay: [{ path: 'spec.containers[name="app"].image', value: 'app:1' }],
      },
      log: { skipped: 'condition-false' },
    };
    const env = [{ name: 'MINE' }, { name: 'PROXY' }];
    const containers = [{ name: 'app', image: 'app:2', env }, { name: 'envoy' }];
    const pod = {
      metadata: { annotations: { [STATUS]: JSON.stringify(record) } },
      spec: { dnsPolicy: 'None', containers },
    };
    expect(podAsCreated(pod)).toEqual({
      spec: { containers: [{ name: 'app', image: 'app:1', env: [{ name: 'MINE' }] }] },
    });
  });

  it.each(['{', '[]', '{"envoy": 1}'])('leaves containers where the record is %s', (text) => {
    const pod = { metadata: { annotations: { [STATUS]: text } }, spec: { containers: [{ name: 'envoy' }] } };
    expect(podAsCreated(pod)['spec']).toEqual({ containers: [{ name: 'envoy' }] });
  });
});

describe('hasRecordedContainers', () => {
  it('holds only while all of them are there', () => {
    const { spec, ...rest } = INJECTED;
    const bare = { ...rest, spec: { ...(spec as JsonObject), containers: [{ name: 'app' }] } };
    expect([INJECTED, bare, {}].map(hasRecordedContainers)).toEqual([true, false, false]);
  });
});

describe('describeDrift', () => {
  it('tells another revision than the one in force', () => {
    const data = new Map([['envoy.yaml', 'containers: [{name: envoy, image: e}]']]);
    const { set } = loadTemplates(NO_TEMPLATES, { data, retired: new Set() }, sha256Hex);
    const revision = set.templates.get('envoy')?.revision ?? '';
    const record = { envoy: { revision }, gone: { revision: 'x' } };
    expect(describeDrift(RECORD, set).map(({ saw }) => saw)).toEqual([
      `the Pod has abc of template "envoy": ${revision} is in force now`,
    ]);
    expect(describeDrift(record, set).map(({ saw }) => saw)).toEqual([
      'the Pod has x of template "gone": there is no such template now',
    ]);
  });
});

function written(field: string, key: string, time: string): JsonObject {
  const fieldsV1 = { 'f:metadata': { [`f:${field}`]: { [`f:${key}`]: {} } } };
  return { managedFields: [{ manager: 'me', time, fieldsV1 }] };
}

function labelAt(time: string): JsonObject {
  return { metadata: written('labels', 'sidecar-injector.dev/injection', time) };
}

describe('findLateness', () => {
  const annotation = 'sidecar-injector.dev/inject';
  const podAt = (time: string): JsonObject => ({
    metadata: {
      creationTimestamp: '2026-01-01T00:00:10Z',
      annotations: { [annotation]: 'true' },
      ...written('annotations', annotation, time),
    },
  });
  const base = { pod: podAt('2026-01-01T00:00:10Z'), namespace: undefined, entries: [], templatesCreatedAt: undefined };
  const entry = { configuration: 'c', name: 'w', entry: {} };

  it.each([
    [{ namespace: labelAt('2026-01-01T00:00:10Z') }, []],
    [
      { namespace: labelAt('2026-01-01T00:00:11Z') },
      [/^the namespace's label .* was written at 2026-01-01T00:00:11Z by me, /],
    ],
    [{ pod: podAt('2026-01-01T00:01:00Z') }, [/^the Pod's annotation sidecar-injector\.dev\/inject was written at /]],
    [{ entries: [{ ...entry, createdAt: '2026-01-01T00:00:09Z' }] }, []],
    [{ entries: [{ ...entry, createdAt: '2026-01-01T00:00:30Z' }] }, [/^MutatingWebhookConfiguration c was made at /]],
    [{ templatesCreatedAt: '2026-02-01T00:00:00Z' }, [/^the template ConfigMap was made at /]],
  ])('%j', (younger, expected) => {
    expect(findLateness({ ...base, ...younger })).toEqual(
      expected.map((text) => expect.stringMatching(text) as string),
    );
  });
});
