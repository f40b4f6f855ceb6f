import { join } from 'node:path';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** Tests of the image that was built: `npm run test:image`. */
const config: ViteUserConfig = defineConfig({
  root: join(import.meta.dirname, '..', '..'),
  test: {
    include: ['test/image/**/*.test.ts'],
    // Starts are timed: one at a time.
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});

export default config;
