/** `node build.ts [FOLDER]`: builds the program into a folder, `dist` when left out, which it empties first. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { listBundledPackages } from './build/bundled-packages.ts';
import { formatLicenses, formatSbom, type Product } from './build/sbom.ts';

const outdir = process.argv[2] ?? 'dist';

/** Entry points by the name of their bundle. */
const ENTRY_POINTS = { main: 'src/main.ts' };

// Chunks are named after what is in them: those of an older build would stay.
rmSync(outdir, { recursive: true, force: true });

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

const { metafile } = await build({
  entryPoints: ENTRY_POINTS,
  outdir,
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
  // All licences stand in one file, below.
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});

const product = JSON.parse(readFileSync('package.json', 'utf8')) as Product;
const packages = listBundledPackages(metafile);
writeFileSync(join(outdir, 'sbom.cdx.json'), formatSbom(product, packages));
writeFileSync(join(outdir, 'LICENSES.txt'), formatLicenses(packages));

/**
 * What is called by name, beside the bundle: the program, the same as a plugin of kubectl under two names, and the image's health
 * check. All but the last are a few lines that load the bundle, and can be read by any Node.
 */
const PROGRAMS = ['sidecar-injector', 'kubectl-sidecar', 'kubectl_complete-sidecar', 'healthcheck'];

const BESIDE_THE_BUNDLE: Plugin = {
  name: 'beside-the-bundle',
  setup: (bundler) =>
    bundler.onResolve({ filter: /^\.\/(?:main|sidecar-injector)\.ts$/ }, ({ path }) => ({
      path: path.replace(/ts$/, 'mjs'),
      external: true,
    })),
};

await build({
  entryPoints: PROGRAMS.map((name) => `src/${name}.ts`),
  outdir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  plugins: [BESIDE_THE_BUNDLE],
  logLevel: 'warning',
});
