import { RETIRED_ANNOTATION } from '../injection/annotations.ts';
import { objectAt, quote, stringAt, type JsonObject } from '../injection/json.ts';
import { splitNames } from '../injection/opt-in.ts';
import type { TemplateSource } from '../injection/template/load-templates.ts';
import type { TemplateProblem } from '../injection/template/problem.ts';
import { Informer, type InformerSettings } from './informer.ts';
import type { InformerState } from './informer-state.ts';
import type { StoredObject } from './resource.ts';

/** The template ConfigMap as last heard of. */
export type TemplateConfigMap =
  /** Not known yet: the first list is not done. The reason is the last error, if any. */
  | { readonly state: 'unknown'; readonly reason: string }
  | { readonly state: 'absent'; readonly reason: string }
  | {
      readonly state: 'present';
      readonly source: TemplateSource;
      /** By key: what of the ConfigMap is no template. */
      readonly problems: ReadonlyMap<string, readonly TemplateProblem[]>;
      readonly resourceVersion: string;
    };

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

type Content = Pick<TemplateConfigMap & { state: 'present' }, 'source' | 'problems'>;

/**
 * Knows the one template ConfigMap. Needs `list` and `watch` for that name only: an API server grants both by
 * `resourceNames` where the field selector names the object.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources
 */
export class TemplateInformer {
  readonly #informer: Informer<Content>;
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
        keep: readContent,
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

  #describe(known: StoredObject<Content> | undefined): TemplateConfigMap {
    if (known === undefined) return { state: 'absent', reason: `the ConfigMap ${this.#place} does not exist` };
    return { state: 'present', ...known.item, resourceVersion: known.resourceVersion };
  }
}

/** @see https://kubernetes.io/docs/concepts/configuration/configmap/ */
function readContent(configMap: JsonObject): Content {
  const data = new Map<string, string>();
  for (const [key, value] of Object.entries(objectAt(configMap, 'data') ?? {})) {
    if (typeof value === 'string') data.set(key, value);
  }
  const annotation = stringAt(objectAt(objectAt(configMap, 'metadata'), 'annotations'), RETIRED_ANNOTATION);
  const retired = new Set(splitNames(annotation ?? '').filter((name) => name !== ''));
  const binaryKeys = Object.keys(objectAt(configMap, 'binaryData') ?? {});
  return { source: { data, retired }, problems: new Map(binaryKeys.map((key) => [key, [binaryProblem(key)]])) };
}

function binaryProblem(key: string): TemplateProblem {
  const message = `the key ${quote(key)} stands under binaryData and is left out: a template is UTF-8 text, under data`;
  return { code: 'unsupported', message, path: '', line: 1, column: 1 };
}
