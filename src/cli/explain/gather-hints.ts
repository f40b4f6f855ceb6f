import type { JsonObject } from '../../injection/json.ts';
import type { Check } from './explanation.ts';
import { describeMeaninglessLabel, findMeaninglessLabel, type MeaninglessLabel } from './label-value.ts';
import { describeMisplacedKey, findMisplacedKeys, type MisplacedKey, type Seat } from './misplaced-key.ts';
import type { Target } from './target.ts';

/** Slips in labels and annotations around a Pod. */
export interface Hints {
  readonly hints: readonly Check[];
  readonly misplaced: readonly MisplacedKey[];
  readonly label: MeaninglessLabel | undefined;
}

/** Looks for labels and annotations that were meant for the injector and do nothing: on the Pod, its makers and its namespace. */
export function gatherHints(target: Target, created: JsonObject, namespace: JsonObject | undefined): Hints {
  const podTitle = target.makers.length === 0 || target.isLive ? 'the Pod' : 'the Pod template';
  const seats: readonly Seat[] = [
    { kind: 'pod', title: podTitle, object: created },
    ...target.makers.toReversed(),
    ...(namespace === undefined
      ? []
      : [{ kind: 'namespace', title: `namespace ${target.object.namespace}`, object: namespace } as const]),
  ];
  const misplaced = withoutCopies(seats.flatMap(findMisplacedKeys));
  const label = findMeaninglessLabel(namespace);
  const hints: readonly Check[] = [
    ...(label === undefined
      ? []
      : [{ about: 'label', saw: describeMeaninglessLabel(label), verdict: 'note' } as const]),
    ...misplaced.map((key): Check => ({ about: key.as, saw: describeMisplacedKey(key), verdict: 'note' })),
  ];
  return { hints, misplaced, label };
}

/** A Deployment copies its annotations to its ReplicaSets: the topmost object is where a person wrote it. */
function withoutCopies(keys: readonly MisplacedKey[]): readonly MisplacedKey[] {
  return keys.filter(
    ({ key, seat }, index) =>
      seat.kind !== 'workload' ||
      keys.findIndex((other) => other.key === key && other.seat.kind === 'workload') === index,
  );
}
