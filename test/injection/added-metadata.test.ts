import { describe, expect, it } from 'vitest';
import {
  addMore,
  diffWithAdded,
  isSameWithAdded,
  NOTHING_ADDED,
  valueWith,
  withAdded,
  type AddedMetadata,
} from '../../src/injection/added-metadata.ts';
import type { Json, JsonObject } from '../../src/injection/json.ts';
import { diff } from '../../src/injection/patch.ts';
import { applyPatch, copyOf, deepFreeze } from '../support/apply-patch.ts';

const ADDED: AddedMetadata = deepFreeze({ labels: { mesh: 'on', 'a/b~c': '' }, annotations: { note: 'new' } });

/** Metadata of every kind, also such as no API server sends. */
const METADATA: readonly (Json | undefined)[] = [
  undefined,
  null,
  {},
  'text',
  { name: 'shop', labels: {}, annotations: {} },
  { labels: null, annotations: { other: 'x' } },
  { annotations: { note: 'old' }, labels: { app: 'shop', mesh: 'on' } },
  { labels: 'text', annotations: [] },
  { labels: JSON.parse('{"__proto__": "x", "app": "shop"}') as Json },
];

function podWith(metadata: Json | undefined): JsonObject {
  return deepFreeze({ kind: 'Pod', ...(metadata !== undefined && { metadata }), spec: { containers: [] } });
}

describe('diffWithAdded', () => {
  it.each(METADATA)('is the patch to the whole Pod, of metadata %j', (metadata) => {
    const pod = podWith(metadata);
    const after = { ...pod, spec: { containers: [{ name: 'envoy' }] } };
    const patch = diffWithAdded(pod, after, ADDED);
    expect(patch).toStrictEqual(diff(pod, withAdded(after, ADDED)));
    expect(applyPatch(copyOf(pod), patch)).toStrictEqual(withAdded(after, ADDED));
  });

  it('looks at no other label', () => {
    const labels = new Proxy<JsonObject>(
      { app: 'shop' },
      {
        ownKeys: () => {
          throw new Error('all labels were looked at');
        },
      },
    );
    const pod = { metadata: { labels }, spec: {} };
    expect(diffWithAdded(pod, pod, ADDED)).toStrictEqual([
      { op: 'add', path: '/metadata/labels/mesh', value: 'on' },
      { op: 'add', path: '/metadata/labels/a~1b~0c', value: '' },
      { op: 'add', path: '/metadata/annotations', value: { note: 'new' } },
    ]);
    expect(diffWithAdded(pod, pod, NOTHING_ADDED)).toStrictEqual([]);
  });
});

describe('withAdded', () => {
  it('gives the very same Pod where nothing is added', () => {
    const pod = podWith({ labels: {} });
    expect(withAdded(pod, NOTHING_ADDED)).toBe(pod);
  });
});

describe('addMore', () => {
  it('gives the very same record where there is no more', () => {
    expect(addMore(ADDED, {}, {})).toBe(ADDED);
    expect(addMore(ADDED, { x: '1' }, {})).toStrictEqual({ ...ADDED, labels: { ...ADDED.labels, x: '1' } });
    expect(addMore(ADDED, {}, { note: 'newer' }).annotations).toStrictEqual({ note: 'newer' });
  });
});

describe('valueWith', () => {
  it('sees what is added before what the Pod has', () => {
    const pod = podWith({ annotations: { note: 'old', mine: 'x' } });
    const values = ['note', 'mine', 'none', 'constructor'].map((key) => valueWith(pod, ADDED, 'annotations', key));
    expect(values).toStrictEqual(['new', 'x', undefined, undefined]);
  });
});

describe('isSameWithAdded', () => {
  it('compares what is added and the rest', () => {
    const pod = podWith({ labels: { mesh: 'on', 'a/b~c': '' }, annotations: { note: 'new', mine: 'x' } });
    expect(isSameWithAdded(pod, { ...pod, spec: { containers: [] } }, ADDED)).toBe(true);
    expect(isSameWithAdded(pod, pod, addMore(ADDED, {}, { note: 'newer' }))).toBe(false);
    expect(isSameWithAdded(pod, { ...pod, spec: {} }, ADDED)).toBe(false);
  });
});
