import { join } from 'node:path';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** Fuzzers that run for minutes: `npm run test:fuzz`. */
const config: ViteUserConfig = defineConfig({
  root: join(import.meta.dirname, '..', '..'),
  test: {
    include: ['test/fuzz/**/*.test.ts'],
    // They measure time, and two at once would measure each other.
    fileParallelism: false,
    disableConsoleIntercept: true,
    testTimeout: 1_200_000,
    hookTimeout: 60_000,
  },
});

export default config;
