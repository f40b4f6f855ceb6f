import { objectAt, objectsAt, stringAt, type JsonObject } from '../src/injection/json.ts';
import { failure, ok, type Result } from '../src/result.ts';
import { obstacleOf, type Obstacle } from './obstacle.ts';
import type { RoundContext } from './round-context.ts';

/** Where a replica of the server answers. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
  /** Whether API servers may be sent there: it is ready, or ends and still serves. */
  readonly isServing: boolean;
}

/** The name of the port in the Service that the webhook configurations name. */
const PORT_NAME = 'https';

/**
 * Reads where the replicas of the Service answer, from its EndpointSlices.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#conditions
 */
export async function listEndpoints({
  client,
  namespace,
  service,
}: RoundContext): Promise<Result<readonly Endpoint[], Obstacle>> {
  const selector = encodeURIComponent(`kubernetes.io/service-name=${service}`);
  const path = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices?labelSelector=${selector}`;
  const slices = await client.send({ path });
  if (!slices.ok) return failure(obstacleOf(slices.error));
  const found = objectsAt(slices.value, 'items').flatMap(endpointsOf);
  return ok([...new Map(found.map((endpoint) => [`${endpoint.address} ${endpoint.port}`, endpoint])).values()]);
}

function endpointsOf(slice: JsonObject): readonly Endpoint[] {
  const ports = objectsAt(slice, 'ports');
  const named = ports.filter((port) => stringAt(port, 'name') === PORT_NAME);
  const numbers = (named.length > 0 ? named : ports)
    .map((port) => port['port'])
    .filter((port): port is number => typeof port === 'number');
  return objectsAt(slice, 'endpoints').flatMap((endpoint) => {
    const conditions = objectAt(endpoint, 'conditions');
    // Absent means ready.
    const isServing = conditions?.['ready'] !== false || conditions['serving'] === true;
    const [address] = Array.isArray(endpoint['addresses']) ? endpoint['addresses'] : [];
    return typeof address === 'string' ? numbers.map((port) => ({ address, port, isServing })) : [];
  });
}
