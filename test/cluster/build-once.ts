import { ensureBundle } from './bundle.ts';

/** Before the first test of a run: several files use the bundle at the same time. */
export default async function setup(): Promise<void> {
  await ensureBundle();
}
