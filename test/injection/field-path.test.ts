import { describe, expect, it } from 'vitest';
import { resolvePath, withoutValueAt, withValueAt, type Steps } from '../../src/injection/field-path.ts';

const POD = {
  spec: {
    nodeSelector: { 'mesh.example/ready': 'yes', mesh: 'no' },
    tolerations: [
      { key: 'a]b', operator: 'Exists' },
      { operator: 'Exists', key: 'mesh' },
    ],
    securityContext: { supplementalGroups: [100, 1337] },
    containers: [
      { name: 'app', ports: [{ containerPort: 53 }, { containerPort: 53, protocol: 'UDP' }] },
      { name: 'q"]', env: [{ name: 'X' }, { name: 'X', value: 'last' }], volumeMounts: [{ mountPath: '/etc/envoy/' }] },
    ],
  },
};

describe('resolvePath', () => {
  it.each<[string, Steps]>([
    ['spec.nodeSelector.mesh.example/ready', ['spec', 'nodeSelector', 'mesh.example/ready']],
    ['spec.nodeSelector.mesh', ['spec', 'nodeSelector', 'mesh']],
    ['spec.tolerations[{"key":"mesh","operator":"Exists"}]', ['spec', 'tolerations', 1]],
    ['spec.tolerations[{"key":"a]b","operator":"Exists"}].key', ['spec', 'tolerations', 0, 'key']],
    ['spec.securityContext.supplementalGroups[1337]', ['spec', 'securityContext', 'supplementalGroups', 1]],
    ['spec.containers[name="app"]', ['spec', 'containers', 0]],
    ['spec.containers[name="app"].ports[containerPort=53,protocol="TCP"]', ['spec', 'containers', 0, 'ports', 0]],
    ['spec.containers[name="app"].ports[containerPort=53,protocol="UDP"]', ['spec', 'containers', 0, 'ports', 1]],
    ['spec.containers[name="q\\"]"].env[name="X"]', ['spec', 'containers', 1, 'env', 1]],
    [
      'spec.containers[name="q\\"]"].volumeMounts[mountPath="/etc/envoy"]',
      ['spec', 'containers', 1, 'volumeMounts', 0],
    ],
  ])('finds %s', (path, steps) => {
    expect(resolvePath(POD, path)).toStrictEqual(steps);
  });

  it.each([
    'spec.absent',
    'spec.toString',
    'spec.nodeSelector.mes',
    'spec.containers[name="other"]',
    'spec.containers[name="app"',
    'spec.containers[garbage]',
    'spec.containers[name="app"].ports[containerPort=80,protocol="TCP"]',
    'spec.tolerations[{"key":"mesh"}]',
    'spec.securityContext[name="app"]',
    'spec.containers.name',
  ])('does not find %s', (path) => {
    expect(resolvePath(POD, path)).toBeUndefined();
  });
});

describe('a value at a place', () => {
  it('is replaced without touching what is not on the way', () => {
    const changed = withValueAt(POD, ['spec', 'securityContext', 'supplementalGroups', 1], 7);
    expect(changed).toStrictEqual({ spec: { ...POD.spec, securityContext: { supplementalGroups: [100, 7] } } });
    expect((changed as typeof POD).spec.containers).toBe(POD.spec.containers);
  });

  it('is taken out of objects and lists', () => {
    expect(withoutValueAt({ a: [1, { b: 2, c: 3 }] }, ['a', 1, 'b'])).toStrictEqual({ a: [1, { c: 3 }] });
    expect(withoutValueAt({ a: [1, 2] }, ['a', 0])).toStrictEqual({ a: [2] });
  });
});
