import { CONTAINER_FAULTS, type StandingContainer } from './container-faults.ts';
import { objectsAt, quote, type JsonObject } from './json.ts';
import { CONTAINER_LISTS } from './merge-containers.ts';

/**
 * Why the API server would refuse a container that a merge added or changed, although it takes the Pod without; `undefined`
 * where it takes them all. What a container of the Pod has already, the API server judges.
 */
export function findContainerMisfit(before: JsonObject, after: JsonObject): string | undefined {
  for (const list of CONTAINER_LISTS) {
    if (before[list] === after[list]) continue;
    const present = new Map(objectsAt(before, list).map((container) => [container['name'], container]));
    for (const container of objectsAt(after, list)) {
      const own = present.get(container['name']);
      if (own === container) continue;
      const fault = findNewFault(own, { container, list, spec: after });
      if (fault !== undefined) return `its container ${quote(container['name'])} would have ${fault}`;
    }
  }
  return undefined;
}

function findNewFault(own: JsonObject | undefined, standing: StandingContainer): string | undefined {
  for (const find of CONTAINER_FAULTS) {
    const fault = find(standing);
    if (fault !== undefined && (own === undefined || find({ ...standing, container: own }) === undefined)) return fault;
  }
  return undefined;
}
