import { isUnset, objectAt, objectsAt, stringAt, type Json } from '../../json.ts';
import type { FieldPath } from '../problem.ts';
import { isExpression, valueAt, type Part } from './template-view.ts';

/** A Pod Security level that a namespace can enforce. A Pod that exceeds `baseline` exceeds `restricted` too. */
export type EnforcedLevel = 'baseline' | 'restricted';

/** One rule of a Pod Security level. */
export interface SecurityRule {
  /** As the API server names it when it refuses a Pod. */
  readonly name: string;
  readonly exceeds: EnforcedLevel;
  readonly kinds: readonly Part['kind'][];
  /** Paths below the part of what breaks the rule; the empty path where something is missing. */
  readonly find: (part: Part) => readonly FieldPath[];
}

const SECURITY = 'securityContext';

/** @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/staging/src/k8s.io/pod-security-admission/policy/check_capabilities_baseline.go */
const DEFAULT_CAPABILITIES = new Set(
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(
    ' ',
  ),
);

/** @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/staging/src/k8s.io/pod-security-admission/policy/check_sysctls.go */
const SAFE_SYSCTLS = new Set([
  'kernel.shm_rmid_forced',
  ...['ip_local_port_range', 'tcp_syncookies', 'ping_group_range', 'ip_unprivileged_port_start'].map(inIpv4),
  ...['ip_local_reserved_ports', 'tcp_keepalive_time', 'tcp_fin_timeout', 'tcp_keepalive_intvl'].map(inIpv4),
  ...['tcp_keepalive_probes', 'tcp_rmem', 'tcp_wmem'].map(inIpv4),
]);

/** @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/staging/src/k8s.io/pod-security-admission/policy/check_restrictedVolumes.go */
const RESTRICTED_VOLUMES = new Set(
  'configMap csi downwardAPI emptyDir ephemeral image persistentVolumeClaim projected secret'.split(' '),
);

/** @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/staging/src/k8s.io/pod-security-admission/policy/check_seLinuxOptions.go */
const SELINUX_TYPES = new Set(['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t']);

const PROFILES = new Set(['RuntimeDefault', 'Localhost']);

const HANDLERS: readonly FieldPath[] = [
  ...['livenessProbe', 'readinessProbe', 'startupProbe'].map((probe) => [probe]),
  ...['postStart', 'preStop'].map((hook) => ['lifecycle', hook]),
];
const HOST_PATHS: readonly FieldPath[] = HANDLERS.flatMap((handler) =>
  ['httpGet', 'tcpSocket'].map((action) => handler.concat(action, 'host')),
);

