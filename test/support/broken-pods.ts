import type { JsonObject } from '../../src/injection/json.ts';
import { podOf } from './load-example.ts';

/** A Pod that no API server takes under strict validation, and what is to be said of it. */
export interface BrokenPod {
  readonly what: string;
  readonly pod: JsonObject;
  readonly violations: readonly string[];
}

function specOf(what: string, spec: JsonObject, ...violations: readonly string[]): BrokenPod {
  return { what, pod: podOf(spec, {}), violations };
}

function containerOf(what: string, fields: JsonObject, ...violations: readonly string[]): BrokenPod {
  return specOf(what, { containers: [{ name: 'app', image: 'shop:1', ...fields }] }, ...violations);
}

const QUANTITY = 'a quantity such as 100m or 64Mi';

/** One broken Pod for each kind of fault that a schema can see. */
export const BROKEN_PODS: readonly BrokenPod[] = [
  { what: 'an unknown field of the Pod', pod: { ...podOf(), specs: {} }, violations: ['specs is not a field'] },
  {
    what: 'an unknown field of the metadata',
    pod: { ...podOf(), metadata: { name: 'shop', label: {} } },
    violations: ['metadata.label is not a field'],
  },
  {
    what: 'a label that is a number',
    pod: { ...podOf(), metadata: { name: 'shop', labels: { 'shop.example/tier': 1 } } },
    violations: ['metadata.labels["shop.example/tier"] must be a string, not 1'],
  },
  {
    what: 'a time that is none',
    pod: { ...podOf(), metadata: { name: 'shop', creationTimestamp: 'yesterday' } },
    violations: ['metadata.creationTimestamp must be a time such as 2026-01-31T12:00:00Z, not "yesterday"'],
  },
  specOf('an unknown field of the PodSpec', { volume: [] }, 'spec.volume is not a field'),
  specOf('a PodSpec without containers', { containers: null }, 'spec.containers is missing'),
  specOf('containers by name', { containers: { app: {} } }, 'spec.containers must be a list, not {"app":{}}'),
  specOf('a container that is a string', { containers: ['app'] }, 'spec.containers[0] must be a mapping, not "app"'),
  specOf('a whole number that is text', { priority: '3' }, 'spec.priority must be a whole number, not "3"'),
  specOf(
    'a whole number with a fraction',
    { terminationGracePeriodSeconds: 1.5 },
    'spec.terminationGracePeriodSeconds must be a whole number, not 1.5',
  ),
  specOf(
    'a number of more than 32 bits',
    { priority: 3_000_000_000 },
    'spec.priority must be at most 2147483647, not 3000000000',
  ),
  specOf('a boolean that is text', { hostNetwork: 'true' }, 'spec.hostNetwork must be true or false, not "true"'),
  specOf(
    'a value outside its enumeration',
    { restartPolicy: 'Sometimes' },
    'spec.restartPolicy must be one of "Always", "Never", "OnFailure", not "Sometimes"',
  ),
  specOf(
    'a toleration of an unknown effect',
    { tolerations: [{ key: 'a', operator: 'Exists', effect: 'noExecute' }] },
    'spec.tolerations[0].effect must be one of "NoExecute", "NoSchedule", "PreferNoSchedule", not "noExecute"',
  ),
  containerOf(
    'a misspelt field of a port',
    { ports: [{ containerPort: 80, prots: 'TCP' }] },
    'spec.containers[0].ports[0].prots is not a field',
  ),
  containerOf('a port without its number', { ports: [{}] }, 'spec.containers[0].ports[0].containerPort is missing'),
  containerOf(
    'a variable that is a number',
    { env: [{ name: 'PORT', value: 80 }] },
    'spec.containers[0].env[0].value must be a string, not 80',
  ),
  containerOf('a container without a name', { name: null }, 'spec.containers[0].name is missing'),
  containerOf('a command in one string', { command: 'sh' }, 'spec.containers[0].command must be a list, not "sh"'),
  containerOf(
    'an amount that is no quantity',
    { resources: { limits: { cpu: '1 core' } } },
    `spec.containers[0].resources.limits.cpu must be ${QUANTITY}, not "1 core"`,
  ),
  containerOf(
    'an amount that is a boolean',
    { resources: { requests: { memory: true } } },
    `spec.containers[0].resources.requests.memory must be ${QUANTITY}, not true`,
  ),
  containerOf(
    'a probe of a port that is a list',
    { livenessProbe: { tcpSocket: { port: [80] } } },
    'spec.containers[0].livenessProbe.tcpSocket.port must be a whole number or a string, not [80]',
  ),
  containerOf(
    'two faults at once',
    { imagePullPolicy: 'always', securityContex: {} },
    'spec.containers[0].securityContex is not a field',
    'spec.containers[0].imagePullPolicy must be one of "Always", "IfNotPresent", "Never", not "always"',
  ),
];
