import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/injection/json.ts';
import { describeKey, findEntry, isSameEntry, keyValue } from '../../src/injection/keyed-list.ts';
import { fieldOf } from '../../src/injection/pod-fields.ts';

const PORTS = fieldOf('Container', 'ports');
const MOUNTS = fieldOf('Container', 'volumeMounts');
const TOLERATIONS = fieldOf('PodSpec', 'tolerations');

describe('findEntry', () => {
  const tcp = { containerPort: 80, name: 'first' };
  const again = { containerPort: 80, protocol: 'TCP', name: 'last' };
  const udp = { containerPort: 80, protocol: 'UDP' };

  it('takes the last entry of a key that stands twice', () => {
    expect(findEntry([tcp, again, udp], { containerPort: 80 }, PORTS)).toBe(again);
  });

  it('takes an absent protocol for TCP', () => {
    expect(findEntry([tcp, udp], { containerPort: 80, protocol: 'TCP' }, PORTS)).toBe(tcp);
    expect(findEntry([udp], { containerPort: 80 }, PORTS)).toBeUndefined();
  });

  it('takes a mount path with and without a slash at its end for the same', () => {
    const mount = { mountPath: '/data/' };
    expect(findEntry([mount], { mountPath: '/data' }, MOUNTS)).toBe(mount);
  });

  it('looks for the same value where there is no key', () => {
    const entry = { key: 'a', operator: 'Equal' };
    expect(findEntry([entry], { key: 'a' }, TOLERATIONS)).toBe(entry);
    expect(findEntry([entry], { key: 'a', effect: 'NoExecute' }, TOLERATIONS)).toBeUndefined();
  });
});

describe('keyValue', () => {
  it.each<[JsonObject, string, unknown]>([
    [{ mountPath: '/' }, 'mountPath', '/'],
    [{ mountPath: '/a/' }, 'mountPath', '/a'],
    [{ name: 'a/' }, 'name', 'a/'],
    [{}, 'protocol', 'TCP'],
    [{ protocol: null }, 'protocol', 'TCP'],
    [{}, 'name', undefined],
  ])('of %j at %s', (entry, key, expected) => {
    expect(keyValue(entry, key)).toBe(expected);
  });
});

describe('describeKey', () => {
  it('writes the keys as Kubernetes does', () => {
    expect(describeKey({ containerPort: 80 }, PORTS)).toBe('containerPort=80,protocol="TCP"');
    expect(describeKey({}, MOUNTS)).toBe('mountPath=null');
  });
});

describe('isSameEntry', () => {
  it('holds for no entry that is not there', () => {
    expect(isSameEntry({ containerPort: 80 }, undefined, PORTS)).toBe(false);
    expect(isSameEntry({ containerPort: 80 }, { containerPort: 80, protocol: 'TCP' }, PORTS)).toBe(true);
  });
});
