import { describe, expect, it } from 'vitest';
import { readTemplateConfigMap } from '../../src/admission/template-configmap.ts';
import { TemplateTimes } from '../../src/controller/template-times.ts';
import { loadTemplates, NO_TEMPLATES } from '../../src/injection/template/load-templates.ts';
import type { TemplateSet } from '../../src/injection/template/template.ts';
import { sha256Hex } from '../support/load-example.ts';

const MADE = '2026-01-01T00:00:00Z';
const WRITTEN = '2026-01-02T00:00:00Z';
const IN_FORCE = '2026-01-02T00:00:02.000Z';
const NOW = new Date('2026-01-03T00:00:00Z');

function setOf(images: Readonly<Record<string, string>>): TemplateSet {
  const data = new Map(
    Object.entries(images).map(([name, image]) => [`${name}.yaml`, `containers: [{name: ${name}, image: "${image}"}]`]),
  );
  return loadTemplates(NO_TEMPLATES, { data, retired: new Set() }, sha256Hex).set;
}

describe('TemplateTimes', () => {
  const times = { createdAt: MADE, writtenAt: WRITTEN };

  it('takes what is there at first for as old as the ConfigMap', () => {
    const known = new TemplateTimes();
    expect(known.update(setOf({}), {}, NOW)).toBe(false);
    expect(known.update(setOf({ envoy: 'a' }), times, NOW)).toBe(true);
    expect([known.since('envoy'), known.since('log')]).toEqual([MADE, undefined]);
  });

  it('takes what changes later for as old as that change, and a little younger', () => {
    const known = new TemplateTimes();
    known.update(setOf({ envoy: 'a', log: 'l' }), { createdAt: MADE }, NOW);
    expect(known.update(setOf({ envoy: 'b', log: 'l', more: 'm' }), times, NOW)).toBe(true);
    expect(['envoy', 'log', 'more'].map((name) => known.since(name))).toEqual([IN_FORCE, MADE, IN_FORCE]);
    expect(known.update(setOf({ envoy: 'b', log: 'l', more: 'm' }), times, NOW)).toBe(false);
  });

  it('forgets what is gone, and goes by the clock where the API server tells no time', () => {
    const known = new TemplateTimes();
    known.update(setOf({ envoy: 'a', log: 'l' }), times, NOW);
    expect(known.update(setOf({ envoy: 'a' }), {}, NOW)).toBe(true);
    expect(known.since('log')).toBe(undefined);
    known.update(setOf({ envoy: 'a', log: 'l' }), {}, NOW);
    expect(known.since('log')).toBe('2026-01-03T00:00:02.000Z');
  });
});

describe('the times of a ConfigMap', () => {
  it('are those of the API server: the last of all writes', () => {
    const managedFields = [{ time: '2026-01-01T12:00:00Z' }, { time: WRITTEN }, { manager: 'no time' }];
    const metadata = { creationTimestamp: MADE, managedFields };
    expect(readTemplateConfigMap({ metadata })).toMatchObject({ createdAt: MADE, writtenAt: WRITTEN });
    expect(Object.keys(readTemplateConfigMap({ metadata: {} }))).toEqual(['source', 'problems']);
  });
});
