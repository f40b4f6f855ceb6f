import { stringAt, type Json, type JsonObject } from './json.ts';

type Default = Json | ((object: JsonObject) => Json | undefined);

/** Definitions of which one field excludes the others: there an empty object (`emptyDir: {}`) is a value, not an absence. */
export const UNION_DEFINITIONS: ReadonlySet<string> = new Set([
  'Volume',
  'VolumeProjection',
  'EnvVarSource',
  'EnvFromSource',
  'Probe',
  'LifecycleHandler',
]);

/** What the API server takes for an image's pull policy: `Always` for the tag `latest` and for none. */
function defaultPullPolicy(container: JsonObject): Json | undefined {
  const image = stringAt(container, 'image') ?? '';
  if (image.includes('@')) return 'IfNotPresent';
  const tag = /:([^:/]*)$/.exec(image)?.[1];
  return tag === undefined || tag === 'latest' ? 'Always' : 'IfNotPresent';
}

const VOLUME_FILE_MODE = 0o644;
const PROJECTED_TOKEN_SECONDS = 3600;

/**
 * What an absent field stands for, by `Definition.field`: what the API server fills in, and the zero values that it leaves
 * out when it writes a Pod down. A field whose zero value is kept (`securityContext.privileged: false`) has no entry.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/v1/defaults.go
 * @see https://github.com/kubernetes/api/blob/v0.36.3/core/v1/types.go
 */
export const FIELD_DEFAULTS: ReadonlyMap<string, Default> = new Map<string, Default>([
  ['Container.imagePullPolicy', defaultPullPolicy],
  ['Container.terminationMessagePath', '/dev/termination-log'],
  ['Container.terminationMessagePolicy', 'File'],
  ['Container.workingDir', ''],
  ['Container.stdin', false],
  ['Container.stdinOnce', false],
  ['Container.tty', false],
  ['ContainerPort.protocol', 'TCP'],
  ['ContainerPort.name', ''],
  ['ContainerPort.hostIP', ''],
  ['ContainerPort.hostPort', 0],
  ['EnvVar.value', (variable) => (variable['valueFrom'] === undefined ? '' : undefined)],
  ['EnvFromSource.prefix', ''],
  ['ObjectFieldSelector.apiVersion', 'v1'],
  ['ResourceFieldSelector.divisor', '0'],
  ['ResourceFieldSelector.containerName', ''],
  ['VolumeMount.readOnly', false],
  ['VolumeMount.subPath', ''],
  ['VolumeMount.subPathExpr', ''],
  ['Probe.initialDelaySeconds', 0],
  ['Probe.timeoutSeconds', 1],
  ['Probe.periodSeconds', 10],
  ['Probe.successThreshold', 1],
  ['Probe.failureThreshold', 3],
  ['HTTPGetAction.path', '/'],
  ['HTTPGetAction.scheme', 'HTTP'],
  ['HTTPGetAction.host', ''],
  ['TCPSocketAction.host', ''],
  ['GRPCAction.service', ''],
  ['Volume.emptyDir', (volume) => (Object.keys(volume).every((field) => field === 'name') ? {} : undefined)],
  ['ConfigMapVolumeSource.defaultMode', VOLUME_FILE_MODE],
  ['SecretVolumeSource.defaultMode', VOLUME_FILE_MODE],
  ['DownwardAPIVolumeSource.defaultMode', VOLUME_FILE_MODE],
  ['ProjectedVolumeSource.defaultMode', VOLUME_FILE_MODE],
  ['ServiceAccountTokenProjection.expirationSeconds', PROJECTED_TOKEN_SECONDS],
  ['ServiceAccountTokenProjection.audience', ''],
  ['EmptyDirVolumeSource.medium', ''],
  ['HostPathVolumeSource.type', ''],
  ['CSIVolumeSource.readOnly', false],
  ['NFSVolumeSource.readOnly', false],
  ['PersistentVolumeClaimVolumeSource.readOnly', false],
  ['PersistentVolumeClaimSpec.volumeMode', 'Filesystem'],
  ['ISCSIVolumeSource.iscsiInterface', 'default'],
  ['Toleration.key', ''],
  ['Toleration.operator', 'Equal'],
  ['Toleration.value', ''],
  ['Toleration.effect', ''],
]);
