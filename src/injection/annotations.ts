/**
 * Every label and annotation key that the injector reads or writes.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/
 */

/** Prefix of our own labels and annotations. */
export const PREFIX = 'sidecar-injector.dev/';

/** Pod annotation: `"true"`, `"false"` or template names separated by commas. */
export const INJECT_ANNOTATION = 'sidecar-injector.dev/inject';

/** Pod annotation: what was injected; a record for people, never an input to a decision. */
export const STATUS_ANNOTATION = 'sidecar-injector.dev/status';

/** Pod annotation: names of containers that are the user's own overrides of a template's; a template fills in what they leave out. */
export const OVERRIDES_ANNOTATION = 'sidecar-injector.dev/overrides';

/** Pod label that makes injected Pods selectable; it proves nothing. */
export const INJECTED_LABEL = 'sidecar-injector.dev/injected';

/** Namespace label: `enabled` or `disabled`. */
export const INJECTION_LABEL = 'sidecar-injector.dev/injection';

/** Namespace annotation: template names for Pods that name none. */
export const TEMPLATES_ANNOTATION = 'sidecar-injector.dev/templates';

/** ConfigMap annotation: names of templates that were taken away on purpose, separated by commas. */
export const RETIRED_ANNOTATION = 'sidecar-injector.dev/retired';

/** Prefix of the Envoy initializer's annotation: `initializer.kubernetes.io/<template>: "true"`. */
export const CLASSIC_PREFIX = 'initializer.kubernetes.io/';

/** Set by the kubelet on the mirror of a static Pod. @see https://kubernetes.io/docs/reference/labels-annotations-taints/ */
export const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';

/** The container that `kubectl logs` and `kubectl exec` choose. @see https://kubernetes.io/docs/reference/labels-annotations-taints/ */
export const DEFAULT_CONTAINER_ANNOTATION = 'kubectl.kubernetes.io/default-container';

/** What client-side `kubectl apply` was given last. @see https://kubernetes.io/docs/reference/labels-annotations-taints/ */
export const LAST_APPLIED_ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration';
