import { objectAt, objectsAt, ownValue, type JsonObject } from './json.ts';
import { parseQuantity } from './quantity.ts';

type Amounts = ReadonlyMap<string, bigint>;

/**
 * The name of a resource for which the Pod's containers together ask for more than the Pod itself does, or one container
 * may use more than the Pod may; `undefined` where the Pod-level resources hold them all, or there are none.
 *
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/assign-pod-level-resources/
 */
export function findExceededResource(spec: JsonObject): string | undefined {
  const podLevel = objectAt(spec, 'resources');
  if (podLevel === undefined) return undefined;
  const limits = amountsOf(podLevel, 'limits');
  return (
    findLarger(aggregate(spec, 'requests'), amountsOf(podLevel, 'requests')) ??
    findLarger(onlyHugePages(aggregate(spec, 'limits')), limits) ??
    objectsAt(spec, 'containers')
      .map((container) => findLarger(containerAmounts(container, 'limits'), limits))
      .find((name) => name !== undefined)
  );
}

function findLarger(amounts: Amounts, bounds: Amounts): string | undefined {
  for (const [name, amount] of amounts) {
    const bound = bounds.get(name);
    if (bound !== undefined && amount > bound) return name;
  }
  return undefined;
}

function onlyHugePages(amounts: Amounts): Amounts {
  return new Map([...amounts].filter(([name]) => name.startsWith('hugepages-')));
}

/** Containers and restartable init containers run together; each other init container runs beside the restartable ones before it. */
function aggregate(spec: JsonObject, kind: 'requests' | 'limits'): Amounts {
  let restartable: Amounts = new Map();
  let peak: Amounts = new Map();
  for (const container of objectsAt(spec, 'initContainers')) {
    const amounts = containerAmounts(container, kind);
    if (container['restartPolicy'] === 'Always') restartable = sum(restartable, amounts);
    peak = maximum(peak, container['restartPolicy'] === 'Always' ? restartable : sum(restartable, amounts));
  }
  const running = objectsAt(spec, 'containers').map((container) => containerAmounts(container, kind));
  return maximum(peak, running.reduce(sum, restartable));
}

function sum(left: Amounts, right: Amounts): Amounts {
  const total = new Map(left);
  for (const [name, amount] of right) total.set(name, (total.get(name) ?? 0n) + amount);
  return total;
}

function maximum(left: Amounts, right: Amounts): Amounts {
  const largest = new Map(left);
  for (const [name, amount] of right) if (amount > (largest.get(name) ?? 0n)) largest.set(name, amount);
  return largest;
}

/** A limit without a request is the request too. */
function containerAmounts(container: JsonObject, kind: 'requests' | 'limits'): Amounts {
  const resources = objectAt(container, 'resources');
  const limits = amountsOf(resources, 'limits');
  return kind === 'limits' ? limits : new Map([...limits, ...amountsOf(resources, 'requests')]);
}

function amountsOf(resources: JsonObject | undefined, kind: 'requests' | 'limits'): Amounts {
  const amounts = objectAt(resources, kind);
  return new Map(Object.keys(amounts ?? {}).map((name) => [name, parseQuantity(ownValue(amounts, name)) ?? 0n]));
}
