import { join } from 'node:path';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { LongestFirst } from './longest-first.ts';

/** Tests against a real control plane: `npm run test:cluster`. */
const config: ViteUserConfig = defineConfig({
  root: join(import.meta.dirname, '..', '..'),
  test: {
    include: ['test/cluster/**/*.test.ts'],
    globalSetup: ['test/cluster/build-once.ts'],
    // Each file starts a control plane of its own, and mostly waits for it.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    testTimeout: 120_000,
    // The first run builds the programs.
    hookTimeout: 900_000,
  },
});

export default config;
