/** Writes every file that follows from the version of Kubernetes: `npm run generate` */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startControlPlane } from '../../cluster/control-plane.ts';
import { renderChartFiles } from './chart-files.ts';
import { renderGeneratedFiles } from './generated-files.ts';
import { readKubernetesApi } from './open-api.ts';

const REPOSITORY = join(import.meta.dirname, '../../..');

await using controlPlane = await startControlPlane({ controllerManager: false });
const api = await readKubernetesApi(controlPlane);
console.log(`Kubernetes ${api.version}`);
for (const [path, text] of renderGeneratedFiles(api)) {
  await writeFile(join(REPOSITORY, path), text);
  console.log(`${path} ${Buffer.byteLength(text)} bytes`);
}
// After those: the chart's schema takes types from that of a Pod.
for (const [path, text] of await renderChartFiles()) {
  await writeFile(join(REPOSITORY, path), text);
  console.log(`${path} ${Buffer.byteLength(text)} bytes`);
}
