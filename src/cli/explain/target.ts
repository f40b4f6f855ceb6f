import { objectAt, objectsAt, stringAt, type JsonObject } from '../../injection/json.ts';
import { findPods } from '../../injection/workload.ts';
import type { ObjectClient } from '../../kubernetes/object-client.ts';
import { RefusedError, USAGE_ERROR } from '../refused-error.ts';
import { KIND_WORDS, KINDS, type Kind } from './kinds.ts';
import type { ExplainedObject } from './explanation.ts';
import type { Seat } from './misplaced-key.ts';

/** A Pod that is there, or that an object would make. */
export interface Target {
  readonly object: ExplainedObject;
  readonly isLive: boolean;
  /** As it stands: a live Pod with all that was added to it since. */
  readonly pod: JsonObject;
  /** The objects that make it, nearest first: people annotate these by mistake. */
  readonly makers: readonly Seat[];
  readonly notes: readonly string[];
}

/** Deployment above ReplicaSet above Pod, CronJob above Job above Pod: no chain is longer. */
const MAX_MAKERS = 2;

/** Reads the Pod or workload that was named: `web-0`, `pod/web-0`, `deployment/web`, `deploy/web`. @throws RefusedError where there is none */
export async function readTarget(client: ObjectClient, namespace: string, argument: string): Promise<Target> {
  const { kind, name } = parseArgument(argument);
  const found = await client.send({ path: pathOf(kind, namespace, name) });
  if (!found.ok) {
    const hint = found.error.kind === 'not-found' ? '; is the namespace right (-n)? A workload is KIND/NAME' : '';
    throw new RefusedError(`${found.error.message}${hint}`, USAGE_ERROR);
  }
  const object = { apiVersion: kind.group.replace(/^apis?\//, ''), kind: kind.kind, ...found.value };
  return kind.kind === 'Pod' ? liveTarget(client, namespace, object) : targetOf(object, namespace);
}

function parseArgument(argument: string): { readonly kind: Kind; readonly name: string } {
  const [word = '', name, ...rest] = argument.includes('/') ? argument.split('/') : ['pod', argument];
  const plain = word.toLowerCase().split('.', 1)[0] ?? '';
  const kind = KINDS.find((one) => [one.kind.toLowerCase(), one.plural, ...one.short].includes(plain));
  if (kind === undefined || name === undefined || name === '' || rest.length > 0) {
    const words = KIND_WORDS.join(', ');
    throw new RefusedError(
      `${JSON.stringify(argument)}: write POD or KIND/NAME, where KIND is one of ${words}`,
      USAGE_ERROR,
    );
  }
  return { kind, name };
}

function pathOf({ group, plural }: Kind, namespace: string, name: string): string {
  return `/${group}/namespaces/${encodeURIComponent(namespace)}/${plural}/${encodeURIComponent(name)}`;
}

async function liveTarget(client: ObjectClient, namespace: string, pod: JsonObject): Promise<Target> {
  const makers: Seat[] = [];
  const notes: string[] = [];
  for (let maker = controllerOf(pod); maker !== undefined && makers.length < MAX_MAKERS;) {
    const kind = KINDS.find((one) => one.kind === maker?.kind);
    if (kind === undefined) break;
    const title = `${kind.kind} ${namespace}/${maker.name}`;
    const found = await client.send({ path: pathOf(kind, namespace, maker.name) });
    if (!found.ok) {
      notes.push(`${title} could not be read: ${found.error.message}`);
      break;
    }
    makers.push({ kind: 'workload', title, object: found.value });
    maker = controllerOf(found.value);
  }
  const name = stringAt(objectAt(pod, 'metadata'), 'name') ?? '';
  return { object: { kind: 'Pod', namespace, name }, isLive: true, pod, makers, notes };
}

function controllerOf(object: JsonObject): { readonly kind: string; readonly name: string } | undefined {
  const owner = objectsAt(objectAt(object, 'metadata'), 'ownerReferences').find((one) => one['controller'] === true);
  const [kind, name] = [stringAt(owner, 'kind'), stringAt(owner, 'name')];
  return kind === undefined || name === undefined ? undefined : { kind, name };
}

/** The Pods that an object makes; a manifest's Pod is one that is to be created. @throws RefusedError where it makes none */
export function targetOf(object: JsonObject, defaultNamespace: string): Target {
  const [found] = findPods(object);
  const kind = stringAt(object, 'kind') ?? '';
  if (found === undefined)
    throw new RefusedError(`${kind === '' ? 'the object' : kind} has no Pod template`, USAGE_ERROR);
  const namespace = found.namespace ?? defaultNamespace;
  const title = `${kind} ${namespace}/${found.name}`;
  const jobTemplate = objectAt(objectAt(object, 'spec'), 'jobTemplate');
  const makers: readonly Seat[] = [
    ...(jobTemplate === undefined
      ? []
      : [{ kind: 'workload', title: `spec.jobTemplate of ${title}`, object: jobTemplate } as const]),
    ...(kind === 'Pod' ? [] : [{ kind: 'workload', title, object } as const]),
  ];
  return { object: { kind, namespace, name: found.name }, isLive: false, pod: found.pod, makers, notes: [] };
}
