/** What every object carries. */
export interface ObjectMeta {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
}

/** The fields of a Pod that the kubelet acts on, as the API server has filled them in. */
export interface Pod {
  readonly metadata: ObjectMeta;
  readonly spec: PodSpec;
  readonly status?: { readonly phase?: PodPhase };
}

/** @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-phase */
export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

/** The wanted state of a Pod. */
export interface PodSpec {
  readonly nodeName?: string;
  readonly schedulingGates?: readonly unknown[];
  readonly serviceAccountName?: string;
  readonly restartPolicy?: 'Always' | 'OnFailure' | 'Never';
  readonly terminationGracePeriodSeconds?: number;
  readonly initContainers?: readonly ContainerSpec[];
  readonly containers: readonly ContainerSpec[];
  readonly volumes?: readonly Volume[];
  readonly securityContext?: { readonly fsGroup?: number };
}

/** One container of a Pod. */
export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly EnvironmentVariable[];
  readonly envFrom?: readonly unknown[];
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
  readonly volumeMounts?: readonly VolumeMount[];
  readonly startupProbe?: ProbeSpec;
  readonly readinessProbe?: ProbeSpec;
  readonly livenessProbe?: ProbeSpec;
  readonly lifecycle?: {
    readonly preStop?: { readonly sleep?: { readonly seconds: number } };
    readonly postStart?: object;
  };
}

/** A variable: a text, or where it comes from. */
export interface EnvironmentVariable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly fieldRef?: { readonly fieldPath: string };
    readonly configMapKeyRef?: KeyReference;
    readonly secretKeyRef?: KeyReference;
  };
}

/** A key of a Secret or ConfigMap of the Pod's namespace. */
export interface KeyReference {
  readonly name: string;
  readonly key: string;
  readonly optional?: boolean;
}

/** Where a volume stands in a container. */
export interface VolumeMount {
  readonly name: string;
  readonly mountPath: string;
  readonly subPath?: string;
  readonly subPathExpr?: string;
}

/** How to ask a container whether it is well. The numbers are those that the API server has filled in. */
export interface ProbeSpec {
  readonly httpGet?: { readonly path?: string; readonly port: number | string; readonly scheme?: 'HTTP' | 'HTTPS' };
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly successThreshold?: number;
  readonly failureThreshold?: number;
  /** Instead of the Pod's, where a bad verdict ends the container. */
  readonly terminationGracePeriodSeconds?: number;
}

/** A file of a volume: the key of its source, and its path in the folder. */
export interface KeyToPath {
  readonly key: string;
  readonly path: string;
}

/** A Secret or ConfigMap as files. */
export interface KeyedSource {
  readonly items?: readonly KeyToPath[];
  readonly optional?: boolean;
}

/** Facts about the Pod as files. */
export interface DownwardSource {
  readonly items?: readonly { readonly path: string; readonly fieldRef?: { readonly fieldPath: string } }[];
}

/** One part of a projected volume. */
export interface ProjectedSource {
  readonly secret?: KeyedSource & { readonly name: string };
  readonly configMap?: KeyedSource & { readonly name: string };
  readonly downwardAPI?: DownwardSource;
  readonly serviceAccountToken?: TokenSource;
}

/** A token of the Pod's ServiceAccount as a file. */
export interface TokenSource {
  readonly path: string;
  readonly audience?: string;
  readonly expirationSeconds?: number;
}

/** A volume of one of the kinds that are played; of any other, the fields are all absent. */
export interface Volume {
  readonly name: string;
  readonly emptyDir?: object;
  readonly secret?: KeyedSource & { readonly secretName: string; readonly defaultMode?: number };
  readonly configMap?: KeyedSource & { readonly name: string; readonly defaultMode?: number };
  readonly downwardAPI?: DownwardSource;
  readonly projected?: { readonly sources: readonly ProjectedSource[]; readonly defaultMode?: number };
}

/** `namespace/name`. */
export function nameOf({ metadata }: { readonly metadata: Pick<ObjectMeta, 'name' | 'namespace'> }): string {
  return `${metadata.namespace}/${metadata.name}`;
}

/** Where the object of a Pod is. */
export function pathOf({ metadata }: Pod): string {
  return `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}`;
}
