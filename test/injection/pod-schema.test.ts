import { describe, expect, it } from 'vitest';
import { fieldOf } from '../../src/injection/pod-fields.ts';

describe('POD_SCHEMA', () => {
  it.each([
    ['PodSpec', 'containers', ['name']],
    ['PodSpec', 'volumes', ['name']],
    ['PodSpec', 'imagePullSecrets', ['name']],
    ['PodSpec', 'hostAliases', ['ip']],
    ['PodSpec', 'resourceClaims', ['name']],
    ['PodSpec', 'schedulingGates', ['name']],
    ['PodSpec', 'topologySpreadConstraints', ['topologyKey', 'whenUnsatisfiable']],
    ['Container', 'env', ['name']],
    ['Container', 'ports', ['containerPort', 'protocol']],
    ['Container', 'volumeMounts', ['mountPath']],
    ['Container', 'volumeDevices', ['devicePath']],
    ['ResourceRequirements', 'claims', ['name']],
    ['PodSpec', 'tolerations', undefined],
    ['Container', 'args', undefined],
    ['Container', 'envFrom', undefined],
  ])('identifies entries of %s.%s by %j', (definition, field, keys) => {
    expect(fieldOf(definition, field).keys).toEqual(keys);
  });
});
