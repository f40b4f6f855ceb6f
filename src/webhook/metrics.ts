import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from '@prometheus-io/client';

const DURATION_BUCKETS_SECONDS = [
  0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
];

/** What became of a review, as a metric label; together they are all reviews. */
export type CountedDecision = 'injected' | 'skipped' | 'rejected' | 'failed';

/** What became of a review of the template ConfigMap, as a metric label. */
export type TemplateReviewResult = 'allowed' | 'refused' | 'unchecked' | 'failed';

/** Values that are read when metrics are scraped. */
export interface Gauges {
  readonly connections: () => number;
  readonly inFlightBytes: () => number;
  /** Large reviews that wait for their turn, or have it. */
  readonly largeReviews: () => number;
  /** When the certificate that is served ends, in seconds since 1970. */
  readonly certificateExpirySeconds: () => number;
  /** Certificates that came and were not taken. */
  readonly certificateRefusals: () => number;
  /** Versions of the template ConfigMap that were read, by result. */
  readonly templateLoads: () => Readonly<Record<string, number>>;
  readonly templates: () => { readonly good: number; readonly stale: number; readonly unavailable: number };
  /** Keys of the template ConfigMap that have problems, and one more for what concerns all of them. */
  readonly templateProblems: () => number;
  /** The revision of each template in force, by name. */
  readonly revisions: () => ReadonlyMap<string, string>;
  /** One hash of all templates in force: the same in replicas that would inject the same. */
  readonly templatesHash: () => string;
}

/** The metrics of one server. */
export interface Metrics {
  /** Counts a review as it arrives. */
  readonly countReview: () => void;
  /** Counts what became of it, once its answer is out. */
  readonly countDecision: (decision: CountedDecision, reason: string, durationSeconds: number) => void;
  readonly countInjection: (template: string) => void;
  readonly countWarning: (code: string) => void;
  /** Counts a review of the template ConfigMap, once its answer is out; it is none of the other reviews. */
  readonly countTemplateReview: (result: TemplateReviewResult) => void;
  readonly countTlsError: () => void;
  /** All metrics in the text format of Prometheus. */
  readonly render: () => Promise<{ readonly contentType: string; readonly text: string }>;
}

/** Defines more metrics in the registry of a server. */
export type DefineMetrics = (registry: Registry) => void;

