import { join } from 'node:path';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** Tests of the npm package as its users have it: `npm run test:package`. */
const config: ViteUserConfig = defineConfig({
  root: join(import.meta.dirname, '..', '..'),
  test: {
    include: ['test/package/**/*.test.ts'],
    maxWorkers: 1,
    testTimeout: 60_000,
    // The first run fetches each Node that is tried.
    hookTimeout: 300_000,
  },
});

export default config;
