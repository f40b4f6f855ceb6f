import { isUnset, objectAt, ownValue, type Json } from '../../json.ts';
import { isSameQuantity } from '../../quantity.ts';
import { isExpression, type Part } from './template-view.ts';

/** What the resources of a container do to the Pod. */
export interface ResourceFinding {
  readonly code: 'no-request' | 'not-guaranteed';
  readonly message: string;
}

const COUNTED = ['cpu', 'memory'] as const;

/**
 * What a container's requests and limits take away from the Pod that it comes to. A limit without a request is its request too.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#support-for-resource-metrics
 */
export function findResourceFindings({ kind, value, isApplications }: Part): readonly ResourceFinding[] {
  const resources = ownValue(value, 'resources');
  if (kind !== 'container' || isApplications || isExpression(resources)) return [];
  const requests = objectAt(objectAt(value, 'resources'), 'requests');
  const limits = objectAt(objectAt(value, 'resources'), 'limits');
  const of = (resource: string): { request: Json | undefined; limit: Json | undefined } => {
    const limit = ownValue(limits, resource);
    return { request: ownValue(requests, resource) ?? limit, limit };
  };
  const missing = COUNTED.filter((resource) => isUnset(of(resource).request));
  const unequal = COUNTED.filter((resource) => {
    const { request, limit } = of(resource);
    return !isExpression(request) && !isExpression(limit) && (isUnset(limit) || !isSameQuantity(request, limit));
  });
  return [...noRequest(missing), ...notGuaranteed(unequal)];
}

function noRequest(resources: readonly string[]): readonly ResourceFinding[] {
  if (resources.length === 0) return [];
  const message = `no request of ${resources.join(' and ')}: a HorizontalPodAutoscaler by utilisation stops, and a namespace with a quota of it refuses the Pod`;
  return [{ code: 'no-request', message }];
}

function notGuaranteed(resources: readonly string[]): readonly ResourceFinding[] {
  if (resources.length === 0) return [];
  const message = `request and limit of ${resources.join(' and ')} are not equal: a Guaranteed Pod becomes Burstable`;
  return [{ code: 'not-guaranteed', message }];
}
