import { Option } from 'commander';
import { INJECTION_LABEL } from '../../injection/annotations.ts';
import type { JsonObject } from '../../injection/json.ts';
import { DEFAULT_PROTECTED_NAMESPACES, DEFAULT_TEMPLATE_CONFIGMAP } from '../../settings.ts';
import { CONNECTION_OPTIONS, flag } from '../flag.ts';
import { COLOR_CHOICES } from '../terminal.ts';
import type { Installation } from './cluster-facts.ts';

/** Where the injector is installed, and how to reach its cluster. */
export interface InstallationFlags {
  readonly injectorNamespace: string;
  readonly service: string;
  readonly templateConfigmap: string;
  readonly protectedNamespaces: string;
  readonly kubeconfig?: string;
  readonly serviceAccountDir?: string;
}

/** The flags of {@link InstallationFlags}. `-n` is the Pod's namespace here, as in kubectl. */
export const INSTALLATION_OPTIONS: readonly Option[] = [
  new Option('--injector-namespace <name>', 'the namespace of the injector and of its ConfigMap')
    .default('sidecar-injector')
    .env('SIDECAR_INJECTOR_NAMESPACE'),
  flag('--service <name>', 'the Service that the API server calls').default('sidecar-injector'),
  flag('--template-configmap <name>', 'the template ConfigMap of the cluster').default(DEFAULT_TEMPLATE_CONFIGMAP),
  flag('--protected-namespaces <names>', 'namespaces whose Pods are never touched').default(
    DEFAULT_PROTECTED_NAMESPACES.join(','),
  ),
  ...CONNECTION_OPTIONS,
];

/** What a namespace counts as that no manifest and no cluster describes. */
export const NAMESPACE_LABEL_OPTION: Option = flag(
  '--namespace-label <value>',
  'without a cluster: what a namespace counts as that no manifest describes',
)
  .choices(['enabled', 'disabled', 'none'])
  .default('enabled');

/** When colours are used. */
export const COLOR_OPTION: Option = new Option('--color <when>', 'colours; NO_COLOR turns them off as well')
  .choices(COLOR_CHOICES)
  .default('auto');

/** Manifests: given once or more often. */
export const FILENAME_OPTION: Option = new Option(
  '-f, --filename <file>',
  'manifest, folder of manifests, or - for stdin; repeatable',
)
  .argParser((value: string, previous: readonly string[]) => previous.concat([value]))
  .default([], 'none');

/** Where the flags say that the injector is. */
export function installationOf({ injectorNamespace, service, templateConfigmap }: InstallationFlags): Installation {
  return { namespace: injectorNamespace, name: service, templateConfigMap: templateConfigmap };
}

/** The namespaces whose Pods are never touched: the injector's own among them. */
export function protectedOf({ protectedNamespaces, injectorNamespace }: InstallationFlags): ReadonlySet<string> {
  const names = protectedNamespaces.split(',').map((name) => name.trim());
  return new Set([...names.filter((name) => name !== ''), injectorNamespace]);
}

/** A namespace object that only has the label of the injector. */
export function namespaceWithLabel(name: string, label: 'enabled' | 'disabled' | 'none'): JsonObject {
  const labels = label === 'none' ? {} : { [INJECTION_LABEL]: label };
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}
