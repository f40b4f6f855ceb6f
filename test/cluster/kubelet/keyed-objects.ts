import type { ObjectApi } from './object-api.ts';

/** A reason why a Pod cannot start yet; it may go away by itself. */
export class NotYetError extends Error {
  /** As in `state.waiting.reason` and in the Event. */
  readonly reason: string;

  constructor(reason: string, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Which Secret or ConfigMap. */
export interface ObjectName {
  readonly resource: 'secrets' | 'configmaps';
  readonly namespace: string;
  readonly name: string;
}

interface KeyedObject {
  readonly data?: Readonly<Record<string, string>>;
  readonly binaryData?: Readonly<Record<string, string>>;
}

/** Reads a Secret or ConfigMap: its keys and their contents, or `undefined` when there is none. */
export async function readKeys(
  api: ObjectApi,
  { resource, namespace, name }: ObjectName,
): Promise<ReadonlyMap<string, Buffer> | undefined> {
  const object = await api.find<KeyedObject>(`/api/v1/namespaces/${namespace}/${resource}/${name}`);
  if (object === undefined) return undefined;
  const decode = (encoding: 'utf8' | 'base64', values: KeyedObject['data'] = {}): [string, Buffer][] =>
    Object.entries(values).map(([key, value]) => [key, Buffer.from(value, encoding)]);
  return new Map([
    ...decode(resource === 'secrets' ? 'base64' : 'utf8', object.data),
    ...decode('base64', object.binaryData),
  ]);
}

/** What the kubelet calls one: `secret "tls"`. */
export function describeObject({ resource, name }: ObjectName): string {
  return `${resource === 'secrets' ? 'secret' : 'configmap'} "${name}"`;
}
