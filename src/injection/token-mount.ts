import { objectsAt, objectAt, stringAt, type JsonObject } from './json.ts';

/** Where the API server mounts a Pod's ServiceAccount token. */
export const TOKEN_MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';

const TOKEN_VOLUME_PREFIX = 'kube-api-access-';

/** The volume of a template with `token: none`: an empty directory over {@link TOKEN_MOUNT_PATH}. */
export const NO_TOKEN_VOLUME: JsonObject = { name: 'no-service-account-token', emptyDir: {} };

/**
 * The container with the token mount that the Pod's own containers have, exactly as the API server's ServiceAccount plugin
 * would append it. Left to the plugin, the mount counts as a change after ours, and the Pod is reviewed a second time.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/plugin/pkg/admission/serviceaccount/admission.go
 */
export function withTokenMount(container: JsonObject, pod: JsonObject): JsonObject {
  const volume = tokenVolumeOf(objectAt(pod, 'spec'));
  return volume === undefined
    ? container
    : withMount(container, { name: volume, readOnly: true, mountPath: TOKEN_MOUNT_PATH });
}

/** The container with an empty directory where the token would be, so that the API server adds none. */
export function withoutToken(container: JsonObject): JsonObject {
  return withMount(container, { name: 'no-service-account-token', readOnly: true, mountPath: TOKEN_MOUNT_PATH });
}

/** Whether a container has an empty directory where the token would be. */
export function hidesToken(container: JsonObject): boolean {
  return objectsAt(container, 'volumeMounts').some(
    (mount) => isTokenMount(mount) && mount['name'] === NO_TOKEN_VOLUME['name'],
  );
}

/** Whether a mount is the one that the API server's ServiceAccount plugin adds. */
export function isPluginsTokenMount(mount: JsonObject): boolean {
  return isTokenMount(mount) && stringAt(mount, 'name')?.startsWith(TOKEN_VOLUME_PREFIX) === true;
}

function withMount(container: JsonObject, mount: JsonObject): JsonObject {
  const mounts = objectsAt(container, 'volumeMounts');
  return mounts.some(isTokenMount) ? container : { ...container, volumeMounts: [...mounts, mount] };
}

function isTokenMount(mount: JsonObject): boolean {
  return mount['mountPath'] === TOKEN_MOUNT_PATH;
}

function tokenVolumeOf(spec: JsonObject | undefined): string | undefined {
  for (const list of ['containers', 'initContainers']) {
    for (const container of objectsAt(spec, list)) {
      const mount = objectsAt(container, 'volumeMounts').find(isTokenMount);
      if (mount !== undefined && isPluginsTokenMount(mount)) return stringAt(mount, 'name');
    }
  }
  return undefined;
}
