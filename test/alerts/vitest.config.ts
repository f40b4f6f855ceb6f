import { join } from 'node:path';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** Tests of alerts and dashboard with Prometheus' own engine: `npm run test:alerts`. */
const config: ViteUserConfig = defineConfig({
  root: join(import.meta.dirname, '..', '..'),
  test: {
    include: ['test/alerts/**/*.test.ts'],
    testTimeout: 60_000,
    // The first run builds promtool.
    hookTimeout: 900_000,
  },
});

export default config;
