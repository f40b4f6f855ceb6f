import { describe, expect, it } from 'vitest';
import { injectPod } from '../../src/injection/inject-pod.ts';
import type { JsonObject } from '../../src/injection/json.ts';
import { podOf, setOf, subjectOf } from '../support/load-example.ts';

/** Why a Pod with one container of these fields, and this spec, cannot have a template. */
function misfit(template: string, container: JsonObject, spec: JsonObject = {}): string {
  const pod = podOf({ containers: [{ name: 'app', image: 'shop:1', ...container }], ...spec });
  const { decision } = injectPod(subjectOf(pod), setOf({ envoy: `os: any\nhostNetwork: allow\n${template}` }));
  return 'message' in decision ? decision.message : `${decision.action} ${decision.reason}`;
}

const shared = (fields: string): string => `containers: [{name: envoy, image: "e:1"}, {name: "*", ${fields}}]`;
const own = (fields: string): string => `containers: [{name: envoy, image: "e:1", ${fields}}]`;
const says = (container: string, fault: string): string =>
  `template "envoy" does not fit this Pod: its container "${container}" would have ${fault}`;

const WINDOWS: JsonObject = { os: { name: 'windows' } };
const ON_HOST: JsonObject = { hostNetwork: true };
const INIT: JsonObject = { initContainers: [{ name: 'init', image: 'i:1' }] };
const NATIVE: JsonObject = { initContainers: [{ name: 'init', image: 'i:1', restartPolicy: 'Always' }] };
const CLOSED: JsonObject = { securityContext: { allowPrivilegeEscalation: false } };
const PRIVILEGED: JsonObject = { securityContext: { privileged: true } };
const MOUNTED = `volumes: [{name: v, emptyDir: {}}]\n${shared('volumeMounts: [{name: v, mountPath: /v, mountPropagation: Bidirectional}]')}`;
const probed =
  'initContainers: [{name: "*", livenessProbe: {tcpSocket: {port: 1}}}]\ncontainers: [{name: envoy, image: "e:1"}]';

type Row = readonly [what: string, template: string, container: JsonObject, spec: JsonObject, expected: string];

