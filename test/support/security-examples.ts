import type { EnforcedLevel } from '../../src/injection/template/advice/pod-security.ts';
import type { JsonObject } from '../../src/injection/json.ts';

/** A part of a template that breaks one rule, laid over one that keeps them all. */
export interface SecurityExample {
  readonly rule: string;
  readonly exceeds: EnforcedLevel;
  /** Replaces fields of the container's securityContext; null takes one away. */
  readonly security?: JsonObject;
  /** Fields of the container. */
  readonly container?: JsonObject;
  /** Fields of the PodSpec. */
  readonly pod?: JsonObject;
  /** Fields of the user's Pod without which the API server takes no such container. */
  readonly given?: JsonObject;
  /** Where the problem stands below the template; the container itself where something is missing. */
  readonly path: string;
}

const CONTAINER = 'containers[0]';
const SECURITY = `${CONTAINER}.securityContext`;

/** At least one example for each rule of the table. */
export const SECURITY_EXAMPLES: readonly SecurityExample[] = [
  example('baseline', 'privileged', `${SECURITY}.privileged`, {
    security: { privileged: true, allowPrivilegeEscalation: null },
  }),
  example('baseline', 'non-default capabilities', `${SECURITY}.capabilities.add[1]`, {
    security: { capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE', 'NET_ADMIN'] } },
  }),
  example('baseline', 'hostPath volumes', 'volumes[0].hostPath', {
    pod: { volumes: [{ name: 'node', hostPath: { path: '/' } }] },
  }),
  example('baseline', 'hostPort', `${CONTAINER}.ports[0].hostPort`, {
    container: { ports: [{ containerPort: 80, hostPort: 80 }] },
  }),
  example('baseline', 'probe or lifecycle host', `${CONTAINER}.livenessProbe.httpGet.host`, {
    container: { livenessProbe: { httpGet: { port: 80, host: '127.0.0.1' } } },
  }),
  example('baseline', 'probe or lifecycle host', `${CONTAINER}.startupProbe.tcpSocket.host`, {
    container: { startupProbe: { tcpSocket: { port: 80, host: 'metadata' } } },
  }),
  example('baseline', 'probe or lifecycle host', `${CONTAINER}.lifecycle.preStop.httpGet.host`, {
    container: { lifecycle: { preStop: { httpGet: { port: 80, host: 'metadata' } } } },
  }),
  example('baseline', 'forbidden AppArmor profile', `${SECURITY}.appArmorProfile.type`, {
    security: { appArmorProfile: { type: 'Unconfined' } },
  }),
  example('baseline', 'forbidden AppArmor profile', 'securityContext.appArmorProfile.type', {
    pod: { securityContext: { appArmorProfile: { type: 'Unconfined' } } },
  }),
  example('baseline', 'seLinuxOptions', `${SECURITY}.seLinuxOptions.type`, {
    security: { seLinuxOptions: { type: 'spc_t' } },
  }),
  example('baseline', 'seLinuxOptions', 'securityContext.seLinuxOptions.user', {
    pod: { securityContext: { seLinuxOptions: { user: 'system_u' } } },
  }),
  example('baseline', 'seLinuxOptions', `${SECURITY}.seLinuxOptions.role`, {
    security: { seLinuxOptions: { role: 'system_r' } },
  }),
  example('restricted', 'procMount', `${SECURITY}.procMount`, {
    security: { procMount: 'Unmasked' },
    given: { hostUsers: false },
  }),
  example('baseline', 'seccompProfile', `${SECURITY}.seccompProfile.type`, {
    security: { seccompProfile: { type: 'Unconfined' } },
  }),
  example('baseline', 'seccompProfile', 'securityContext.seccompProfile.type', {
    pod: { securityContext: { seccompProfile: { type: 'Unconfined' } } },
  }),
  example('baseline', 'forbidden sysctls', 'securityContext.sysctls[1].name', {
    pod: {
      securityContext: {
        sysctls: [sysctl('net.ipv4.tcp_rmem', '4096 65536 1048576'), sysctl('net.core.somaxconn', '9')],
      },
    },
  }),
  example('baseline', 'hostProcess', `${SECURITY}.windowsOptions.hostProcess`, {
    security: { windowsOptions: { hostProcess: true } },
    given: { hostNetwork: true },
  }),
  example('restricted', 'restricted volume types', 'volumes[0].nfs', {
    pod: { volumes: [{ name: 'far', nfs: { server: 'nfs', path: '/' } }] },
  }),
  example('restricted', 'allowPrivilegeEscalation != false', CONTAINER, {
    security: { allowPrivilegeEscalation: null },
  }),
  example('restricted', 'allowPrivilegeEscalation != false', `${SECURITY}.allowPrivilegeEscalation`, {
    security: { allowPrivilegeEscalation: true },
  }),
  example('restricted', 'unrestricted capabilities', CONTAINER, { security: { capabilities: null } }),
  example('restricted', 'unrestricted capabilities', CONTAINER, { security: { capabilities: { drop: ['KILL'] } } }),
  example('restricted', 'unrestricted capabilities', `${SECURITY}.capabilities.add[0]`, {
    security: { capabilities: { drop: ['ALL'], add: ['CHOWN'] } },
  }),
  example('restricted', 'runAsNonRoot != true', CONTAINER, { security: { runAsNonRoot: null } }),
  example('restricted', 'runAsNonRoot != true', `${SECURITY}.runAsNonRoot`, { security: { runAsNonRoot: false } }),
  example('restricted', 'runAsNonRoot != true', 'securityContext.runAsNonRoot', {
    pod: { securityContext: { runAsNonRoot: false } },
  }),
  example('restricted', 'runAsUser=0', `${SECURITY}.runAsUser`, { security: { runAsUser: 0, runAsNonRoot: true } }),
  example('restricted', 'runAsUser=0', 'securityContext.runAsUser', { pod: { securityContext: { runAsUser: 0 } } }),
  example('restricted', 'seccompProfile', CONTAINER, { security: { seccompProfile: null } }),
];

/** Templates that keep to `restricted`. */
export const RESTRICTED_EXAMPLES: readonly JsonObject[] = [
  specOf({}),
  specOf({ security: { capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } } }),
  specOf({ security: { seLinuxOptions: { type: 'container_engine_t' }, procMount: 'Default', privileged: false } }),
  specOf({
    security: { runAsNonRoot: null, seccompProfile: null },
    pod: { securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } },
  }),
  specOf({
    pod: {
      volumes: [
        ...['configMap', 'secret'].map((source) => ({
          name: source.toLowerCase(),
          [source]: { [source === 'secret' ? 'secretName' : 'name']: 'x' },
        })),
        { name: 'a', emptyDir: {} },
        { name: 'b', projected: { sources: [] } },
        { name: 'c', downwardAPI: { items: [] } },
        { name: 'd', csi: { driver: 'x.example' } },
        { name: 'e', persistentVolumeClaim: { claimName: 'x' } },
        { name: 'f', image: { reference: 'x:1' } },
      ],
      securityContext: { sysctls: [sysctl('kernel.shm_rmid_forced', '1')] },
    },
  }),
];

function sysctl(name: string, value: string): JsonObject {
  return { name, value };
}

type Change = Pick<SecurityExample, 'security' | 'container' | 'pod' | 'given'>;

function example(exceeds: EnforcedLevel, rule: string, path: string, change: Change): SecurityExample {
  return { exceeds, rule, path, ...change };
}

/** The PodSpec of an example, which is a template too. */
export function specOf({ security, container, pod }: Change): JsonObject {
  const context = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
    ...security,
  };
  const securityContext = Object.fromEntries(Object.entries(context).filter(([, value]) => value !== null));
  return { containers: [{ name: 'sidecar', image: 'sidecar:1', ...container, securityContext }], ...pod };
}
