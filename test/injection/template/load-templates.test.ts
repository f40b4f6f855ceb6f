import { describe, expect, it } from 'vitest';
import { loadTemplates, NO_TEMPLATES, type LoadedTemplates } from '../../../src/injection/template/load-templates.ts';
import { sha256Hex } from '../../support/load-example.ts';

const template = (name: string, rest = ''): string => `${rest}\ncontainers: [{name: ${name}, image: "x:1"}]\n`;
const BROKEN = 'containers: 1';
const VOLUME = 'volumes: [{name: v, emptyDir: {}}]';
const OTHER_VOLUME = 'volumes: [{name: v, configMap: {name: x}}]';

type Documents = Readonly<Record<string, string>>;

function load(documents: Documents, previous = NO_TEMPLATES, retired: readonly string[] = []): LoadedTemplates {
  return loadTemplates(previous, { data: new Map(Object.entries(documents)), retired: new Set(retired) }, sha256Hex);
}

/** What is in force and what is wrong, in short. */
function summary({ set, byKey, problems, stale }: LoadedTemplates): unknown {
  return {
    keys: Object.fromEntries([...byKey].map(([key, { name }]) => [key, name])),
    default: set.defaultName,
    problems: Object.fromEntries([...problems].map(([key, list]) => [key, list.map(({ code }) => code)])),
    stale: [...stale],
    unavailable: [...set.unavailable.keys()],
  };
}

function saidOfDefault(documents: Documents): string | undefined {
  return load(documents).problems.get('')?.[0]?.message;
}

const GOOD = { problems: {}, stale: [], unavailable: [] };

