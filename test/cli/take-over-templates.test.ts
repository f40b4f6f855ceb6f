import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { InjectorEvent } from '../../src/admission/event.ts';
import { takeOverTemplates } from '../../src/cli/take-over-templates.ts';
import type { TemplateConfigMap } from '../../src/kubernetes/template-informer.ts';
import { TemplateStore } from '../../src/webhook/template-store.ts';
import { sha256Hex } from '../support/load-example.ts';

const GOOD = 'containers: [{name: envoy, image: "e:1"}]';
const ABSENT: TemplateConfigMap = { state: 'absent', reason: 'the ConfigMap injector/templates does not exist' };

/** A version of the ConfigMap with one key. */
function version(text: string): TemplateConfigMap {
  const source = { data: new Map([['envoy', text]]), retired: new Set<string>() };
  return { state: 'present', uid: 'u-1', resourceVersion: '1', source, problems: new Map() };
}

/** What is told and logged of these versions of the ConfigMap, one after the other. */
function takeOver(...versions: readonly TemplateConfigMap[]): {
  readonly told: readonly InjectorEvent[];
  readonly log: string;
  readonly store: TemplateStore;
} {
  const told: InjectorEvent[] = [];
  let log = '';
  const store = new TemplateStore(sha256Hex);
  const onChange = takeOverTemplates({
    namespace: 'injector',
    name: 'templates',
    store,
    log: pino({ base: null }, { write: (line: string) => void (log += line) }),
    tellEvent: (event) => void told.push(event),
  });
  for (const configMap of versions) onChange(configMap);
  return { told, log, store };
}

describe('takeOverTemplates', () => {
  it('tells of a refusal and of the recovery on the ConfigMap itself, and keeps the last good version', () => {
    const { told, log, store } = takeOver(version(GOOD), version('containers: nothing'), version(GOOD));
    expect(told.map(({ reason }) => reason)).toStrictEqual(['LastGoodTemplateKept', 'TemplateRecovered']);
    expect(told.map(({ about }) => about.uid)).toStrictEqual(['u-1', 'u-1']);
    expect(log.match(/"msg":"template refused"/g)).toHaveLength(1);
    expect(store.current.problems.size).toBe(0);
  });

  it('tells of a ConfigMap that is gone, and of one that never was', () => {
    const first = takeOver(ABSENT);
    expect(first.told.map(({ reason }) => reason)).toStrictEqual(['ConfigMapMissing']);
    expect(first.told[0]?.message).toMatch(/^there is no template/);
    expect(first.told[0]?.about).not.toHaveProperty('uid');
    const { told, store } = takeOver(version(GOOD), ABSENT);
    expect(told.map(({ reason, about }) => `${reason} ${about.uid}`)).toStrictEqual(['ConfigMapMissing u-1']);
    expect(store.current.set.templates.has('envoy')).toBe(true);
  });
});
