import { describe, expect, it } from 'vitest';
import { addTemplate } from '../../src/injection/add-template.ts';
import { exceedsAnnotations } from '../../src/injection/fit.ts';
import type { JsonObject } from '../../src/injection/json.ts';
import { podOf, targetOf, templateOf } from '../support/load-example.ts';

const PORT = '{name: envoy, image: "e:1", ports: [{containerPort: 80, hostPort: 80}]}';
const app = (rest: JsonObject): JsonObject => ({ containers: [{ name: 'app', image: 'shop:1', ...rest }] });
const ports = (...list: readonly JsonObject[]): JsonObject => app({ ports: list });
const small = { requests: { cpu: '100m' } };

/** Why a template does not fit, or what it came to. */
function misfit(template: string, pod: JsonObject, isExplicit = true): string {
  const { decision } = addTemplate(templateOf('envoy', template), targetOf(pod, isExplicit));
  return decision.action === 'reject' ? decision.message : `${decision.action} ${decision.reason}`;
}

const says = (why: string): string => `template "envoy" does not fit this Pod: ${why}`;

describe('findMisfit', () => {
  it.each<[string, string, JsonObject, string]>([
    [
      'two containers of the application would have one host port',
      'containers: [{name: envoy, image: "e:1"}, {name: "*", ports: [{containerPort: 80, hostPort: 80}]}]',
      {
        containers: [
          { name: 'app', image: 'shop:1' },
          { name: 'web', image: 'shop:1' },
        ],
      },
      says("two of the Pod's containers would use the host port 80/TCP"),
    ],
    [
      'a sysctl would be the node’s',
      'hostNetwork: allow\nsecurityContext: {sysctls: [{name: net.core.somaxconn, value: "1"}]}\ncontainers: [{name: x, image: "i:1"}]',
      { hostNetwork: true },
      says('spec.securityContext.sysctls cannot set "net.core.somaxconn", which is the node\'s'),
    ],
    [
      'a sysctl of another namespace is set on the host network',
      'hostNetwork: allow\nsecurityContext: {sysctls: [{name: kernel.shm_rmid_forced, value: "1"}]}\ncontainers: [{name: x, image: "i:1"}]',
      { hostNetwork: true },
      'inject injected',
    ],
    [
      'processes are shared on Windows',
      'os: any\nshareProcessNamespace: true\ncontainers: [{name: x, image: "i:1"}]',
      { os: { name: 'windows' } },
      says('spec.shareProcessNamespace cannot be set for Windows'),
    ],
    [
      'a group of files is set on Windows',
      'os: any\nsecurityContext: {fsGroup: 7}\ncontainers: [{name: x, image: "i:1"}]',
      { os: { name: 'windows' } },
      says("the Pod's operating system does not have spec.securityContext.fsGroup"),
    ],
    [
      'a container is an init container already',
      'containers: [{name: x, image: "i:1"}]',
      { initContainers: [{ name: 'x' }] },
      says('the Pod has a container "x" in spec.initContainers already'),
    ],
    [
      'an init container is a container already',
      'initContainers: [{name: app, image: "i:1"}]',
      {},
      says('the Pod has a container "app" in spec.containers already'),
    ],
    [
      'a container is an ephemeral one already',
      'containers: [{name: x, image: "i:1"}]',
      { ephemeralContainers: [{ name: 'x' }] },
      says('the Pod has a container "x" in spec.ephemeralContainers already'),
    ],
    [
      'the host port is taken',
      `containers: [${PORT}]`,
      ports({ containerPort: 8080, hostPort: 80 }),
      says('the Pod uses the host port 80/TCP already'),
    ],
    [
      'the host port is taken on one address',
      'containers: [{name: e, image: "e:1", ports: [{containerPort: 80, hostPort: 80, hostIP: 10.0.0.1}]}]',
      ports({ containerPort: 1, hostPort: 80, hostIP: '10.0.0.1', protocol: 'TCP' }),
      says('the Pod uses the host port 80/TCP on 10.0.0.1 already'),
    ],
    [
      'the host port is taken for UDP only',
      `containers: [${PORT}]`,
      ports({ containerPort: 80, hostPort: 80, protocol: 'UDP' }),
      'inject injected',
    ],
    [
      'the host port is taken on one address only',
      `containers: [${PORT}]`,
      ports({ containerPort: 80, hostPort: 80, hostIP: '10.0.0.1' }),
      'inject injected',
    ],
    [
      'the container port is the same',
      'containers: [{name: e, image: "e:1", ports: [{containerPort: 80}]}]',
      ports({ containerPort: 80 }),
      'inject injected',
    ],
    [
      'the container port is the same on the host network',
      'hostNetwork: allow\ncontainers: [{name: e, image: "e:1", ports: [{containerPort: 80}]}]',
      { ...ports({ containerPort: 80, hostPort: 80 }), hostNetwork: true },
      says('the Pod uses the host port 80/TCP already'),
    ],
    [
      'two containers of the template have one port on the host network',
      'hostNetwork: allow\ncontainers: [{name: e, image: "e:1", ports: [{containerPort: 80}]}, {name: f, image: "f:1", ports: [{containerPort: 80}]}]',
      { hostNetwork: true },
      says("two of the template's containers use the host port 80/TCP"),
    ],
    [
      'a port for every container of the application meets two on the host network',
      'hostNetwork: allow\ncontainers: [{name: "*", ports: [{containerPort: 80}]}]',
      {
        containers: [
          { name: 'app', image: 'shop:1' },
          { name: 'web', image: 'shop:1' },
        ],
        hostNetwork: true,
      },
      says("two of the Pod's containers would use the host port 80/TCP"),
    ],
    [
      'two containers of the Pod share a host port already',
      'containers: [{name: e, image: "e:1"}]',
      {
        containers: [
          { name: 'app', image: 'shop:1', ports: [{ containerPort: 1, hostPort: 80 }] },
          { name: 'web', image: 'shop:1', ports: [{ containerPort: 2, hostPort: 80 }] },
        ],
      },
      'inject injected',
    ],
    [
      'a kernel parameter of the network is set on the host network',
      'hostNetwork: allow\nsecurityContext: {sysctls: [{name: net/ipv4/tcp_syncookies, value: "0"}]}\ncontainers: [{name: e, image: "e:1"}]',
      { hostNetwork: true },
      says('spec.securityContext.sysctls cannot set "net/ipv4/tcp_syncookies", which is the node\'s'),
    ],
    [
      'a kernel parameter of IPC is set on the IPC of the host',
      'securityContext: {sysctls: [{name: kernel.shmmax, value: "1"}]}\ncontainers: [{name: e, image: "e:1"}]',
      { hostIPC: true },
      says('spec.securityContext.sysctls cannot set "kernel.shmmax", which is the node\'s'),
    ],
    [
      'a kernel parameter of IPC is set on the host network',
      'hostNetwork: allow\nsecurityContext: {sysctls: [{name: kernel.shmmax, value: "1"}]}\ncontainers: [{name: e, image: "e:1"}]',
      { hostNetwork: true },
      'inject injected',
    ],
    [
      'two processes spaces are asked for',
      'shareProcessNamespace: true\ncontainers: [{name: e, image: "e:1"}]',
      { hostPID: true },
      says('spec.shareProcessNamespace cannot be true beside spec.hostPID'),
    ],
    [
      'a gate is added to a Pod with a node',
      'schedulingGates: [{name: x.dev/y}]\ncontainers: [{name: e, image: "e:1"}]',
      { nodeName: 'n' },
      says('spec.schedulingGates cannot be set beside spec.nodeName'),
    ],
    [
      'the Pod has less for all containers',
      'containers: [{name: e, image: "e:1", resources: {requests: {cpu: 60m}}}]',
      { ...app({ resources: { requests: { cpu: '50m' } } }), resources: small },
      says('with it the containers exceed the Pod\'s own spec.resources for "cpu"'),
    ],
    [
      'the Pod has just enough for all containers',
      'containers: [{name: e, image: "e:1", resources: {requests: {cpu: 50m}}}]',
      { ...app({ resources: { requests: { cpu: '0.05' } } }), resources: small },
      'inject injected',
    ],
    [
      'a limit is the request too',
      'containers: [{name: e, image: "e:1", resources: {limits: {cpu: 200m}}}]',
      { resources: small },
      says('with it the containers exceed the Pod\'s own spec.resources for "cpu"'),
    ],
    [
      'one container may use more than the Pod',
      'containers: [{name: e, image: "e:1", resources: {requests: {cpu: 1m}, limits: {cpu: 2}}}]',
      { resources: { limits: { cpu: '1' } } },
      says('with it the containers exceed the Pod\'s own spec.resources for "cpu"'),
    ],
    [
      'two containers together may use more than the Pod',
      'containers: [{name: e, image: "e:1", resources: {requests: {cpu: 1m}, limits: {cpu: 1}}}]',
      { ...app({ resources: { limits: { cpu: '1' }, requests: { cpu: '1m' } } }), resources: { limits: { cpu: '1' } } },
      'inject injected',
    ],
    [
      'huge pages are added up',
      'containers: [{name: e, image: "e:1", resources: {limits: {hugepages-2Mi: 2Mi}}}]',
      {
        ...app({ resources: { limits: { 'hugepages-2Mi': '2Mi' } } }),
        resources: { limits: { 'hugepages-2Mi': '2Mi' } },
      },
      says('with it the containers exceed the Pod\'s own spec.resources for "hugepages-2Mi"'),
    ],
    [
      'an init container runs alone',
      'initContainers: [{name: e, image: "e:1", resources: {requests: {cpu: 100m}}}]',
      { ...app({ resources: { requests: { cpu: '100m' } } }), resources: small },
      'inject injected',
    ],
    [
      'an init container asks for too much',
      'initContainers: [{name: e, image: "e:1", resources: {requests: {cpu: 101m}}}]',
      { resources: small },
      says('with it the containers exceed the Pod\'s own spec.resources for "cpu"'),
    ],
    [
      'a restartable init container runs beside the others',
      'initContainers: [{name: e, image: "e:1", restartPolicy: Always, resources: {requests: {cpu: 10m}}}]',
      { ...app({ resources: { requests: { cpu: '91m' } } }), resources: small },
      says('with it the containers exceed the Pod\'s own spec.resources for "cpu"'),
    ],
    [
      'an init container runs beside a restartable one before it',
      'initContainers: [{name: r, image: "e:1", restartPolicy: Always, resources: {requests: {cpu: 50m}}}, {name: e, image: "e:1", resources: {requests: {cpu: 51m}}}]',
      { resources: small },
      says('with it the containers exceed the Pod\'s own spec.resources for "cpu"'),
    ],
    [
      'an init container runs before a restartable one',
      'order: {initContainers: last}\ninitContainers: [{name: e, image: "e:1", resources: {requests: {cpu: 51m}}}, {name: r, image: "e:1", restartPolicy: Always, resources: {requests: {cpu: 50m}}}]',
      { resources: small },
      'inject injected',
    ],
    [
      'the Pod asks for too much without it',
      'containers: [{name: e, image: "e:1", resources: {requests: {cpu: 1}}}]',
      { ...app({ resources: { requests: { cpu: '2' } } }), resources: small },
      'inject injected',
    ],
    [
      'the Pod has resources of another kind',
      'containers: [{name: e, image: "e:1", resources: {requests: {memory: 1Gi}}}]',
      { resources: small },
      'inject injected',
    ],
  ])('when %s', (_, template, spec, expected) => {
    expect(misfit(template, podOf(spec))).toBe(expected);
  });

  it('only skips what the namespace gives', () => {
    expect(misfit(`containers: [${PORT}]`, podOf(ports({ containerPort: 80, hostPort: 80 })), false)).toBe(
      'skip does-not-fit',
    );
  });

  it('refuses annotations that would pass 256 KiB', () => {
    const template = 'metadata: {annotations: {note: "1"}}\ncontainers: [{name: e, image: "e:1"}]';
    const full = podOf({}, { long: 'x'.repeat(256 * 1024 - 4) });
    expect(misfit(template, full)).toBe(says('its annotations would hold more than 256 KiB'));
    expect(misfit(template.replace('note: "1"', ''), full)).toBe('inject injected');
  });
});

describe('exceedsAnnotations', () => {
  it.each<[string, JsonObject | undefined, boolean]>([
    ['none', undefined, false],
    ['exactly the limit', { a: 'x'.repeat(262_143) }, false],
    ['one byte more', { a: 'x'.repeat(262_144) }, true],
    ['characters of two bytes', { a: 'é'.repeat(131_072) }, true],
    ['characters of two bytes that fit', { a: 'é'.repeat(131_071) }, false],
  ])('counts bytes of UTF-8: %s', (_, annotations, expected) => {
    expect(exceedsAnnotations(annotations)).toBe(expected);
  });
});
