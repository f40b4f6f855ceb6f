import * as fc from 'fast-check';
import type { JsonObject } from '../../src/injection/json.ts';

const name: fc.Arbitrary<string> = fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/);
const quantity: fc.Arbitrary<string> = fc.constantFrom('100m', '0.5', '1', '64Mi', '1Gi');

const env = fc.uniqueArray(
  fc.record({ name: fc.stringMatching(/^[A-Z][A-Z_]{0,5}$/), value: fc.string({ maxLength: 12 }) }),
  {
    maxLength: 4,
    selector: (variable) => variable.name,
  },
);

const port = fc.record(
  { containerPort: fc.integer({ min: 1, max: 65_535 }), protocol: fc.constantFrom('TCP', 'UDP') },
  { requiredKeys: ['containerPort'] },
);

const probe = fc.oneof(
  fc.record({ httpGet: fc.record({ path: fc.constant('/up'), port: fc.integer({ min: 1, max: 65_535 }) }) }),
  fc.record({ exec: fc.constant({ command: ['true'] }), periodSeconds: fc.integer({ min: 1, max: 60 }) }),
);

/** A container of the user; now and then it has the sidecar's name. */
const container = fc.record(
  {
    name: fc.oneof({ weight: 20, arbitrary: name }, { weight: 1, arbitrary: fc.constant('envoy') }),
    image: fc.constantFrom('registry.example/app:1', 'nginx', 'nginx:latest'),
    command: fc.array(fc.string({ minLength: 1, maxLength: 8 }), { maxLength: 3 }),
    env,
    ports: fc.uniqueArray(port, { maxLength: 3, selector: ({ containerPort }) => containerPort }),
    livenessProbe: probe,
    resources: fc.record(
      { requests: fc.record({ cpu: quantity }), limits: fc.constant({ memory: '2Gi' }) },
      { requiredKeys: [] },
    ),
    securityContext: fc.constantFrom(
      {},
      { runAsNonRoot: true },
      { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    ),
  },
  { requiredKeys: ['name', 'image'] },
);

const containers = fc.uniqueArray(container, { minLength: 1, maxLength: 3, selector: (one) => one.name });

/** An init container that is no sidecar has no probe. */
function withoutProbe(own: object): object {
  return { ...own, livenessProbe: undefined };
}

const initContainers = containers.map((list) => list.map(withoutProbe));

const volume = fc
  .tuple(
    fc.oneof({ weight: 8, arbitrary: name }, { weight: 1, arbitrary: fc.constant('envoy-conf') }),
    fc.constantFrom<JsonObject>(
      { emptyDir: {} },
      { configMap: { name: 'envoy' } },
      { secret: { secretName: 's' } },
      { hostPath: { path: '/x' } },
    ),
  )
  .map(([volumeName, source]): JsonObject => Object.assign({ name: volumeName }, source));

const POD_LEVEL: readonly JsonObject[] = [
  {},
  { dnsPolicy: 'Default' },
  { hostNetwork: true },
  { restartPolicy: 'Never' },
  { terminationGracePeriodSeconds: 5 },
  { automountServiceAccountToken: false },
  { resources: { requests: { cpu: '4' }, limits: { cpu: '8', memory: '8Gi' } } },
  { resources: { limits: { cpu: '200m', memory: '2Gi' } } },
  { shareProcessNamespace: true, hostPID: false },
  { tolerations: [{ operator: 'Exists' }] },
  { os: { name: 'windows' } },
  { nodeSelector: { 'kubernetes.io/os': 'linux' } },
  { hostUsers: false },
];

const annotations = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}\.dev\/[a-z]{1,5}$/), fc.string({ maxLength: 20 }), {
  maxKeys: 3,
});

/**
 * Pods of which an API server takes most: valid names, unions with one member. What it refuses it must refuse with the
 * webhook as well.
 */
export function acceptablePod(): fc.Arbitrary<JsonObject> {
  const parts = {
    containers,
    initContainers: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: initContainers }),
    volumes: fc.uniqueArray(volume, { maxLength: 3, selector: (one) => one['name'] }),
    podLevel: fc.constantFrom(...POD_LEVEL),
    annotations,
  };
  return fc.record(parts).map(({ podLevel, annotations: ownAnnotations, ...lists }) => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'generated', annotations: ownAnnotations },
      spec: { ...lists, ...podLevel },
    };
    return JSON.parse(JSON.stringify(pod)) as JsonObject;
  });
}
