import * as fc from 'fast-check';
import type { Json, JsonObject } from '../../../src/injection/json.ts';
import { MOUNTED_VOLUME, TOKEN_MOUNT } from './pair-containers.ts';
import { entrySides } from './pair-fields.ts';
import { listSides, mapSides, mapValueSides, objectSides, sidesOf, type Sides } from './sides.ts';

function oneOf(...values: readonly Json[]): fc.Arbitrary<Json> {
  return fc.constantFrom(...values);
}

function sublist(...values: readonly Json[]): fc.Arbitrary<Json> {
  return fc.subarray([...values], { minLength: 1 });
}

const variable = (name: string): fc.Arbitrary<Sides> =>
  entrySides(
    { name },
    fc.constantFrom<JsonObject>(
      { value: 'a' },
      { value: 'b' },
      { value: '' },
      { valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
    ),
  );

const port = (containerPort: number, protocol: string): fc.Arbitrary<Sides> =>
  entrySides(
    { containerPort, ...(protocol === 'TCP' ? {} : { protocol }) },
    fc.constantFrom<JsonObject>({}, { name: `p-${containerPort}${protocol === 'TCP' ? '' : '-u'}` }),
    (entry) => Object.assign({ protocol }, entry),
  );

const mount = (mountPath: string): fc.Arbitrary<Sides> =>
  entrySides(
    { name: MOUNTED_VOLUME, mountPath },
    fc.constantFrom<JsonObject>({}, { readOnly: true }, { subPath: 'a' }),
    (entry) => Object.assign({}, entry, { mountPath: `${mountPath}/` }),
  );

const probe = sidesOf(
  oneOf(
    { httpGet: { port: 80 }, periodSeconds: 5 },
    { httpGet: { port: 80, path: '/' } },
    { tcpSocket: { port: 80 }, timeoutSeconds: 1 },
    { exec: { command: ['true'] } },
  ),
  (value) => Object.assign({ failureThreshold: 3, timeoutSeconds: 1 }, value),
);

/** What a template's entry `"*"` says of every container of the application, and what the first of them says itself. */
export const applicationSides: fc.Arbitrary<Sides> = mapSides({
  env: listSides([variable('A'), variable('B'), variable('C')], (entry) => ({
    name: entry['name'] ?? '',
    value: 'twice',
  })),
  envFrom: sidesOf(
    sublist(
      { configMapRef: { name: 'a' } },
      { secretRef: { name: 'b' } },
      { prefix: 'C_', configMapRef: { name: 'a' } },
    ),
  ),
  ports: listSides([port(80, 'TCP'), port(53, 'TCP'), port(53, 'UDP')]),
  volumeMounts: listSides([mount('/data'), mount('/logs')]),
  command: sidesOf(oneOf(['run'], ['wrap', 'run'])),
  args: sidesOf(oneOf(['-v'], ['-q', '-v'])),
  workingDir: sidesOf(oneOf('/a', '/b')),
  resources: objectSides({
    requests: objectSides({ cpu: mapValueSides(oneOf('100m', '0.1')), memory: mapValueSides(oneOf('64Mi', '32Mi')) }),
    limits: objectSides({ cpu: mapValueSides(oneOf('1', '1000m', '2')) }),
  }),
  securityContext: objectSides({
    runAsUser: sidesOf(oneOf(1, 2)),
    allowPrivilegeEscalation: sidesOf(oneOf(false)),
    capabilities: objectSides({ drop: sidesOf(sublist('ALL', 'NET_RAW')), add: sidesOf(sublist('CHOWN', 'KILL')) }),
    seccompProfile: sidesOf(oneOf({ type: 'RuntimeDefault' }, { type: 'Localhost', localhostProfile: 'shop.json' })),
  }),
  livenessProbe: probe,
  lifecycle: objectSides({
    preStop: sidesOf(oneOf({ sleep: { seconds: 5 } }, { exec: { command: ['stop'] } })),
  }),
  stdin: sidesOf(oneOf(true, false)),
});

/** A second container of the user's, which no part of the template was made for. */
export const otherContainer: fc.Arbitrary<JsonObject> = fc.constantFrom<JsonObject>(
  { name: 'web', image: 'shop:1' },
  {
    name: 'web',
    image: 'shop:1',
    env: [
      { name: 'A', value: 'a' },
      { name: 'A', value: 'b' },
    ],
  },
  { name: 'web', image: 'shop:1', env: null, volumeMounts: [{ name: 'own', mountPath: '/data/' }] },
  { name: 'web', image: 'shop:1', volumeMounts: [TOKEN_MOUNT, { name: 'own', mountPath: '/own' }], ports: [] },
  { name: 'web', image: 'shop:1', ports: [{ containerPort: 8080 }], 'x-unknown': { a: [null] } },
);
