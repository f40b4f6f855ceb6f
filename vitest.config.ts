import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/alerts/**', 'test/chart/**', 'test/cluster/**', 'test/fuzz/**', 'test/image/**', 'test/package/**'],
    // vitest takes one worker on two cores; most tests wait.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});

export default config;
