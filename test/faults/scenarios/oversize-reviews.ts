import { DirectReviews } from '../direct-reviews.ts';
import type { FaultCluster } from '../fault-cluster.ts';
import { POD_KINDS } from '../load/pod-kinds.ts';
import type { FaultContext, Finding, Scenario } from '../scenario.ts';

const MIB = 1_048_576;
const REVIEW_LIMIT_BYTES = 10 * MIB;
const MAX_RATIO = 3;

/**
 * A Pod that is small to its author and large to us: the API server writes each `<` of it as six bytes.
 *
 * @param bytes of the request to the API server
 */
function escapeHeavyPod(bytes: number): string {
  const value = '<'.repeat(bytes - 300);
  const annotations = {};
  const containers = [{ name: 'app', image: 'registry.example/app:1', env: [{ name: 'V', value }] }];
  return JSON.stringify({ metadata: { name: 'escapes', annotations }, spec: { containers } });
}

interface Try {
  readonly requestBytes: number;
  readonly isOver: boolean;
  readonly status: number;
  readonly message: string;
}

/** Requests of up to 3 MiB whose reviews are up to 18 MB. */
export const oversizeReviews: Scenario = {
  name: 'oversize-reviews',
  onlyFull: 'sensitive',
  row: '3 MiB bodies',
  goal: 'accepted to 10 MiB of review, denied above; p99 of small reviews ≤ 3 ×',
  async run(context, scale): Promise<Finding> {
    const cluster = await context.shared();
    const replica = await cluster.busiestReplica();
    const rounds = scale === 'full' ? 10 : 2;
    const alone = new DirectReviews(replica, 2);
    await waitFor(alone, scale === 'full' ? 3_000 : 1_000);
    const beside = new DirectReviews(replica, 2);
    const tries: Try[] = [];
    for (let round = 0; round < rounds; round += 1) tries.push(...(await sweep(cluster, context)));
    await beside.stop();
    const accepted = tries.filter(({ status }) => status === 201);
    const denied = tries.filter(({ status }) => status === 403 || status === 413);
    const wrong = tries.filter(
      ({ isOver, status }) => (status === 201) === isOver || (isOver && status !== 403 && status !== 413),
    );
    const ratio = beside.p99Ms / alone.p99Ms;
    const failures = [...alone.failures, ...beside.failures];
    return {
      measured: `${accepted.length} accepted, ${denied.length} denied, ${wrong.length} wrong; small p99 ${alone.p99Ms.toFixed(1)} → ${beside.p99Ms.toFixed(1)} ms (× ${ratio.toFixed(1)}), ${failures.length} of ${beside.latenciesMs.length} failed`,
      isMet:
        wrong.length === 0 && accepted.length > 0 && denied.length > 0 && ratio <= MAX_RATIO && failures.length === 0,
      details: [
        ...tries
          .slice(0, 12)
          .map(({ requestBytes, status, message }) => `${requestBytes} bytes: ${status} ${message.slice(0, 160)}`),
        ...failures.slice(0, 3),
      ],
    };
  },
};

async function waitFor(reviews: DirectReviews, count: number): Promise<void> {
  await reviews.reached(count);
  await reviews.stop();
}

/** Requests around the limit: a sixth of ten MiB. Stored they would be too large for etcd, so these are dry runs. */
async function sweep({ injector }: FaultCluster, { say }: FaultContext): Promise<readonly Try[]> {
  const path = `/api/v1/namespaces/${POD_KINDS.labelled.namespace}/pods?dryRun=All`;
  const tries: Try[] = [];
  for (const share of [0.25, 0.5, 0.9, 0.99, 1.01, 1.1, 1.5, 1.78]) {
    const requestBytes = Math.round((REVIEW_LIMIT_BYTES / 6) * share);
    const body = escapeHeavyPod(requestBytes);
    const { status, body: answer } = await injector.cluster.controlPlane.request({ method: 'POST', path, body });
    const message = status === 201 ? '' : ((JSON.parse(answer) as { message?: string }).message ?? '');
    tries.push({ requestBytes, isOver: share > 1, status, message });
  }
  say(tries.map(({ requestBytes, status }) => `${(requestBytes / MIB).toFixed(2)} MiB ${status}`).join(', '));
  return tries;
}
