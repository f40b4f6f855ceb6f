import { describe, expect, it } from 'vitest';
import { objectsAt, type Json, type JsonObject } from '../../src/injection/json.ts';
import { settleDefault, withHostPorts } from '../../src/injection/server-defaults.ts';

const APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const applied = (text: string): JsonObject => ({ annotations: { [APPLIED]: text } });
const managed = (operation: string, spec: JsonObject): JsonObject => ({
  managedFields: [{ operation: 'Update' }, { operation, fieldsV1: { 'f:spec': spec } }],
});

function settle(field: string, present: Json | undefined, wanted: Json, metadata: JsonObject = {}): Json | undefined {
  return settleDefault({ metadata, spec: present === undefined ? {} : { [field]: present } }, field, wanted);
}

describe('settleDefault', () => {
  it.each<[string, Json | undefined, Json, Json | undefined]>([
    ['terminationGracePeriodSeconds', 30, 60, 60],
    ['terminationGracePeriodSeconds', 30, 10, 30],
    ['terminationGracePeriodSeconds', 30, 30, 30],
    ['terminationGracePeriodSeconds', 90, 60, 90],
    ['terminationGracePeriodSeconds', 10, 60, undefined],
    ['terminationGracePeriodSeconds', undefined, 60, undefined],
    ['dnsPolicy', 'ClusterFirst', 'None', 'None'],
    ['dnsPolicy', 'ClusterFirst', 'ClusterFirst', undefined],
    ['dnsPolicy', 'Default', 'None', undefined],
    ['schedulerName', 'default-scheduler', 'mine', 'mine'],
    ['schedulerName', 'theirs', 'mine', undefined],
    ['enableServiceLinks', true, false, false],
    ['enableServiceLinks', false, true, undefined],
    ['restartPolicy', 'Always', 'Never', undefined],
    ['securityContext', {}, { fsGroup: 1 }, undefined],
  ])('of %s %j where the template has %j gives %j', (field, present, wanted, expected) => {
    expect(settle(field, present, wanted)).toBe(expected);
  });

  it.each<[string, JsonObject, Json | undefined]>([
    ['last-applied-configuration has it', applied('{"spec":{"dnsPolicy":"ClusterFirst"}}'), undefined],
    ['last-applied-configuration lacks it', applied('{"spec":{}}'), 'None'],
    ['last-applied-configuration has no spec', applied('{}'), 'None'],
    ['last-applied-configuration cannot be read', applied('{'), undefined],
    ['last-applied-configuration is no object', applied('[]'), undefined],
    ['an Apply entry has it', managed('Apply', { 'f:dnsPolicy': {} }), undefined],
    ['an Apply entry lacks it', managed('Apply', { 'f:containers': {} }), 'None'],
    ['an Update entry has it', managed('Update', { 'f:dnsPolicy': {} }), 'None'],
    ['managedFields is null', { managedFields: null }, 'None'],
  ])('takes the default for unset unless the user wrote it: %s', (_, metadata, expected) => {
    expect(settle('dnsPolicy', 'ClusterFirst', 'None', metadata)).toBe(expected);
  });
});

describe('withHostPorts', () => {
  const onHost = { spec: { hostNetwork: true } };
  const wanted = {
    ports: [{ containerPort: 53 }, { containerPort: 53, protocol: 'UDP' }, { containerPort: 80, hostPort: 80 }],
  };

  it.each<[string, JsonObject, JsonObject | undefined, readonly (number | undefined)[]]>([
    ['on its own network', { spec: {} }, undefined, [undefined, undefined, 80]],
    ['as the API server does', onHost, undefined, [53, 53, 80]],
    [
      'of a container that was reviewed',
      onHost,
      { ports: [{ containerPort: 53, hostPort: 53, protocol: 'TCP' }] },
      [53, 53, 80],
    ],
    [
      'but those that the container has bare',
      onHost,
      { ports: [{ containerPort: 53, protocol: 'TCP' }] },
      [undefined, 53, 80],
    ],
  ])('completes ports %s', (_, pod, own, expected) => {
    expect(objectsAt(withHostPorts(wanted, pod, own), 'ports').map(({ hostPort }) => hostPort)).toStrictEqual(expected);
  });
});
