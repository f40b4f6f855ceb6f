/** No name of a field or parameter is longer; comparing takes time in proportion to the length. */
const MAX_LENGTH = 100;

/** The known name that an unknown one was probably meant to be: at most a third of it differs. `undefined` where none is near. */
export function findNearestName(unknown: string, known: readonly string[]): string | undefined {
  if (unknown.length > MAX_LENGTH) return undefined;
  const bound = Math.max(1, Math.floor(unknown.length / 3));
  const near = known
    .map((name) => ({ name, distance: editDistance(unknown.toLowerCase(), name.toLowerCase()) }))
    .filter(({ distance }) => distance <= bound)
    .toSorted((left, right) => left.distance - right.distance);
  return near[0]?.name;
}

/** How many letters must be put in, taken out or exchanged. @see https://en.wikipedia.org/wiki/Levenshtein_distance */
function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let index = 0; index < left.length; index += 1) {
    const next = [index + 1];
    for (let column = 1; column <= right.length; column += 1) {
      const exchanged = (row[column - 1] ?? 0) + (left[index] === right[column - 1] ? 0 : 1);
      next.push(Math.min(exchanged, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
