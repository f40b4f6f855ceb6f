import type { ObjectApi } from './kubelet/object-api.ts';

/** Where a Pod behind a Service listens. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

interface Service {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly clusterIPs?: readonly string[];
    readonly ports?: readonly { readonly name?: string; readonly port: number }[];
  };
}

interface EndpointConditions {
  readonly ready?: boolean;
  readonly serving?: boolean;
  readonly terminating?: boolean;
}

interface EndpointSlice {
  readonly ports?: readonly { readonly name?: string; readonly port?: number }[] | null;
  /** `null` where there is none. */
  readonly endpoints?:
    | readonly { readonly addresses: readonly string[]; readonly conditions?: EndpointConditions }[]
    | null;
}

/**
 * The endpoints that a connection to a Service may go to, as kube-proxy chooses them: the ready ones; if there is none,
 * those that are ending and still serve.
 *
 * @returns `undefined` when no Service has this address and port
 * @see https://kubernetes.io/docs/reference/networking/virtual-ips/#traffic-to-terminating-endpoints
 */
export async function findEndpoints(
  api: ObjectApi,
  clusterIP: string,
  port: number,
): Promise<readonly Endpoint[] | undefined> {
  const services = await api.list<Service>('/api/v1/services');
  const service = services.find(({ spec }) => spec.clusterIPs?.includes(clusterIP) === true);
  const servicePort = service?.spec.ports?.find((candidate) => candidate.port === port);
  if (service === undefined || servicePort === undefined) return undefined;
  const { name, namespace } = service.metadata;
  const path = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`;
  const slices = await api.list<EndpointSlice>(path, { labelSelector: `kubernetes.io/service-name=${name}` });
  const ready = select(slices, servicePort.name, ({ ready: isReady }) => isReady !== false);
  if (ready.length > 0) return ready;
  return select(slices, servicePort.name, ({ serving, terminating }) => serving === true && terminating === true);
}

function select(
  slices: readonly EndpointSlice[],
  portName: string | undefined,
  isWanted: (conditions: EndpointConditions) => boolean,
): readonly Endpoint[] {
  return slices.flatMap(({ endpoints, ports }) => {
    const port = (ports ?? []).find((candidate) => (candidate.name ?? '') === (portName ?? ''))?.port;
    if (port === undefined) return [];
    const wanted = (endpoints ?? []).filter(({ conditions = {} }) => isWanted(conditions));
    return wanted.flatMap(({ addresses }) => addresses.slice(0, 1)).map((address) => ({ address, port }));
  });
}
