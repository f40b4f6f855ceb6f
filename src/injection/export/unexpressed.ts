import { APPLICATIONS } from '../template/check-spec.ts';
import type { ExportedDocument } from './exported-document.ts';

/** Reports what no policy can do, each with the reason and its place in the document. */
export function reportUnexpressed(document: ExportedDocument): void {
  reportConflictPolicy(document);
  reportApplications(document);
}

function reportConflictPolicy({ template, source }: ExportedDocument): void {
  if (template.onConflict === 'keep') return;
  const why =
    template.onConflict === 'replace'
      ? 'a policy only adds, whatever else writes the same field'
      : 'a policy that changes Pods cannot refuse one';
  source.report('unsupported', ['onConflict'], `onConflict: ${template.onConflict} needs the webhook: ${why}`);
}

function reportApplications({ containers, initContainers, source }: ExportedDocument): void {
  for (const { value, path } of [...containers, ...initContainers]) {
    if (value['name'] !== APPLICATIONS) continue;
    const message =
      'the entry "*" needs the webhook: a policy does not know the containers of a Pod that it would change';
    source.report('unsupported', [...path, 'name'], message);
  }
}
