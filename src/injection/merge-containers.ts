import { isTemplateContainer } from './container-match.ts';
import { objectAt, objectsAt, stringAt, type Json, type JsonObject } from './json.ts';
import { fillIn, hasAutoImage, readOverrides } from './overrides.ts';
import { withHostPorts } from './server-defaults.ts';
import type { Overlay, Placement, Template } from './template/template.ts';
import { withTokenMount } from './token-mount.ts';

/** The two lists of a Pod in which a template's containers stand. */
export const CONTAINER_LISTS = ['containers', 'initContainers'] as const;

/** One of {@link CONTAINER_LISTS}. */
export type ContainerList = (typeof CONTAINER_LISTS)[number];

/** How many containers of each list this review has put before the Pod's own already. */
export type Placed = Readonly<Record<ContainerList, number>>;

/** The Pod that a template is laid over, and what else decides where its containers go. */
export interface MergeTarget {
  readonly pod: JsonObject;
  readonly placed: Placed;
  /** Whether the cluster runs init containers with `restartPolicy: Always` beside the others. */
  readonly hasNativeSidecars: boolean;
  /** Names of the containers of all templates that the Pod is to have: no part of the application. */
  readonly injected: ReadonlySet<string>;
}

/** What becomes of a Pod's containers. */
export interface MergedContainers {
  readonly lists: Readonly<Record<ContainerList, readonly JsonObject[]>>;
  /** Names of containers that the Pod has already, with other content. */
  readonly taken: readonly string[];
  /** The user's own overrides that were filled in. */
  readonly overrides: readonly Override[];
  readonly placed: Placed;
}

/** A container that the user began and a template filled in: what it was, and where. */
export interface Override {
  readonly name: string;
  readonly list: ContainerList;
  readonly before: JsonObject;
  /** Where in its list it stood, if it moved to the other one. */
  readonly movedFrom?: number;
}

/** A container of the template as this Pod is to have it. */
interface Wish {
  readonly list: ContainerList;
  readonly placement: Placement;
  readonly container: JsonObject;
  /** Whether it runs beside the application, natively or not. */
  readonly isSidecar: boolean;
}

interface Progress {
  readonly target: MergeTarget;
  readonly front: Record<ContainerList, JsonObject[]>;
  readonly back: Record<ContainerList, JsonObject[]>;
  /** What stands in the place of a container of the Pod; `undefined` where it moves to the other list. */
  readonly exchanged: Map<JsonObject, JsonObject | undefined>;
  readonly taken: string[];
  readonly overrides: Override[];
  readonly known: ReadonlySet<string>;
}

/**
 * Puts a template's containers into a Pod. One that the Pod has already is left alone; of the same name with other content, it
 * is taken; the user's own override is filled in, and moves where native placement wants it. All others keep their order.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
 */
export function mergeContainers(template: Template, overlay: Overlay, target: MergeTarget): MergedContainers {
  const progress: Progress = {
    target,
    front: { containers: [], initContainers: [] },
    back: { containers: [], initContainers: [] },
    exchanged: new Map(),
    taken: [],
    overrides: [],
    known: readOverrides(target.pod),
  };
  for (const wish of wishesOf(template, overlay, target)) grant(progress, wish, template);
  const { front, taken, overrides } = progress;
  return {
    lists: { containers: arrange(progress, 'containers'), initContainers: arrange(progress, 'initContainers') },
    taken,
    overrides,
    placed: { containers: front.containers.length, initContainers: front.initContainers.length },
  };
}

/** Names of the user's own overrides in a Pod: those with the image `auto`, and those that were filled in earlier. */
export function isOverride(container: JsonObject, known: ReadonlySet<string>): boolean {
  return hasAutoImage(container) || known.has(stringAt(container, 'name') ?? '');
}

function wishesOf({ order, native }: Template, { spec }: Overlay, target: MergeTarget): readonly Wish[] {
  const isNative = target.hasNativeSidecars && (native === 'always' || (native === 'jobs' && ends(target.pod)));
  const containers = objectsAt(spec, 'containers').map((container): Wish => {
    if (!isNative) return { list: 'containers', placement: order.containers, container, isSidecar: true };
    const placement = order.initContainers ?? 'first';
    return { list: 'initContainers', placement, container: { ...container, restartPolicy: 'Always' }, isSidecar: true };
  });
  const initContainers = objectsAt(spec, 'initContainers').map((container): Wish => {
    const isSidecar = container['restartPolicy'] === 'Always';
    return {
      list: 'initContainers',
      placement: order.initContainers ?? (isSidecar ? 'first' : 'last'),
      container,
      isSidecar,
    };
  });
  return [...containers, ...initContainers];
}