/**
 * What a template may hold of all that Pod Security forbids, by the level whose namespaces refuse it.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export const SECURITY_RULES: readonly SecurityRule[] = [
  rule('baseline', 'privileged', ['container'], forbids([SECURITY, 'privileged'], isTrue)),
  rule('baseline', 'non-default capabilities', ['container'], (part) =>
    elements(part, [SECURITY, 'capabilities', 'add'], (value) => !DEFAULT_CAPABILITIES.has(value)),
  ),
  rule(
    'baseline',
    'hostPath volumes',
    ['volume'],
    forbids(['hostPath'], () => true),
  ),
  rule('baseline', 'hostPort', ['container'], findHostPorts),
  rule('baseline', 'probe or lifecycle host', ['container'], (part) =>
    HOST_PATHS.flatMap((path) => forbids(path, (value) => value !== '')(part)),
  ),
  rule(
    'baseline',
    'forbidden AppArmor profile',
    ['pod', 'container'],
    forbids([SECURITY, 'appArmorProfile', 'type'], isOtherProfile),
  ),
  rule('baseline', 'seLinuxOptions', ['pod', 'container'], findSelinuxOptions),
  rule(
    'baseline',
    'seccompProfile',
    ['pod', 'container'],
    forbids([SECURITY, 'seccompProfile', 'type'], isOtherProfile),
  ),
  rule('baseline', 'forbidden sysctls', ['pod'], findSysctls),
  rule('baseline', 'hostProcess', ['pod', 'container'], forbids([SECURITY, 'windowsOptions', 'hostProcess'], isTrue)),
  // Another one is valid only in a user namespace (hostUsers: false), and there only `restricted` forbids it.
  rule(
    'restricted',
    'procMount',
    ['container'],
    forbids([SECURITY, 'procMount'], (value) => value !== 'Default'),
  ),
  rule('restricted', 'restricted volume types', ['volume'], findVolumeTypes),
  rule(
    'restricted',
    'allowPrivilegeEscalation != false',
    ['container'],
    onLinux((part) => requires(part, [SECURITY, 'allowPrivilegeEscalation'], (value) => value === false)),
  ),
  rule('restricted', 'unrestricted capabilities', ['container'], onLinux(findCapabilities)),
  rule('restricted', 'runAsNonRoot != true', ['pod', 'container'], (part) =>
    requires(part, [SECURITY, 'runAsNonRoot'], isTrue),
  ),
  rule(
    'restricted',
    'runAsUser=0',
    ['pod', 'container'],
    forbids([SECURITY, 'runAsUser'], (value) => value === 0),
  ),
  rule(
    'restricted',
    'seccompProfile',
    ['container'],
    onLinux((part) => requires(part, [SECURITY, 'seccompProfile', 'type'], () => true)),
  ),
];

type Find = SecurityRule['find'];
type Test = (value: Json) => boolean;

function rule(exceeds: EnforcedLevel, name: string, kinds: SecurityRule['kinds'], find: Find): SecurityRule {
  return { name, exceeds, kinds, find };
}

function inIpv4(name: string): string {
  return `net.ipv4.${name}`;
}

function isTrue(value: Json): boolean {
  return value === true;
}

function isOtherProfile(value: Json): boolean {
  return typeof value !== 'string' || !PROFILES.has(value);
}

function forbids(path: FieldPath, isForbidden: Test): Find {
  return ({ value }) => {
    const found = valueAt(value, path);
    return !isUnset(found) && !isExpression(found) && isForbidden(found) ? [path] : [];
  };
}

/** A field that must be there, and be right. What the template sets for the whole Pod counts; the application has its own. */
function requires(
  { kind, value, isApplications, template }: Part,
  path: FieldPath,
  isRight: Test,
): readonly FieldPath[] {
  const found = valueAt(value, path);
  if (isExpression(found)) return [];
  if (!isUnset(found)) return isRight(found) ? [] : [path];
  const ofPod = valueAt(template.podSecurity, path.slice(1));
  const isGiven = kind === 'pod' || isApplications || (!isUnset(ofPod) && (isExpression(ofPod) || isRight(ofPod)));
  return isGiven ? [] : [[]];
}

/** The API server asks nothing of the kind of Windows Pods. */
function onLinux(find: Find): Find {
  return (part) => (part.template.os === 'windows' ? [] : find(part));
}

function elements({ value }: Part, path: FieldPath, isForbidden: (text: string) => boolean): readonly FieldPath[] {
  const list = valueAt(value, path);
  if (!Array.isArray(list)) return [];
  const texts: readonly Json[] = list;
  return texts.flatMap((text, index) =>
    typeof text === 'string' && !isExpression(text) && isForbidden(text) ? [[...path, index]] : [],
  );
}

function findHostPorts({ value }: Part): readonly FieldPath[] {
  return objectsAt(value, 'ports').flatMap(({ hostPort }, index) =>
    isUnset(hostPort) || hostPort === 0 || isExpression(hostPort) ? [] : [['ports', index, 'hostPort']],
  );
}

function findSelinuxOptions(part: Part): readonly FieldPath[] {
  const options: FieldPath = [SECURITY, 'seLinuxOptions'];
  return [
    ...forbids([...options, 'type'], (type) => typeof type !== 'string' || !SELINUX_TYPES.has(type))(part),
    ...['user', 'role'].flatMap((field) => forbids([...options, field], (value) => value !== '')(part)),
  ];
}

function findSysctls({ value }: Part): readonly FieldPath[] {
  return objectsAt(objectAt(value, SECURITY), 'sysctls').flatMap((sysctl, index) => {
    const name = stringAt(sysctl, 'name') ?? '';
    return SAFE_SYSCTLS.has(name) || isExpression(name) ? [] : [[SECURITY, 'sysctls', index, 'name']];
  });
}

function findVolumeTypes({ value }: Part): readonly FieldPath[] {
  const sources = Object.keys(value).filter((field) => field !== 'name' && !isUnset(value[field]));
  return sources.filter((field) => !RESTRICTED_VOLUMES.has(field)).map((field) => [field]);
}

/** Without a list of what is dropped, nothing is dropped. */
function findCapabilities(part: Part): readonly FieldPath[] {
  const capabilities: FieldPath = [SECURITY, 'capabilities'];
  const dropped = valueAt(part.value, [...capabilities, 'drop']);
  const hasAll =
    isExpression(dropped) ||
    (Array.isArray(dropped) && (dropped as readonly Json[]).some((one) => one === 'ALL' || isExpression(one)));
  const added = elements(part, [...capabilities, 'add'], (value) => value !== 'NET_BIND_SERVICE');
  return hasAll || part.isApplications ? added : [...added, []];
}