/** What is the matter, the template, the Pod's container, its spec, and what is said; each next to one that fits. */
const ROWS: readonly Row[] = [
  [
    'a port name twice',
    shared('ports: [{name: http, containerPort: 1}]'),
    { ports: [{ name: 'http', containerPort: 2 }] },
    {},
    says('app', 'two ports with the name "http"'),
  ],
  [
    'port names that differ',
    shared('ports: [{name: http, containerPort: 1}]'),
    { ports: [{ name: 'web', containerPort: 2 }] },
    {},
    'inject injected',
  ],
  [
    'a limit below a request',
    shared('resources: {limits: {cpu: 500m}}'),
    { resources: { requests: { cpu: '1' } } },
    {},
    says('app', 'a request for "cpu" of "1", above its limit "500m"'),
  ],
  [
    'a limit as high as a request',
    shared('resources: {limits: {cpu: 500m}}'),
    { resources: { requests: { cpu: '0.5' } } },
    {},
    'inject injected',
  ],
  [
    'privileges beside allowPrivilegeEscalation: false',
    shared('securityContext: {privileged: true}'),
    CLOSED,
    {},
    says('app', 'allowPrivilegeEscalation: false beside privileged: true'),
  ],
  [
    'CAP_SYS_ADMIN beside allowPrivilegeEscalation: false',
    shared('securityContext: {capabilities: {add: [CAP_SYS_ADMIN]}}'),
    CLOSED,
    {},
    says('app', 'allowPrivilegeEscalation: false beside the capability CAP_SYS_ADMIN'),
  ],
  [
    'another capability beside allowPrivilegeEscalation: false',
    shared('securityContext: {capabilities: {add: [NET_ADMIN]}}'),
    CLOSED,
    {},
    'inject injected',
  ],
  [
    'a probe for an init container',
    probed,
    {},
    INIT,
    says('init', 'a livenessProbe, as an init container that is no sidecar'),
  ],
  ['a probe for a native sidecar', probed, {}, NATIVE, 'inject injected'],
  [
    'a sleep longer than the grace period',
    own('lifecycle: {preStop: {sleep: {seconds: 10}}}'),
    {},
    { terminationGracePeriodSeconds: 5 },
    says('envoy', "a preStop sleep of 10 s, longer than the Pod's terminationGracePeriodSeconds of 5"),
  ],
  [
    'a sleep as long as the grace period',
    own('lifecycle: {preStop: {sleep: {seconds: 10}}}'),
    {},
    { terminationGracePeriodSeconds: 10 },
    'inject injected',
  ],
  [
    'a restart on resize in a Pod that never restarts',
    `native: never\n${own('resizePolicy: [{resourceName: cpu, restartPolicy: RestartContainer}]')}`,
    {},
    { restartPolicy: 'Never' },
    says('envoy', 'a resizePolicy that restarts it, where it is never restarted'),
  ],
  [
    'a restart on resize',
    own('resizePolicy: [{resourceName: cpu, restartPolicy: RestartContainer}]'),
    {},
    { restartPolicy: 'Always' },
    'inject injected',
  ],
  [
    'a mount to the node without privileges',
    MOUNTED,
    {},
    {},
    says('app', 'the mount "/v" with mountPropagation: Bidirectional, without being privileged'),
  ],
  ['a mount to the node with privileges', MOUNTED, PRIVILEGED, {}, 'inject injected'],
  [
    'unmasked /proc with the users of the node',
    own('securityContext: {procMount: Unmasked}'),
    {},
    {},
    says('envoy', 'procMount: Unmasked, in a Pod without hostUsers: false'),
  ],
  [
    'unmasked /proc with users of its own',
    own('securityContext: {procMount: Unmasked}'),
    {},
    { hostUsers: false },
    'inject injected',
  ],
  [
    'devices with users of its own',
    `volumes: [{name: v, persistentVolumeClaim: {claimName: v}}]\n${own('volumeDevices: [{name: v, devicePath: /dev/v}]')}`,
    {},
    { hostUsers: false },
    says('envoy', 'volumeDevices, in a Pod with hostUsers: false'),
  ],
  [
    'a user id on Windows',
    own('securityContext: {runAsUser: 7}'),
    {},
    WINDOWS,
    says('envoy', "securityContext.runAsUser, which the Pod's operating system does not have"),
  ],
  [
    'Windows options on Linux',
    own('securityContext: {windowsOptions: {runAsUserName: x}}'),
    {},
    { os: { name: 'linux' } },
    says('envoy', "securityContext.windowsOptions, which the Pod's operating system does not have"),
  ],
  [
    'Windows options on Windows',
    own('securityContext: {windowsOptions: {runAsUserName: x}}'),
    {},
    WINDOWS,
    'inject injected',
  ],
  [
    'another hostPort on the host network',
    own('ports: [{containerPort: 1, hostPort: 2}]'),
    {},
    ON_HOST,
    says('envoy', 'the hostPort 2 for its port 1, on the host network'),
  ],
  ['another hostPort', own('ports: [{containerPort: 1, hostPort: 2}]'), {}, {}, 'inject injected'],
  [
    'the port itself on the host network',
    own('ports: [{containerPort: 1, hostPort: 1}]'),
    {},
    ON_HOST,
    'inject injected',
  ],
];

describe('findContainerMisfit', () => {
  it.each(ROWS)('knows %s', (...[, template, container, spec, expected]) => {
    expect(misfit(template, container, spec)).toBe(expected);
  });

  it('leaves to the API server what the container has already', () => {
    const broken = { resources: { requests: { cpu: '1' }, limits: { cpu: '500m' } } };
    expect(misfit(shared('env: [{name: A, value: x}]'), broken)).toBe('inject injected');
  });
});
