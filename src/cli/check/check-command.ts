import { Command } from 'commander';
import type { ManifestContext } from '../manifests/manifest-flags.ts';
export function checkCommand(_context: ManifestContext, parent: Command): Command {
  return new Command('check').copyInheritedSettings(parent);
}
