import type { Expression } from '../expression/expression.ts';
import type { JsonObject } from '../json.ts';
import type { Parameter } from './parameter.ts';
import type { Rendering } from './rendering.ts';

/** Where a template's containers stand beside the Pod's own. */
export type Placement = 'first' | 'last';

/** Who wins where a Pod holds another value than the template: the Pod, the template, or nobody (the Pod is refused). */
export type ConflictPolicy = 'keep' | 'replace' | 'reject';

/**
 * In which Pods a template's containers become native sidecars: in none, in those that end (`restartPolicy` is not `Always`),
 * or in all.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
 */
export type NativePolicy = 'never' | 'jobs' | 'always';

/** What a template lays over a Pod, with every expression replaced by its value. */
export interface Overlay {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** PodSpec fields; without nulls, and without the entries named `"*"`. */
  readonly spec: JsonObject;
  /** The fields of the entries named `"*"`: merged into each container of the application in that list. */
  readonly applications: { readonly containers?: JsonObject; readonly initContainers?: JsonObject };
}

/** A template that was parsed and checked: everything a review needs, with nothing left to find out. */
export interface Template {
  readonly name: string;
  /** First 12 hex digits of the SHA-256 of the document's canonical JSON. */
  readonly revision: string;
  readonly isDefault: boolean;
  /** Where nothing is said of init containers, native sidecars come first and others last. */
  readonly order: { readonly containers: Placement; readonly initContainers: Placement | undefined };
  readonly native: NativePolicy;
  readonly onConflict: ConflictPolicy;
  readonly hostNetwork: 'skip' | 'allow';
  readonly os: 'linux' | 'windows' | 'any';
  readonly token: 'pod' | 'none';
  /** What a Pod or namespace may set, by name. */
  readonly params: ReadonlyMap<string, Parameter>;
  /** The condition under which a Pod gets the template; `undefined` where it always does. */
  readonly when: Expression | undefined;
  /** Names of the containers that it adds; no expression can change them. */
  readonly containerNames: ReadonlySet<string>;
  readonly rendering: Rendering;
}

/** All templates in force at one moment; replaced as a whole, never changed. */
export interface TemplateSet {
  readonly templates: ReadonlyMap<string, Template>;
  /** Names that have neither a good nor a last good version, each with what is wrong, in one line. */
  readonly unavailable: ReadonlyMap<string, string>;
  /** The template of those who name none; `undefined` where the ConfigMap does not say which. */
  readonly defaultName: string | undefined;
}