/** Makes the metrics in a registry of their own, and those that `defineMore` adds. */
export function createMetrics(gauges: Gauges, defineMore: DefineMetrics = () => undefined): Metrics {
  const registry = new Registry();
  defineMore(registry);
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  createGauges(gauges, registers);
  const counters = createCounters(registers);
  const duration = new Histogram({
    name: 'sidecar_injector_review_duration_seconds',
    help: 'Time from the headers of a review to the end of its answer.',
    buckets: DURATION_BUCKETS_SECONDS,
    registers,
  });
  return {
    countReview: () => counters.reviews.inc(),
    countDecision: (decision, reason, durationSeconds) => {
      counters.decisions.inc({ decision, reason });
      duration.observe(durationSeconds);
    },
    countInjection: (template) => counters.injections.inc({ template }),
    countWarning: (code) => counters.warnings.inc({ code }),
    countTemplateReview: (result) => counters.templateReviews.inc({ result }),
    countTlsError: () => counters.tlsErrors.inc(),
    render: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}

interface Counters {
  readonly reviews: Counter;
  readonly decisions: Counter<'decision' | 'reason'>;
  readonly injections: Counter<'template'>;
  readonly warnings: Counter<'code'>;
  readonly templateReviews: Counter<'result'>;
  readonly tlsErrors: Counter;
}

function createCounters(registers: Registry[]): Counters {
  return {
    reviews: new Counter({
      name: 'sidecar_injector_reviews_total',
      help: 'Reviews that arrived; each is counted once more in sidecar_injector_decisions_total when it ends.',
      registers,
    }),
    decisions: new Counter({
      name: 'sidecar_injector_decisions_total',
      help: 'What became of reviews: injected, skipped, rejected or failed, and why.',
      labelNames: ['decision', 'reason'],
      registers,
    }),
    injections: new Counter({
      name: 'sidecar_injector_template_injections_total',
      help: 'How often each template was injected.',
      labelNames: ['template'],
      registers,
    }),
    warnings: new Counter({
      name: 'sidecar_injector_warnings_total',
      help: 'Warnings given with a review, by code.',
      labelNames: ['code'],
      registers,
    }),
    templateReviews: new Counter({
      name: 'sidecar_injector_template_reviews_total',
      help: 'Reviews of the template ConfigMap: allowed, refused, unchecked (let in without a look at it) or failed.',
      labelNames: ['result'],
      registers,
    }),
    tlsErrors: new Counter({
      name: 'sidecar_injector_tls_errors_total',
      help: 'TLS connections that failed.',
      registers,
    }),
  };
}

function createGauges(gauges: Gauges, registers: Registry[]): readonly (Gauge | Counter)[] {
  const define = (name: string, help: string, read: () => number): Gauge =>
    new Gauge({
      name: `sidecar_injector_${name}`,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  return [
    define('connections', 'Open connections of the webhook.', gauges.connections),
    define('in_flight_bytes', 'Bytes of review bodies that are being read or answered.', gauges.inFlightBytes),
    define('large_reviews', 'Large reviews that wait for their turn, or have it.', gauges.largeReviews),
    define(
      'certificate_expiry_timestamp_seconds',
      'When the served certificate ends.',
      gauges.certificateExpirySeconds,
    ),
    define(
      'template_problems',
      'Keys of the template ConfigMap that have problems, and one more for what concerns all of them.',
      gauges.templateProblems,
    ),
    defineCertificateRefusals(gauges, registers),
    defineTemplateStates(gauges, registers),
    defineTemplateLoads(gauges, registers),
    defineTemplatesHash(gauges, registers),
    defineRevisions(gauges, registers),
  ];
}

function defineCertificateRefusals({ certificateRefusals }: Gauges, registers: Registry[]): Counter {
  return new Counter({
    name: 'sidecar_injector_certificate_refusals_total',
    help: 'Certificates that came and were not taken, since API servers would not believe them.',
    registers,
    collect() {
      this.reset();
      this.inc(certificateRefusals());
    },
  });
}

function defineTemplateStates({ templates }: Gauges, registers: Registry[]): Gauge<'state'> {
  return new Gauge({
    name: 'sidecar_injector_templates',
    help: 'Templates by state: good, stale (an older version is in force), unavailable.',
    labelNames: ['state'],
    registers,
    collect() {
      for (const [state, count] of Object.entries(templates())) this.set({ state }, count);
    },
  });
}

function defineTemplateLoads({ templateLoads }: Gauges, registers: Registry[]): Counter<'result'> {
  return new Counter({
    name: 'sidecar_injector_template_loads_total',
    help: 'Versions of the template ConfigMap that were read, by whether all of it was good.',
    labelNames: ['result'],
    registers,
    collect() {
      this.reset();
      for (const [result, count] of Object.entries(templateLoads())) this.inc({ result }, count);
    },
  });
}

function defineTemplatesHash({ templatesHash }: Gauges, registers: Registry[]): Gauge<'hash'> {
  return new Gauge({
    name: 'sidecar_injector_templates_hash_info',
    help: 'Always 1. The hash is the same in replicas that have the same templates in force.',
    labelNames: ['hash'],
    registers,
    collect() {
      this.reset();
      this.set({ hash: templatesHash() }, 1);
    },
  });
}

function defineRevisions({ revisions }: Gauges, registers: Registry[]): Gauge<'template' | 'revision'> {
  return new Gauge({
    name: 'sidecar_injector_template_info',
    help: 'Always 1, for each template in force with its revision.',
    labelNames: ['template', 'revision'],
    registers,
    collect() {
      this.reset();
      for (const [template, revision] of revisions()) this.set({ template, revision }, 1);
    },
  });
}
