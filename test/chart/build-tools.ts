import { ensureBinaries } from '../cluster/binaries.ts';
import { ensureGoTool, HELM, HELM_UNITTEST, KUBECONFORM } from '../support/go-tools.ts';

/** Before the first test of a run: several files use the tools at the same time. */
export default async function setup(): Promise<void> {
  await ensureBinaries();
  for (const tool of [HELM, HELM_UNITTEST, KUBECONFORM]) await ensureGoTool(tool);
}
