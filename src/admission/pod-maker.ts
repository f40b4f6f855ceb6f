import { objectAt, objectsAt, stringAt, type JsonObject } from '../injection/json.ts';

/** What a Pod belongs to, as a person names it. */
export interface Maker {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** What a Pod belongs to: of a ReplicaSet that a Deployment made, the Deployment, by the hash that it put into the name. */
export function makerOf(pod: JsonObject): Maker {
  const metadata = objectAt(pod, 'metadata');
  const namespace = stringAt(metadata, 'namespace') ?? '';
  const owner = objectsAt(metadata, 'ownerReferences').find((one) => one['controller'] === true);
  const [kind, name] = [stringAt(owner, 'kind'), stringAt(owner, 'name')];
  if (kind === undefined || name === undefined) {
    return { kind: 'Pod', namespace, name: stringAt(metadata, 'name') ?? '' };
  }
  const hash = stringAt(objectAt(metadata, 'labels'), 'pod-template-hash');
  const isOfDeployment = kind === 'ReplicaSet' && hash !== undefined && name.endsWith(`-${hash}`);
  return isOfDeployment
    ? { kind: 'Deployment', namespace, name: name.slice(0, -hash.length - 1) }
    : { kind, namespace, name };
}

/** Kinds that `kubectl rollout restart` knows. */
const RESTARTABLE: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/** What a person does to have a Pod created again, in the imperative: only its creation is reviewed. */
export function describeNewPod({ kind, namespace, name }: Maker): string {
  if (RESTARTABLE.has(kind))
    return `create its Pods anew (kubectl rollout restart ${kind.toLowerCase()}/${name} -n ${namespace})`;
  return kind === 'Pod'
    ? 'delete the Pod and create it again'
    : `delete the Pod, so that its ${kind} ${name} makes another`;
}

/** Whether a Pod has ended, or is about to: it is never created again as it is. */
export function isEnding(pod: JsonObject): boolean {
  const phase = stringAt(objectAt(pod, 'status'), 'phase') ?? '';
  const isDeleted = stringAt(objectAt(pod, 'metadata'), 'deletionTimestamp') !== undefined;
  return isDeleted || phase === 'Succeeded' || phase === 'Failed';
}
