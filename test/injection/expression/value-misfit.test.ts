import { describe, expect, it } from 'vitest';
import { findValueMisfit } from '../../../src/injection/expression/value-misfit.ts';
import type { Json } from '../../../src/injection/json.ts';
import { fieldOf } from '../../../src/injection/pod-fields.ts';

describe('findValueMisfit', () => {
  it.each<[string, string, Json, string | undefined]>([
    ['Container', 'image', 'a', undefined],
    ['Container', 'image', 1, 'must be a string, not 1'],
    ['Container', 'image', null, 'must be a string, not null'],
    ['Container', 'stdin', true, undefined],
    ['Container', 'stdin', 'true', 'must be true or false, not "true"'],
    ['ContainerPort', 'containerPort', 80, undefined],
    ['ContainerPort', 'containerPort', 80.5, 'must be a whole number, not 80.5'],
    ['ContainerPort', 'containerPort', 2 ** 60, 'must be a whole number, not 1152921504606847000'],
    ['ContainerPort', 'protocol', 'UDP', undefined],
    ['ContainerPort', 'protocol', 'udp', 'must be one of "SCTP", "TCP", "UDP", not "udp"'],
    ['HTTPGetAction', 'port', 'http', undefined],
    ['HTTPGetAction', 'port', 80, undefined],
    ['HTTPGetAction', 'port', 8.5, 'must be a whole number or a string, not 8.5'],
    ['EmptyDirVolumeSource', 'sizeLimit', '64Mi', undefined],
    ['EmptyDirVolumeSource', 'sizeLimit', '64Mb', 'must be a quantity such as 100m or 64Mi, not "64Mb"'],
    ['Container', 'args', ['a', 'b'], undefined],
    ['Container', 'args', ['a', 1], '[1] must be a string, not 1'],
    ['Container', 'args', ['a', null], '[1] must be a string, not null'],
    ['Container', 'args', 'a', 'must be a list, not "a"'],
    ['PodSpec', 'nodeSelector', { disk: 'ssd' }, undefined],
    ['PodSpec', 'nodeSelector', { disk: 1 }, '["disk"] must be a string, not 1'],
    ['PodSpec', 'nodeSelector', ['ssd'], 'must be a mapping, not ["ssd"]'],
    ['PodSpec', 'containers', [{ name: 'a', image: null }], undefined],
    [
      'PodSpec',
      'containers',
      [{ name: 'a', imag: 'b' }],
      '[0] has a field "imag" that a Container lacks: did you mean "image"?',
    ],
    ['PodSpec', 'containers', [{ image: 'b' }], '[0] needs the field "name" of a Container'],
    [
      'PodSpec',
      'containers',
      [{ name: 'a', ports: [{ containerPort: 'x' }] }],
      '[0].ports[0].containerPort must be a whole number, not "x"',
    ],
    [
      'PodSpec',
      'containers',
      [{ name: 'a', resources: { limits: { cpu: 'x' } } }],
      '[0].resources.limits["cpu"] must be a quantity such as 100m or 64Mi, not "x"',
    ],
    ['PodSpec', 'nothingKnown', { a: [1] }, undefined],
    ['Container', 'image', ['\u001B[31m'], 'must be a string, not ["\\u001b[31m"]'],
  ])('%s.%s: %j is %s', (definition, field, value, misfit) => {
    expect(findValueMisfit(value, fieldOf(definition, field))).toBe(misfit);
  });

  it('takes a key named __proto__ for a field that is not known', () => {
    const value = JSON.parse('[{"name": "a", "__proto__": {}}]') as Json;
    expect(findValueMisfit(value, fieldOf('PodSpec', 'containers'))).toBe(
      '[0] has a field "__proto__" that a Container lacks',
    );
  });

  it('does not compare a long name with every field', () => {
    const started = performance.now();
    const value = [{ name: 'a', ['x'.repeat(500_000)]: 1 }];
    expect(findValueMisfit(value, fieldOf('PodSpec', 'containers'))).toBe(
      `[0] has a field "${'x'.repeat(60)}…" that a Container lacks`,
    );
    expect(performance.now() - started).toBeLessThan(100);
  });
});
