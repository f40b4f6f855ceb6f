import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take a minute and more, the longest first: one that began last would be waited for alone. */
const LONGEST = [
  'certs-keeper.test.ts',
  'kustomize.test.ts',
  'alerts/alerts.test.ts',
  'chart.test.ts',
  'upgrade.test.ts',
  'certs.test.ts',
  'documented-commands.test.ts',
];

/** Begins with the files that take longest; on a fresh machine nobody remembers how long each took. */
export class LongestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(files.toSorted((one, other) => placeOf(one) - placeOf(other)));
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const place = LONGEST.findIndex((name) => moduleId.endsWith(`/test/cluster/${name}`));
  return place === -1 ? LONGEST.length : place;
}