/** Whether the Pod is over when its own containers are: another container beside them would keep it alive. */
function ends(pod: JsonObject): boolean {
  return (stringAt(objectAt(pod, 'spec'), 'restartPolicy') ?? 'Always') !== 'Always';
}

function grant(progress: Progress, wish: Wish, template: Template): void {
  const { target, known } = progress;
  const found = findOwn(target.pod, wish);
  const complete = template.token === 'pod' ? withTokenMount(wish.container, target.pod) : wish.container;
  if (found === undefined) place(progress, wish, complete);
  else if (isOverride(found.container, known)) fill(progress, found, { ...wish, container: complete });
  else if (!isAlready(found, wish, target.pod)) settleTaken(progress, found, { ...wish, container: complete });
}

interface Found {
  readonly list: ContainerList;
  readonly container: JsonObject;
}

/** The Pod's container of that name: the last one in the list where it is wanted, else in the other. */
function findOwn(pod: JsonObject, { list, container: { name } }: Wish): Found | undefined {
  const spec = objectAt(pod, 'spec');
  for (const candidate of [list, list === 'containers' ? 'initContainers' : 'containers'] as const) {
    const container = objectsAt(spec, candidate).findLast((one) => one['name'] === name);
    if (container !== undefined) return { list: candidate, container };
  }
  return undefined;
}

/** Injected earlier as an ordinary container, it is there as well as natively, and the other way round. */
function isAlready({ list, container }: Found, wish: Wish, pod: JsonObject): boolean {
  const hostNetwork = objectAt(pod, 'spec')?.['hostNetwork'] === true;
  if (list === wish.list) return isTemplateContainer(wish.container, container, hostNetwork);
  const { restartPolicy: _, ...plain } = wish.container;
  const wanted = list === 'containers' ? plain : { ...plain, restartPolicy: 'Always' };
  return wish.isSidecar && isTemplateContainer(wanted, container, hostNetwork);
}

/** A name that stands in the other list does not fit: it is placed all the same, and the fit tells. */
function settleTaken(progress: Progress, found: Found, wish: Wish): void {
  if (found.list === wish.list) progress.taken.push(stringAt(wish.container, 'name') ?? '');
  else place(progress, wish, wish.container);
}

function place({ front, back }: Progress, { list, placement }: Wish, container: JsonObject): void {
  (placement === 'first' ? front : back)[list].push(container);
}

/** A Pod's only container stays where it is: a Pod without containers is none. */
function fill(progress: Progress, found: Found, wish: Wish): void {
  const isOnly =
    found.list === 'containers' && objectsAt(objectAt(progress.target.pod, 'spec'), 'containers').length < 2;
  const moves = found.list !== wish.list && wish.container['restartPolicy'] === 'Always' && !isOnly;
  const { restartPolicy: _, ...plain } = wish.container;
  const template = moves || found.list === wish.list ? wish.container : plain;
  const filled = fillIn(found.container, withHostPorts(template, progress.target.pod));
  if (filled === found.container && !moves) return;
  const { list, container: before } = found;
  const movedFrom = objectsAt(objectAt(progress.target.pod, 'spec'), list).indexOf(before);
  progress.overrides.push({
    name: stringAt(wish.container, 'name') ?? '',
    list,
    before,
    ...(moves && { movedFrom }),
  });
  progress.exchanged.set(found.container, moves ? undefined : filled);
  if (moves) place(progress, wish, filled);
}

function arrange({ target, front, back, exchanged }: Progress, list: ContainerList): readonly JsonObject[] {
  const present = objectsAt(objectAt(target.pod, 'spec'), list);
  if (front[list].length + back[list].length + exchanged.size === 0) return present;
  const kept = present.flatMap((container): readonly JsonObject[] => {
    if (!exchanged.has(container)) return [container];
    const stead = exchanged.get(container);
    return stead === undefined ? [] : [stead];
  });
  const at = target.placed[list];
  return [...kept.slice(0, at), ...front[list], ...kept.slice(at), ...back[list]];
}

/** What a list of a Pod's spec becomes: the very value that was there where no container changed. */
export function listValue(spec: JsonObject, list: ContainerList, containers: readonly JsonObject[]): Json | undefined {
  const own = objectsAt(spec, list);
  const isSame = containers.length === own.length && containers.every((container, index) => container === own[index]);
  return isSame ? spec[list] : containers;
}
