import { describe, expect, it } from 'vitest';
import { isTemplateContainer } from '../../src/injection/container-match.ts';
import type { JsonObject } from '../../src/injection/json.ts';

const SAME = { name: 'envoy', image: 'envoy:1' };
const template = (rest: JsonObject): JsonObject => ({ ...SAME, ...rest });
const defaulted = {
  imagePullPolicy: 'IfNotPresent',
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  resources: {},
};

describe('isTemplateContainer', () => {
  it.each<[string, JsonObject, JsonObject, boolean]>([
    ['the same', {}, {}, true],
    ['as the API server defaults it', {}, defaulted, true],
    ['with another image', {}, { image: 'envoy:2' }, false],
    [
      'with a quantity written otherwise',
      { resources: { limits: { cpu: '1000m' } } },
      { resources: { limits: { cpu: '1' } } },
      true,
    ],
    ['with another quantity', { resources: { limits: { cpu: '1' } } }, { resources: { limits: { cpu: '2' } } }, false],
    [
      'with more resources',
      { resources: { limits: { cpu: '1' } } },
      { resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '1' } } },
      true,
    ],
    ['without a resource', { resources: { limits: { cpu: '1' } } }, { resources: { requests: { cpu: '1' } } }, false],
    ['with resources that the template leaves out', {}, { resources: { limits: { cpu: '1' } } }, true],
    [
      'with a claim',
      { resources: { claims: [{ name: 'gpu' }] } },
      { resources: { claims: [{ name: 'x' }, { name: 'gpu' }] } },
      true,
    ],
    ['without a claim', { resources: { claims: [{ name: 'gpu' }] } }, { resources: {} }, false],
    ['with more env', { env: [{ name: 'A', value: '1' }] }, { env: [{ name: 'X' }, { name: 'A', value: '1' }] }, true],
    ['with env that the template leaves out', {}, { env: [{ name: 'A' }] }, true],
    ['with another value in env', { env: [{ name: 'A', value: '1' }] }, { env: [{ name: 'A', value: '2' }] }, false],
    [
      'with the value twice, of which the last counts',
      { env: [{ name: 'A', value: '1' }] },
      {
        env: [
          { name: 'A', value: '1' },
          { name: 'A', value: '2' },
        ],
      },
      false,
    ],
    ['with an empty value left out', { env: [{ name: 'A', value: '' }] }, { env: [{ name: 'A' }] }, true],
    ['without env', { env: [{ name: 'A', value: '1' }] }, { env: null }, false],
    [
      'with a defaulted field reference',
      { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'x' } } }] },
      { env: [{ name: 'A', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'x' } } }] },
      true,
    ],
    [
      'with more envFrom',
      { envFrom: [{ configMapRef: { name: 'a' } }] },
      { envFrom: [{ secretRef: { name: 'b' } }, { configMapRef: { name: 'a' } }] },
      true,
    ],
    [
      'with other envFrom',
      { envFrom: [{ configMapRef: { name: 'a' } }] },
      { envFrom: [{ configMapRef: { name: 'b' } }] },
      false,
    ],
    [
      'with more mounts',
      { volumeMounts: [{ name: 'v', mountPath: '/v' }] },
      {
        volumeMounts: [
          { name: 'v', mountPath: '/v', readOnly: false },
          { name: 't', mountPath: '/t' },
        ],
      },
      true,
    ],
    [
      'with a mount path written with a slash',
      { volumeMounts: [{ name: 'v', mountPath: '/v/' }] },
      { volumeMounts: [{ name: 'v', mountPath: '/v' }] },
      true,
    ],
    [
      'with another volume at the mount',
      { volumeMounts: [{ name: 'v', mountPath: '/v' }] },
      { volumeMounts: [{ name: 'w', mountPath: '/v' }] },
      false,
    ],
    [
      'with a device',
      { volumeDevices: [{ name: 'd', devicePath: '/dev/x' }] },
      { volumeDevices: [{ name: 'd', devicePath: '/dev/x' }] },
      true,
    ],
    [
      'with a defaulted port',
      { ports: [{ containerPort: 80 }] },
      { ports: [{ containerPort: 80, protocol: 'TCP' }] },
      true,
    ],
    [
      'with ports in another order',
      { ports: [{ containerPort: 1 }, { containerPort: 2 }] },
      { ports: [{ containerPort: 2 }, { containerPort: 1 }] },
      true,
    ],
    [
      'with more ports',
      { ports: [{ containerPort: 80 }] },
      { ports: [{ containerPort: 80 }, { containerPort: 81 }] },
      false,
    ],
    ['with a host port', { ports: [{ containerPort: 80 }] }, { ports: [{ containerPort: 80, hostPort: 80 }] }, false],
    ['with ports that the template leaves out', {}, { ports: [{ containerPort: 80 }] }, true],
    ['under AlwaysPullImages', { imagePullPolicy: 'IfNotPresent' }, { imagePullPolicy: 'Always' }, true],
    ['with another pull policy', { imagePullPolicy: 'Always' }, { imagePullPolicy: 'Never' }, false],
    ['with the command in another order', { command: ['a', 'b'] }, { command: ['b', 'a'] }, false],
    [
      'with the same probe',
      { livenessProbe: { httpGet: { port: 80 } } },
      {
        livenessProbe: {
          httpGet: { path: '/', port: 80, scheme: 'HTTP' },
          timeoutSeconds: 1,
          periodSeconds: 10,
          successThreshold: 1,
          failureThreshold: 3,
        },
      },
      true,
    ],
    [
      'with another probe handler',
      { livenessProbe: { httpGet: { port: 80 } } },
      { livenessProbe: { tcpSocket: { port: 80 } } },
      false,
    ],
    ['with a field that no schema knows', {}, { 'x-unknown': 1 }, true],
    ['with the zero values left out', { stdin: false, tty: false, workingDir: '' }, {}, true],
    ['with a terminal', { tty: true }, {}, false],
  ])('of a container %s', (_, wanted, present, expected) => {
    expect(isTemplateContainer(template(wanted), template(present), false)).toBe(expected);
  });

  it.each<[string, JsonObject[string]]>([
    ['command', ['sh']],
    ['args', ['-c']],
    ['workingDir', '/'],
    ['lifecycle', { preStop: { exec: { command: ['x'] } } }],
    ['securityContext', { privileged: true }],
    ['restartPolicy', 'Always'],
    ['livenessProbe', { exec: { command: ['x'] } }],
    ['readinessProbe', { exec: { command: ['x'] } }],
    ['startupProbe', { exec: { command: ['x'] } }],
  ])('refuses a container with %s where the template leaves it out', (field, value) => {
    expect(isTemplateContainer(template({}), template({ [field]: value }), false)).toBe(false);
    expect(isTemplateContainer(template({ [field]: null }), template({ [field]: value }), false)).toBe(false);
    expect(isTemplateContainer(template({ [field]: value }), template({ [field]: value }), false)).toBe(true);
    expect(isTemplateContainer(template({ [field]: value }), template({}), false)).toBe(false);
  });

  it.each(['command', 'args'])('takes an empty list for no %s', (field) => {
    expect(isTemplateContainer(template({}), template({ [field]: [] }), false)).toBe(true);
  });

  it.each(['lifecycle', 'securityContext'])('takes an empty map for no %s', (field) => {
    expect(isTemplateContainer(template({}), template({ [field]: {} }), false)).toBe(true);
  });

  it('takes the host port that the API server gives on a host network', () => {
    const wanted = template({ ports: [{ containerPort: 80 }] });
    const stored = template({ ports: [{ containerPort: 80, hostPort: 80, protocol: 'TCP' }] });
    expect(isTemplateContainer(wanted, stored, true)).toBe(true);
    expect(isTemplateContainer(stored, wanted, true)).toBe(true);
    expect(isTemplateContainer(wanted, template({ ports: [{ containerPort: 80, hostPort: 81 }] }), true)).toBe(false);
  });
});
