import { objectsAt, type JsonObject } from '../../../src/injection/json.ts';

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const NO_TOKEN = 'no-service-account-token';
const OPTIONS: ReadonlySet<string> = new Set(['description', 'order', 'token', 'hostNetwork', 'metadata']);

/** A template's document as a Pod, for Go to lay over the user's; what `token: none` is short for is written out. */
export function overlayOf(document: JsonObject): JsonObject {
  const { spec, metadata } = document;
  const top = Object.fromEntries(Object.entries(document).filter(([field]) => !OPTIONS.has(field)));
  const fields = (spec ?? top) as JsonObject;
  return {
    ...(metadata === undefined ? {} : { metadata }),
    spec: document['token'] === 'none' ? withoutToken(fields) : fields,
  };
}

function withoutToken(spec: JsonObject): JsonObject {
  const lists = ['containers', 'initContainers'].filter((list) => Array.isArray(spec[list]));
  const covered = lists.map((list) => [list, objectsAt(spec, list).map(coverToken)]);
  return {
    ...spec,
    ...(Object.fromEntries(covered) as JsonObject),
    volumes: [...objectsAt(spec, 'volumes'), { name: NO_TOKEN, emptyDir: {} }],
  };
}

function coverToken(container: JsonObject): JsonObject {
  const mount = { name: NO_TOKEN, readOnly: true, mountPath: TOKEN_PATH };
  return { ...container, volumeMounts: [...objectsAt(container, 'volumeMounts'), mount] };
}
