import { rmSync } from 'node:fs';
import { build, type Plugin } from 'esbuild';

/** Entry points by the name of their bundle in `dist/`. */
const ENTRY_POINTS = { 'sidecar-injector': 'src/main.ts' };

// Chunks are named after what is in them: those of an older build would stay.
rmSync('dist', { recursive: true, force: true });

/** Dependencies in CommonJS call `require`, which a module does not have. */
const BANNER =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/** In a chunk, a package in CommonJS has no named exports: `import()` of one has to go through a module of ours. */
const NO_PACKAGE_ON_DEMAND: Plugin = {
  name: 'no-package-on-demand',
  setup: (bundler) =>
    bundler.onResolve({ filter: /^[^./]/ }, ({ kind, path, importer }) =>
      kind === 'dynamic-import' && !path.startsWith('node:') && !importer.includes('node_modules')
        ? { errors: [{ text: `import("${path}"): export what is needed of it from a module, and import that` }] }
        : undefined,
    ),
};

await build({
  entryPoints: ENTRY_POINTS,
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  // Each command reads and compiles only what it runs: docs/decisions/0002-chunks.md.
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  platform: 'node',
  plugins: [NO_PACKAGE_ON_DEMAND],
  format: 'esm',
  target: 'node22',
  banner: { js: BANNER },
  minifySyntax: true,
  // Half the size is half of the time that each start takes to read it; names stay, for stack traces.
  minifyWhitespace: true,
  sourcemap: true,
  legalComments: 'linked',
  logLevel: 'warning',
});

/** The plugin of kubectl is the same program under other names: a line each, beside the bundle. */
const PLUGIN_NAMES = ['kubectl-sidecar', 'kubectl_complete-sidecar'];

const BESIDE_THE_BUNDLE: Plugin = {
  name: 'beside-the-bundle',
  setup: (bundler) =>
    bundler.onResolve({ filter: /^\.\/main\.ts$/ }, () => ({ path: './sidecar-injector.mjs', external: true })),
};

await build({
  entryPoints: PLUGIN_NAMES.map((name) => `src/${name}.ts`),
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  plugins: [BESIDE_THE_BUNDLE],
  logLevel: 'warning',
});
