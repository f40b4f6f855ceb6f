import { join } from 'node:path';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** Tests of the Helm chart without a cluster: `npm run test:chart`. That with one is test/cluster/chart.test.ts. */
const config: ViteUserConfig = defineConfig({
  root: join(import.meta.dirname, '..', '..'),
  test: {
    include: ['test/chart/**/*.test.ts'],
    // Several files want the same tools: the first run builds them once.
    globalSetup: ['test/chart/build-tools.ts'],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 1_800_000,
  },
});

export default config;
