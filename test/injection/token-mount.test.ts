import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/injection/json.ts';
import { TOKEN_MOUNT_PATH, withoutToken, withTokenMount } from '../../src/injection/token-mount.ts';

const MOUNT = { name: 'kube-api-access-abc', readOnly: true, mountPath: TOKEN_MOUNT_PATH };
const ENVOY = { name: 'envoy', volumeMounts: [{ name: 'v', mountPath: '/v' }] };
const podWith = (list: string, ...mounts: readonly JsonObject[]): JsonObject => ({
  spec: { containers: [{ name: 'app' }], [list]: [{ name: 'x' }, { name: 'y', volumeMounts: mounts }] },
});

describe('withTokenMount', () => {
  it.each(['containers', 'initContainers'])('adds the mount that one of the %s has', (list) => {
    expect(withTokenMount(ENVOY, podWith(list, { name: 'a', mountPath: '/a' }, MOUNT))).toStrictEqual({
      ...ENVOY,
      volumeMounts: [...ENVOY.volumeMounts, MOUNT],
    });
  });

  it('makes the list of a container without mounts', () => {
    expect(withTokenMount({ name: 'envoy' }, podWith('containers', MOUNT))).toStrictEqual({
      name: 'envoy',
      volumeMounts: [MOUNT],
    });
  });

  it.each<[string, JsonObject, JsonObject]>([
    ['the Pod has no token', ENVOY, podWith('containers')],
    ['the Pod mounts something of its own there', ENVOY, podWith('containers', { ...MOUNT, name: 'own' })],
    ['the template mounts something there', withoutToken(ENVOY), podWith('containers', MOUNT)],
  ])('leaves the container as it is when %s', (_, container, pod) => {
    expect(withTokenMount(container, pod)).toBe(container);
  });
});

describe('withoutToken', () => {
  it('puts an empty directory over the token', () => {
    expect(withoutToken(ENVOY)).toStrictEqual({
      ...ENVOY,
      volumeMounts: [
        ...ENVOY.volumeMounts,
        { name: 'no-service-account-token', readOnly: true, mountPath: TOKEN_MOUNT_PATH },
      ],
    });
  });
});
