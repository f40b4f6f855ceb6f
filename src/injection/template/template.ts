import type { JsonObject } from '../json.ts';

/** Where a template's containers stand beside the Pod's own. */
export type Placement = 'first' | 'last';

/** Who wins where a Pod holds another value than the template: the Pod, the template, or nobody (the Pod is refused). */
export type ConflictPolicy = 'keep' | 'replace' | 'reject';

/** A template that was parsed and checked: everything a review needs, with nothing left to find out. */
export interface Template {
  readonly name: string;
  /** First 12 hex digits of the SHA-256 of the document's canonical JSON. */
  readonly revision: string;
  readonly isDefault: boolean;
  readonly order: { readonly containers: Placement; readonly initContainers: Placement };
  readonly onConflict: ConflictPolicy;
  readonly hostNetwork: 'skip' | 'allow';
  readonly os: 'linux' | 'windows' | 'any';
  readonly token: 'pod' | 'none';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** PodSpec fields to lay over the Pod's; without nulls. */
  readonly spec: JsonObject;
}

/** All templates in force at one moment; replaced as a whole, never changed. */
export interface TemplateSet {
  readonly templates: ReadonlyMap<string, Template>;
  /** Names that have neither a good nor a last good version, each with what is wrong, in one line. */
  readonly unavailable: ReadonlyMap<string, string>;
  /** The template of those who name none; `undefined` where the ConfigMap does not say which. */
  readonly defaultName: string | undefined;
}