describe('loadTemplates', () => {
  it('has nothing in force before anything is loaded', () => {
    expect(summary(load({}))).toStrictEqual({ keys: {}, default: undefined, ...GOOD });
  });

  it('takes a single template for the default', () => {
    expect(summary(load({ config: template('envoy') }))).toStrictEqual({
      keys: { config: 'envoy' },
      default: 'envoy',
      ...GOOD,
    });
  });

  it('takes over a good document and keeps the last good one of a broken key', () => {
    const first = load({ a: template('a', 'default: true'), b: template('b') });
    const second = load({ a: template('a2', 'default: true'), b: BROKEN }, first);
    expect(summary(second)).toStrictEqual({
      keys: { a: 'a', b: 'b' },
      default: 'a',
      problems: { b: ['wrong-type'] },
      stale: ['b'],
      unavailable: [],
    });
    expect(second.set.templates.get('b')).toBe(first.set.templates.get('b'));
    expect(second.set.templates.get('a')).not.toStrictEqual(first.set.templates.get('a'));
  });

  it('serves the other keys where one was never good', () => {
    expect(summary(load({ a: template('a', 'default: true'), b: BROKEN }))).toStrictEqual({
      keys: { a: 'a' },
      default: 'a',
      problems: { b: ['wrong-type'] },
      stale: [],
      unavailable: ['b'],
    });
  });

  it('says in one line why a template is not available', () => {
    expect(load({ 'b.yaml': `\n${BROKEN}` }).set.unavailable).toStrictEqual(
      new Map([['b', 'line 2: must be a list, not 1']]),
    );
  });

  it('is stale for as long as the key is broken', () => {
    const broken = load({ a: BROKEN }, load({ a: BROKEN }, load({ a: template('a') })));
    expect(summary(broken)).toMatchObject({ keys: { a: 'a' }, stale: ['a'] });
    expect(summary(load({ a: template('a') }, broken))).toMatchObject({ keys: { a: 'a' }, ...GOOD });
  });

  it('takes a key that is gone for broken', () => {
    const second = load(
      { a: template('a', 'default: true') },
      load({ a: template('a', 'default: true'), b: template('b') }),
    );
    expect(summary(second)).toStrictEqual({
      keys: { a: 'a', b: 'b' },
      default: 'a',
      problems: { b: ['key-missing'] },
      stale: ['b'],
      unavailable: [],
    });
    expect(second.problems.get('b')).toStrictEqual([
      {
        code: 'key-missing',
        message:
          'the key "b" is gone: its last good version stays in force until the ConfigMap\'s annotation ' +
          'sidecar-injector.dev/retired names "b"',
        path: '',
        line: 1,
        column: 1,
      },
    ]);
  });

  it('keeps all where the ConfigMap is emptied', () => {
    expect(summary(load({}, load({ a: template('a') })))).toMatchObject({
      keys: { a: 'a' },
      default: 'a',
      stale: ['a'],
    });
  });

  it('takes a key that is gone and retired away', () => {
    const first = load({ a: template('a', 'default: true'), b: template('b') });
    expect(summary(load({ a: template('a', 'default: true') }, first, ['b']))).toStrictEqual({
      keys: { a: 'a' },
      default: 'a',
      ...GOOD,
    });
  });

  it('keeps a template that is retired but there', () => {
    expect(summary(load({ a: template('a') }, NO_TEMPLATES, ['a']))).toMatchObject({ keys: { a: 'a' } });
  });

  it('keeps the last good version of a template that is retired but there and broken', () => {
    expect(summary(load({ a: BROKEN }, load({ a: template('a') }), ['a']))).toMatchObject({
      keys: { a: 'a' },
      stale: ['a'],
    });
  });

  it('takes another key with the same name for a renaming', () => {
    const second = load({ 'envoy.yaml': template('envoy') }, load({ config: template('envoy') }));
    expect(summary(second)).toStrictEqual({ keys: { 'envoy.yaml': 'envoy' }, default: 'envoy', ...GOOD });
  });

  it('refuses the second of two keys with one name', () => {
    const both = load({ config: template('envoy'), 'envoy.yaml': template('envoy') });
    expect(summary(both)).toMatchObject({ keys: { config: 'envoy' }, problems: { 'envoy.yaml': ['duplicate'] } });
    expect(both.problems.get('envoy.yaml')?.[0]?.message).toBe('"envoy" is the name of the key "config" too');
  });

  it('lets no newcomer take the name of a template in force', () => {
    const first = load({ 'envoy.yaml': template('envoy') });
    const second = load({ config: template('envoy'), 'envoy.yaml': template('envoy') }, first);
    expect(summary(second)).toMatchObject({ keys: { 'envoy.yaml': 'envoy' }, problems: { config: ['duplicate'] } });
  });

  it('refuses two templates with different volumes of one name', () => {
    const both = load({ a: template('a', `default: true\n${VOLUME}`), b: template('b', OTHER_VOLUME) });
    expect(summary(both)).toMatchObject({ keys: { a: 'a' }, problems: { b: ['duplicate'] }, unavailable: ['b'] });
    expect(both.problems.get('b')?.[0]?.message).toBe('a volume "v" with other content is part of the key "a" too');
  });

  it('takes two templates with equal volumes of one name', () => {
    const documents = {
      a: template('a', `default: true\n${VOLUME}`),
      b: template('b', VOLUME.replace('{}}', '{medium: ""}}')),
    };
    expect(summary(load(documents))).toMatchObject({ keys: { a: 'a', b: 'b' }, ...GOOD });
  });

  it.each<[string, Documents, string | undefined, readonly string[]]>([
    ['one says so', { a: template('a'), b: template('b', 'default: true') }, 'b', []],
    ['none says so', { a: template('a'), b: template('b') }, undefined, ['no-default']],
    ['two say so', { a: template('a', 'default: true'), b: template('b', 'default: true') }, undefined, ['no-default']],
    ['the only good one says nothing beside a broken one', { a: template('a'), b: BROKEN }, undefined, []],
    ['one says so beside a broken one', { a: template('a', 'default: true'), b: BROKEN }, 'a', []],
  ])('chooses the default when %s', (_, documents, expected, problems) => {
    const loaded = load(documents);
    expect(loaded.set.defaultName).toBe(expected);
    expect((loaded.problems.get('') ?? []).map(({ code }) => code)).toStrictEqual(problems);
  });

  it.each<[string, Documents]>([
    ['two say so', { a: template('a', 'default: true'), b: template('b', 'default: true') }],
    ['none says so', { a: template('a'), b: template('b') }],
    ['a broken one comes in', { a: template('a'), b: BROKEN }],
  ])('keeps the default that was when %s', (_, documents) => {
    expect(load(documents, load({ a: template('a') })).set.defaultName).toBe('a');
  });

  it('says who says default: true', () => {
    const must = 'exactly one of the templates must say default: true; it is said by';
    expect(saidOfDefault({ a: template('a'), b: template('b') })).toBe(`${must} none`);
    expect(saidOfDefault({ a: template('a', 'default: true'), b: template('b', 'default: true') })).toBe(
      `${must} "a", "b"`,
    );
  });

  it('changes neither argument', () => {
    const first = load({ a: template('a') });
    const before = structuredClone(first);
    load({ b: BROKEN }, first, ['a']);
    expect(first).toStrictEqual(before);
  });

  it('refuses a newcomer whose volume differs from that of a last good template', () => {
    const first = load({ a: template('a', VOLUME) });
    expect(summary(load({ a: BROKEN, b: template('b', OTHER_VOLUME) }, first))).toMatchObject({
      keys: { a: 'a' },
      problems: { a: ['wrong-type'], b: ['duplicate'] },
      stale: ['a'],
    });
  });

  it('takes over a new volume that two templates in force change together', () => {
    const first = load({ a: template('a', VOLUME), b: template('b', VOLUME) });
    const next = load({ a: template('a', OTHER_VOLUME), b: template('b', OTHER_VOLUME) }, first);
    expect([...next.problems.keys()]).toStrictEqual(['']);
    expect(next.stale).toStrictEqual(new Set());
  });
});
