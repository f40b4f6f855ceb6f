import { describe, expect, it, onTestFinished } from 'vitest';
import { connectTo } from '../../src/kubernetes/api-connection.ts';
import { TemplateInformer, type TemplateConfigMap } from '../../src/kubernetes/template-informer.ts';
import { CountedTiming } from '../support/counted-timing.ts';
import { TEST_LIMITS } from '../support/informer-bench.ts';
import { ScriptedApiServer } from '../support/scripted-api-server.ts';
import { status } from '../support/scripted-answers.ts';
import { until } from '../support/until.ts';

interface Bench {
  readonly server: ScriptedApiServer;
  readonly informer: TemplateInformer;
  readonly told: TemplateConfigMap[];
}

async function makeBench(): Promise<Bench> {
  const server = await ScriptedApiServer.start();
  const connection = connectTo({ server: server.url });
  const told: TemplateConfigMap[] = [];
  const informer = new TemplateInformer({
    connection,
    namespace: 'injector',
    name: 'templates',
    limits: TEST_LIMITS,
    timing: new CountedTiming(),
    onEvent: () => {},
    onChange: (configMap) => void told.push(configMap),
  });
  onTestFinished(async () => {
    await informer.stop();
    connection.close();
    await server.stop();
  });
  return { server, informer, told };
}

const ABSENT = { state: 'absent', reason: 'the ConfigMap injector/templates does not exist' };

describe('TemplateInformer', () => {
  it('asks for the one ConfigMap only', async () => {
    const { server, informer } = await makeBench();
    informer.start();
    await until('the watch', () => informer.state().phase === 'watching');
    expect(server.received.map(({ path, query, headers }) => [path, query['fieldSelector'], headers.accept])).toEqual([
      ['/api/v1/namespaces/injector/configmaps', 'metadata.name=templates', 'application/json'],
      ['/api/v1/namespaces/injector/configmaps', 'metadata.name=templates', 'application/json'],
    ]);
  });

  it('gives data and retired names', async () => {
    const { server, informer, told } = await makeBench();
    const annotations = { 'sidecar-injector.dev/retired': 'old, older,,', other: 'x' };
    server.set('templates', { metadata: { annotations }, data: { 'a.yaml': 'A', __proto__: 'x', config: 'B' } });
    informer.start();
    await until('the ConfigMap', () => told.length === 1);
    expect(told[0]).toEqual({
      state: 'present',
      source: {
        data: new Map([
          ['a.yaml', 'A'],
          ['config', 'B'],
        ]),
        retired: new Set(['old', 'older']),
      },
      problems: new Map(),
      uid: 'uid-1',
      resourceVersion: '101',
    });
    expect(informer.current()).toEqual(told[0]);
  });

  it('leaves binaryData out, with a problem per key', async () => {
    const { server, informer, told } = await makeBench();
    server.set('templates', { data: { a: 'A' }, binaryData: { b: 'AAAA' } });
    informer.start();
    await until('the ConfigMap', () => told.length === 1);
    expect(told[0]).toMatchObject({
      source: { data: new Map([['a', 'A']]) },
      problems: new Map([['b', [expect.objectContaining({ code: 'unsupported', path: '', line: 1, column: 1 })]]]),
    });
  });

  it('is present without data', async () => {
    const { server, informer } = await makeBench();
    server.set('templates');
    informer.start();
    await until('the ConfigMap', () => informer.current().state === 'present');
    expect(informer.current()).toMatchObject({ source: { data: new Map(), retired: new Set() } });
  });

  it('is absent at the start, present once created, absent once deleted', async () => {
    const { server, informer, told } = await makeBench();
    informer.start();
    await until('the first list', () => told.length === 1);
    expect(informer.current()).toEqual(ABSENT);
    server.set('templates', { data: { a: 'A' } });
    await until('the creation', () => told.length === 2);
    server.delete('templates');
    await until('the deletion', () => told.length === 3);
    expect(told.map(({ state }) => state)).toEqual(['absent', 'present', 'absent']);
    expect(told[2]).toEqual(ABSENT);
    expect(informer.state().isSynced).toBe(true);
  });

  it('is unknown before the first list, with the reason', async () => {
    const { server, informer, told } = await makeBench();
    expect(informer.current()).toEqual({
      state: 'unknown',
      reason: 'the ConfigMap injector/templates is not listed yet',
    });
    server.scriptList(...Array.from({ length: 20 }, () => status(403, {}, 'configmaps "templates" is forbidden')));
    informer.start();
    await until('the failure', () => informer.state().failures.forbidden > 0);
    expect(informer.current()).toEqual({
      state: 'unknown',
      reason: 'GET /api/v1/namespaces/injector/configmaps: 403 configmaps "templates" is forbidden',
    });
    expect(told).toEqual([]);
  });
});
