import { join } from 'node:path';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** Tests against a real control plane: `npm run test:cluster`. */
const config: ViteUserConfig = defineConfig({
  root: join(import.meta.dirname, '..', '..'),
  test: {
    include: ['test/cluster/**/*.test.ts'],
    // Each file starts a control plane of its own; two at a time would only slow each other down.
    fileParallelism: false,
    testTimeout: 120_000,
    // The first run builds the programs.
    hookTimeout: 900_000,
  },
});

export default config;
