import { readTemplateConfigMap, type TemplateConfigMapContent } from '../admission/template-configmap.ts';
import { Informer, type InformerSettings } from './informer.ts';
import type { InformerState } from './informer-state.ts';
import type { StoredObject } from './resource.ts';

/** The template ConfigMap as last heard of. */
export type TemplateConfigMap =
  /** Not known yet: the first list is not done. The reason is the last error, if any. */
  | { readonly state: 'unknown'; readonly reason: string }
  | { readonly state: 'absent'; readonly reason: string }
  | ({ readonly state: 'present'; readonly uid: string; readonly resourceVersion: string } & TemplateConfigMapContent);

/** Which ConfigMap, and who hears of it. */
export interface TemplateInformerOptions extends InformerSettings {
  readonly namespace: string;
  readonly name: string;
  /**
   * Called once the first list is done and then whenever the ConfigMap differs. `absent` after `present` means deleted:
   * keep what was in force. What it throws is reported by `onEvent`, and harms nothing.
   */
  readonly onChange: (configMap: TemplateConfigMap) => void | Promise<void>;
}

/**
 * Knows the one template ConfigMap. Needs `list` and `watch` for that name only: an API server grants both by
 * `resourceNames` where the field selector names the object.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources
 */
export class TemplateInformer {
  readonly #informer: Informer<TemplateConfigMapContent>;
  readonly #name: string;
  readonly #place: string;

  constructor({ namespace, name, onChange, ...settings }: TemplateInformerOptions) {
    this.#name = name;
    this.#place = `${namespace}/${name}`;
    this.#informer = new Informer({
      ...settings,
      resource: {
        path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/configmaps`,
        name,
        metadataOnly: false,
        keep: readTemplateConfigMap,
      },
      consumer: ({ snapshot }) => onChange(this.#describe(snapshot().get(name))),
    });
  }

  /** The ConfigMap as last heard of. */
  current(): TemplateConfigMap {
    const known = this.#informer.get(this.#name);
    const { isSynced, lastError } = this.#informer.state();
    if (known !== undefined || isSynced) return this.#describe(known);
    return { state: 'unknown', reason: lastError ?? `the ConfigMap ${this.#place} is not listed yet` };
  }

  /** Starts to list and watch. Does nothing while it runs. */
  start(): void {
    this.#informer.start();
  }

  /** Cuts what is under way. @returns once no request and no timer is left */
  stop(): Promise<void> {
    return this.#informer.stop();
  }

  /** How it does, for readiness and metrics. */
  state(): InformerState {
    return this.#informer.state();
  }

  #describe(known: StoredObject<TemplateConfigMapContent> | undefined): TemplateConfigMap {
    if (known === undefined) return { state: 'absent', reason: `the ConfigMap ${this.#place} does not exist` };
    const { item, uid, resourceVersion } = known;
    return { state: 'present', ...item, uid, resourceVersion };
  }
}
