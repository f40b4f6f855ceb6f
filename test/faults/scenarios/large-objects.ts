import { POD_KINDS } from '../load/pod-kinds.ts';
import type { FaultCluster } from '../fault-cluster.ts';
import type { Finding, Scenario } from '../scenario.ts';

const MIB = 1_048_576;
const ETCD_LIMIT_BYTES = 1.5 * MIB;
/** Around the object etcd stores its key, and the API server the fields that it fills in and who manages them. */
const OVERHEAD_BYTES = 16 * 1024;

/** A Pod of about so many bytes, in variables of 64 KiB: below the limit of one argument. */
function podOf(name: string, bytes: number): string {
  const count = Math.floor(bytes / 65_536);
  const env = Array.from({ length: count }, (_, index) => ({ name: `V${index}`, value: 'x'.repeat(65_536 - 32) }));
  env.push({ name: 'REST', value: 'x'.repeat(Math.max(0, bytes - count * 65_536)) });
  const containers = [{ name: 'app', image: 'registry.example/app:1', env }];
  return JSON.stringify({ metadata: { name }, spec: { containers } });
}

interface Try {
  readonly bytes: number;
  readonly status: number;
  readonly isInjected: boolean;
  readonly message: string;
}

/** Pods up to what etcd can store, and beyond, really created: the sidecar counts too. */
export const largeObjects: Scenario = {
  name: 'large-objects',
  row: 'Objects of 1.3–1.5 MiB',
  goal: 'injected up to etcd’s limit, refused by etcd beyond; never a crash',
  async run({ shared, say }, scale): Promise<Finding> {
    const cluster = await shared();
    const before = await restartsOf(cluster);
    const steps = scale === 'full' ? 41 : 11;
    const tries: Try[] = [];
    for (let step = 0; step < steps; step += 1) {
      const bytes = Math.round((1.3 + (0.22 * step) / (steps - 1)) * MIB);
      tries.push(await create(cluster, `large-${step}`, bytes));
    }
    const stored = tries.filter(({ status }) => status === 201);
    const refused = tries.filter(({ status }) => status !== 201);
    const wrong = [
      ...stored.filter(({ isInjected }) => !isInjected),
      ...refused.filter(({ bytes, message }) => bytes < ETCD_LIMIT_BYTES - OVERHEAD_BYTES || !isOfEtcd(message)),
    ];
    const restarts = (await restartsOf(cluster)) - before;
    const largest = Math.max(...stored.map(({ bytes }) => bytes)) / MIB;
    say(refused.map(({ bytes, message }) => `${(bytes / MIB).toFixed(3)} MiB: ${message.slice(0, 120)}`).join('; '));
    return {
      measured: `${stored.length} stored with the sidecar up to ${largest.toFixed(2)} MiB, ${refused.length} refused beyond; ${wrong.length} wrong; ${restarts} restarts`,
      isMet: wrong.length === 0 && stored.length > 0 && refused.length > 0 && restarts === 0,
      details: wrong.map(({ bytes, status, message }) => `${bytes} bytes: ${status} ${message.slice(0, 200)}`),
    };
  },
};

function isOfEtcd(message: string): boolean {
  return /request is too large|too large|trying to send message larger/iu.test(message);
}

async function create({ injector }: FaultCluster, name: string, bytes: number): Promise<Try> {
  const path = `/api/v1/namespaces/${POD_KINDS.labelled.namespace}/pods`;
  const { controlPlane } = injector.cluster;
  const { status, body } = await controlPlane.request({ method: 'POST', path, body: podOf(name, bytes) });
  const answer = JSON.parse(body) as {
    readonly message?: string;
    readonly metadata: { readonly uid?: string };
    readonly spec?: { readonly containers: readonly object[] };
  };
  if (status === 201) await injector.api.remove(`${path}/${name}`, answer.metadata.uid ?? '');
  return { bytes, status, isInjected: answer.spec?.containers.length === 2, message: answer.message ?? '' };
}

async function restartsOf(cluster: FaultCluster): Promise<number> {
  return (await cluster.replicas()).reduce((sum, { restartCount }) => sum + restartCount, 0);
}
