import { X509Certificate } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dice } from '../../fuzz/dice.ts';
import { CliProcess } from '../../support/serve-process.ts';
import type { FaultCluster } from '../fault-cluster.ts';
import type { Finding, Scenario } from '../scenario.ts';
import { Trust } from '../trust.ts';

const JOBS = 20;
const JOBS_QUICK = 6;

/** Many Jobs make the certificates at once, some are killed and run again. */
export const bootstrap: Scenario = {
  name: 'bootstrap',
  row: 'Concurrent bootstrap Jobs, killed at any point',
  goal: '1 CA, all exit 0, caBundle verifies the certificate; no restart',
  async run({ shared, dice, say }, scale): Promise<Finding> {
    const count = scale === 'full' ? JOBS : JOBS_QUICK;
    const cluster = await shared();
    const trust = new Trust(cluster);
    await trust.scaleKeeper(0);
    try {
      await trust.remove('sidecar-injector-tls');
      await trust.remove('sidecar-injector-ca');
      const codes = await runJobs(cluster, dice, count);
      say(`exit codes: ${codes.join(' ')}`);
      const [believed, authority] = [await trust.believed(), await trust.authority()];
      const [caPem = '', leafPem = ''] = [
        await trust.read('sidecar-injector-ca', 'tls.crt'),
        await trust.read('sidecar-injector-tls', 'tls.crt'),
      ];
      const isOne = believed.every((bundle) => bundle[0] === authority);
      const isVerified = new X509Certificate(leafPem).verify(new X509Certificate(caPem).publicKey);
      // The CA that was taken away is believed until it ends, or the keeper takes it out.
      const isFew = believed.every(({ length }) => length <= 2);
      return {
        measured: `${codes.filter((code) => code === 0).length} of ${count} Jobs exit 0, CAs believed: ${believed.map(({ length }) => length).join(', ')}`,
        isMet: codes.every((code) => code === 0) && isOne && isVerified && isFew,
      };
    } finally {
      await trust.scaleKeeper(1);
    }
  },
};

/** A third of them is killed after some time, and run again. @returns the exit code of each in the end */
async function runJobs({ injector }: FaultCluster, dice: Dice, count: number): Promise<readonly (number | null)[]> {
  const { kubeconfigPath } = injector.cluster.controlPlane;
  const start = (): CliProcess => new CliProcess(['certs', 'create', '--kubeconfig', kubeconfigPath]);
  const jobs = dice.times(count, (index) => ({ killAfterMs: index % 3 === 0 ? dice.below(4_000) : undefined }));
  return Promise.all(
    jobs.map(async ({ killAfterMs }) => {
      const first = start();
      if (killAfterMs === undefined) return (await first.ended).code;
      await Promise.race([sleep(killAfterMs), first.ended]);
      first.kill('SIGKILL');
      await first.ended;
      return (await start().ended).code;
    }),
  );
}
