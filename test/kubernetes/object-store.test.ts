import { describe, expect, it } from 'vitest';
import { ObjectStore, type Change } from '../../src/kubernetes/object-store.ts';
import type { StoredObject } from '../../src/kubernetes/resource.ts';

const object = (name: string, uid: string, resourceVersion: string): StoredObject<string> => ({
  name,
  uid,
  resourceVersion,
  item: '',
});

const brief = (changes: readonly Change<string>[]): readonly string[] =>
  changes.map((change) => `${change.type} ${change.object.name}/${change.object.uid}@${change.object.resourceVersion}`);

function storeOf(...objects: readonly StoredObject<string>[]): ObjectStore<string> {
  const store = new ObjectStore<string>();
  store.replace(objects);
  return store;
}

describe('ObjectStore.replace', () => {
  it('tells of additions, changes, deletions and objects made again', () => {
    const store = storeOf(
      object('same', 'u1', '1'),
      object('new', 'u2', '1'),
      object('gone', 'u3', '1'),
      object('again', 'u4', '1'),
    );
    const changes = store.replace([
      object('same', 'u1', '1'),
      object('new', 'u2', '2'),
      object('again', 'u5', '2'),
      object('first', 'u6', '1'),
    ]);
    expect(brief(changes)).toEqual([
      'deleted gone/u3@1',
      'modified new/u2@2',
      'deleted again/u4@1',
      'added again/u5@2',
      'added first/u6@1',
    ]);
    expect([...store.snapshot().keys()]).toEqual(['same', 'new', 'again', 'first']);
  });

  it('counts an object once that two pages hold', () => {
    const store = new ObjectStore<string>();
    expect(brief(store.replace([object('a', 'u1', '1'), object('a', 'u1', '2')]))).toEqual(['added a/u1@2']);
  });
});

describe('ObjectStore.put and remove', () => {
  it.each([
    ['an unknown object', object('b', 'u2', '1'), ['added b/u2@1']],
    ['another version', object('a', 'u1', '2'), ['modified a/u1@2']],
    ['the same version', object('a', 'u1', '1'), []],
    ['another uid', object('a', 'u9', '2'), ['deleted a/u1@1', 'added a/u9@2']],
  ])('puts %s', (_name, next, expected) => {
    const store = storeOf(object('a', 'u1', '1'));
    expect(brief(store.put(next))).toEqual(expected);
    expect(store.get(next.name)).toEqual(next);
  });

  it.each([
    ['a known object', object('a', 'u1', '2'), ['deleted a/u1@2'], 0],
    ['an unknown one', object('b', 'u2', '2'), [], 1],
    ['an earlier one of that name', object('a', 'u0', '2'), [], 1],
  ])('removes %s', (_name, gone, expected, size) => {
    const store = storeOf(object('a', 'u1', '1'));
    expect(brief(store.remove(gone))).toEqual(expected);
    expect(store.size).toBe(size);
  });
});

describe('ObjectStore.snapshot', () => {
  it('never changes what it gave', () => {
    const store = storeOf(object('a', 'u1', '1'));
    const first = store.snapshot();
    store.put(object('b', 'u2', '1'));
    const second = store.snapshot();
    store.remove(object('a', 'u1', '1'));
    const third = store.snapshot();
    store.replace([]);
    expect([first, second, third, store.snapshot()].map((snapshot) => Array.from(snapshot.keys()))).toEqual([
      ['a'],
      ['a', 'b'],
      ['b'],
      [],
    ]);
  });

  it('copies once for any number of changes', () => {
    const store = storeOf(object('a', 'u1', '1'));
    store.put(object('b', 'u2', '1'));
    expect(store.snapshot()).toBe(store.snapshot());
  });
});
