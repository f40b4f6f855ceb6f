import { parseMetrics } from '../support/metric-samples.ts';
import type { FaultCluster } from './fault-cluster.ts';

const METRIC = 'apiserver_admission_webhook_admission_duration_seconds';
const SAMPLE = new RegExp(`^${METRIC}_(?<part>bucket|count)\\{(?<labels>.*)\\}$`, 'u');

/** How long the API servers say that calls of a webhook took. */
export class WebhookDurations {
  readonly count: number;
  /** Calls of at most 5 ms, and of at most 25 ms: the metric's first two buckets. */
  readonly within5Ms: number;
  readonly within25Ms: number;

  constructor(count: number, within5Ms: number, within25Ms: number) {
    this.count = count;
    this.within5Ms = within5Ms;
    this.within25Ms = within25Ms;
  }

  /**
   * Reads the metric of both API servers.
   *
   * @param webhooks the end of the names of its entries: `.sidecar-injector.dev`
   */
  static async read({ apiServers }: FaultCluster, webhooks: string): Promise<WebhookDurations> {
    let sum = new WebhookDurations(0, 0, 0);
    for (const apiServer of apiServers) {
      const { body } = await apiServer.request({ path: '/metrics' });
      for (const [sample, value] of parseMetrics(body)) sum = sum.plus(readSample(sample, value, webhooks));
    }
    return sum;
  }

  plus(other: WebhookDurations): WebhookDurations {
    return new WebhookDurations(
      this.count + other.count,
      this.within5Ms + other.within5Ms,
      this.within25Ms + other.within25Ms,
    );
  }

  minus(other: WebhookDurations): WebhookDurations {
    return this.plus(new WebhookDurations(-other.count, -other.within5Ms, -other.within25Ms));
  }

  /** `97.12 % ≤ 5 ms, 99.95 % ≤ 25 ms`. */
  describe(): string {
    const percent = (part: number): string => ((100 * part) / this.count).toFixed(2);
    return `${percent(this.within5Ms)} % ≤ 5 ms, ${percent(this.within25Ms)} % ≤ 25 ms`;
  }
}

function readSample(sample: string, value: number, webhooks: string): WebhookDurations {
  const { part, labels = '' } = SAMPLE.exec(sample)?.groups ?? {};
  if (part === undefined || !labels.includes(`${webhooks}"`)) return new WebhookDurations(0, 0, 0);
  if (part === 'count') return new WebhookDurations(value, 0, 0);
  if (labels.includes('le="0.005"')) return new WebhookDurations(0, value, 0);
  return labels.includes('le="0.025"') ? new WebhookDurations(0, 0, value) : new WebhookDurations(0, 0, 0);
}
