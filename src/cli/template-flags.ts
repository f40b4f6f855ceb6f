import type { Option } from 'commander';
import { DEFAULT_TEMPLATE_CONFIGMAP } from '../settings.ts';
import { CONNECTION_OPTIONS, flag } from './flag.ts';

/** Where a command that asks the core once takes templates from. */
export interface TemplateFlags {
  readonly templateFile?: string;
  readonly templateConfigmap: string;
  /** The namespace of the ConfigMap. */
  readonly namespace: string;
  readonly kubeconfig?: string;
  readonly serviceAccountDir?: string;
}

/** The flags of {@link TemplateFlags}. */
export const TEMPLATE_OPTIONS: readonly Option[] = [
  flag('--template-file <file>', 'manifest of the template ConfigMap (default: the ConfigMap of the cluster)'),
  flag('--template-configmap <name>', 'the template ConfigMap of the cluster').default(DEFAULT_TEMPLATE_CONFIGMAP),
  flag('--namespace <name>', 'the namespace of the injector and of its ConfigMap').default('sidecar-injector'),
  ...CONNECTION_OPTIONS,
];
