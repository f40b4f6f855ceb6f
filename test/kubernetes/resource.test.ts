import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/injection/json.ts';
import { ObjectStore } from '../../src/kubernetes/object-store.ts';
import { storedObject, type Resource, type StoredObject } from '../../src/kubernetes/resource.ts';

const PODS: Resource<string> = {
  path: '/api/v1/pods',
  isNamespaced: true,
  metadataOnly: false,
  keep: (pod) => JSON.stringify(pod['spec']),
};

function store(resource: Resource<string>, object: JsonObject): StoredObject<string> {
  const stored = storedObject(resource, object);
  if (!stored.ok) throw new Error(stored.error);
  return stored.value;
}

function podOf(namespace: string, uid: string): JsonObject {
  return { metadata: { name: 'web', namespace, uid, resourceVersion: '1' }, spec: {} };
}

describe('objects of many namespaces', () => {
  it('are others where only their names are the same', () => {
    const objects = new ObjectStore<string>();
    const pods = [podOf('one', 'u1'), podOf('two', 'u2')].map((pod) => store(PODS, pod));
    for (const pod of pods) objects.put(pod);
    expect([objects.size, objects.get('one/web')?.uid, objects.get('two/web')?.uid]).toEqual([2, 'u1', 'u2']);
    for (const pod of pods.slice(0, 1)) objects.remove(pod);
    expect([objects.get('one/web'), objects.get('two/web')?.uid]).toEqual([undefined, 'u2']);
  });

  it('are known by their name alone where a resource is of one namespace', () => {
    const { isNamespaced: _, ...own } = PODS;
    expect(store(own, podOf('one', 'u1')).name).toBe('web');
  });
});
