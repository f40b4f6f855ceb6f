import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/injection/json.ts';
import { findPods } from '../../src/injection/workload.ts';

const TEMPLATE = { metadata: { labels: { app: 'shop' } }, spec: { containers: [{ name: 'app' }] } };
const POD = { apiVersion: 'v1', kind: 'Pod', ...TEMPLATE };
const metadata = { name: 'shop', namespace: 'demo' };
const workload = (apiVersion: string, kind: string, spec: JsonObject = { template: TEMPLATE }): JsonObject => ({
  apiVersion,
  kind,
  metadata,
  spec,
});
const JOB = workload('batch/v1', 'Job');

describe('findPods', () => {
  it.each<[JsonObject, string]>([
    [workload('apps/v1', 'Deployment'), 'spec.template'],
    [workload('apps/v1', 'ReplicaSet'), 'spec.template'],
    [workload('apps/v1', 'StatefulSet'), 'spec.template'],
    [workload('apps/v1', 'DaemonSet'), 'spec.template'],
    [workload('v1', 'ReplicationController'), 'spec.template'],
    [JOB, 'spec.template'],
    [
      workload('batch/v1', 'CronJob', { jobTemplate: { spec: { template: TEMPLATE } } }),
      'spec.jobTemplate.spec.template',
    ],
  ])('finds the Pod template of %j', (object, path) => {
    expect(findPods(object)).toStrictEqual([
      { kind: object['kind'], name: 'shop', namespace: 'demo', path: path.split('.'), pod: POD },
    ]);
  });

  it('takes a Pod as it is', () => {
    const pod = { ...POD, metadata: { generateName: 'x-' } };
    expect(findPods(pod)).toStrictEqual([{ kind: 'Pod', name: 'x-', namespace: undefined, path: [], pod }]);
  });

  it('looks into lists, also of lists', () => {
    const list = {
      apiVersion: 'v1',
      kind: 'List',
      items: [{ kind: 'ConfigMap' }, POD, { kind: 'JobList', items: [JOB] }],
    };
    expect(findPods(list).map(({ kind, path }) => [kind, path])).toStrictEqual([
      ['Pod', ['items', 1]],
      ['Job', ['items', 2, 'items', 0, 'spec', 'template']],
    ]);
  });

  it.each<[string, JsonObject]>([
    ['another kind', { apiVersion: 'v1', kind: 'ConfigMap', spec: { template: TEMPLATE } }],
    ['another group', workload('example.com/v1', 'Deployment')],
    ['no template', workload('apps/v1', 'Deployment', {})],
    ['a spec that is none', { apiVersion: 'apps/v1', kind: 'Deployment', spec: 1 }],
    ['nothing', {}],
  ])('finds none in %s', (_, object) => {
    expect(findPods(object)).toStrictEqual([]);
  });
});
