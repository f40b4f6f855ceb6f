/** Where the Pods of the load are created; `FaultCluster` makes these namespaces. */
export const ENABLED_NAMESPACE = 'faults-enabled';
export const PLAIN_NAMESPACE = 'faults-plain';

/** The container that the template adds. */
export const SIDECAR = 'envoy';

/** The kinds that a load creates unless it is told others. */
export const POD_KIND_NAMES = ['labelled', 'annotated', 'classic', 'generated', 'control'] as const;

/** The name of a kind; `noop` goes to the webhook that does nothing, which only one scenario registers. */
export type PodKindName = (typeof POD_KIND_NAMES)[number] | 'noop';

/** The namespace of the webhook that does nothing. */
export const NOOP_NAMESPACE = 'noop';

/** A kind of Pod that the load creates, and what has to become of it. */
export interface PodKind {
  readonly namespace: string;
  readonly isInjected: boolean;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Pods that are opted in by the label of their namespace, by either annotation, without a name, and control Pods that are not. */
export const POD_KINDS: Readonly<Record<PodKindName, PodKind>> = {
  labelled: { namespace: ENABLED_NAMESPACE, isInjected: true, metadata: { name: 'labelled' } },
  annotated: {
    namespace: PLAIN_NAMESPACE,
    isInjected: true,
    metadata: { name: 'annotated', annotations: { 'sidecar-injector.dev/inject': 'true' } },
  },
  classic: {
    namespace: PLAIN_NAMESPACE,
    isInjected: true,
    metadata: { name: 'classic', annotations: { 'initializer.kubernetes.io/envoy': 'true' } },
  },
  generated: { namespace: ENABLED_NAMESPACE, isInjected: true, metadata: { generateName: 'generated-' } },
  control: { namespace: PLAIN_NAMESPACE, isInjected: false, metadata: { name: 'control' } },
  noop: { namespace: NOOP_NAMESPACE, isInjected: false, metadata: { name: 'noop' } },
};

const CONTAINER = { name: 'app', image: 'registry.example/app:1', ports: [{ containerPort: 8080 }] };

/** The Pod of a kind, as text. */
export function podTextOf(kind: PodKindName): string {
  const { metadata } = POD_KINDS[kind];
  return JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [CONTAINER] } });
}
