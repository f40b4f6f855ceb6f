import { collectDefaultMetrics, Counter, Gauge, Registry } from '@prometheus-io/client';
import type { KeepRound, Restored } from '../../certs-job/keep-context.ts';
import type { Look } from '../../certs-job/look-at-endpoint.ts';
import type { Obstacle } from '../../certs-job/obstacle.ts';
import type { Change } from '../../certs-job/round-context.ts';
import type { Certificates } from '../../certs-job/run-round.ts';
import type { Metrics } from '../webhook/metrics.ts';
import type { ReadinessCheck } from '../webhook/readiness.ts';

/** Without a round that ended well for this long, the keeper is not ready. */
const MAX_SILENCE_MS = 30_000;

/** What a keeper has done and seen: its metrics and its readiness. */
export class KeeperBook {
  readonly registry: Registry = new Registry();
  readonly #now: () => Date;
  readonly #maxSilenceMs: number;
  readonly #written: Counter<'what'>;
  readonly #restored: Counter<'kind'>;
  readonly #obstacles: Counter<'kind'>;
  #certificates: Certificates | undefined;
  #lastSuccess: Date | undefined;
  #pending = '';
  #problem = '';
  #looks: readonly Look[] = [];

  constructor(now: () => Date, repairMs: number) {
    this.#now = now;
    this.#maxSilenceMs = Math.max(MAX_SILENCE_MS, 3 * repairMs);
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.#written = new Counter({
      name: 'sidecar_injector_keeper_writes_total',
      help: 'What was written: ca (a rotation), certificate (a renewal), ca-bundle.',
      labelNames: ['what'],
      registers,
    });
    this.#restored = new Counter({
      name: 'sidecar_injector_keeper_repairs_total',
      help: 'How often a caBundle that somebody had changed was put right, by the kind of the configuration.',
      labelNames: ['kind'],
      registers,
    });
    this.#obstacles = new Counter({
      name: 'sidecar_injector_keeper_obstacles_total',
      help: 'Rounds that did not get to their end, by why.',
      labelNames: ['kind'],
      registers,
    });
    this.#defineGauges();
  }

  written({ what }: Change): void {
    this.#written.inc({ what });
  }

  restored({ kind }: Restored): void {
    this.#restored.inc({ kind });
  }

  saw(looks: readonly Look[]): void {
    this.#looks = looks;
  }

  ended({ certificates, pending = '' }: KeepRound): void {
    this.#certificates = certificates ?? this.#certificates;
    this.#lastSuccess = this.#now();
    this.#pending = pending;
    this.#problem = '';
  }

  hindered({ kind, message }: Obstacle): void {
    this.#obstacles.inc({ kind });
    this.#problem = message;
  }

  /** The condition of `/readyz`: certificates are in force, and were looked at of late. */
  readonly check: ReadinessCheck = {
    name: 'certificates',
    failure: () => this.#failure(),
    notes: () => [
      ...(this.#certificates === undefined ? [] : describeCertificates(this.#certificates)),
      ...(this.#pending === '' ? [] : [`waiting ${this.#pending}`]),
    ],
  };

  /** What the probe server renders. */
  get metrics(): Pick<Metrics, 'render'> {
    return {
      render: async () => ({ contentType: this.registry.contentType, text: await this.registry.metrics() }),
    };
  }

  #failure(): string | undefined {
    const problem = this.#problem === '' ? '' : `: ${this.#problem}`;
    if (this.#certificates === undefined) return `not in force yet${problem}`;
    const silenceMs = this.#now().getTime() - (this.#lastSuccess?.getTime() ?? 0);
    return silenceMs > this.#maxSilenceMs
      ? `no round ended well for ${Math.round(silenceMs / 1000)} s${problem}`
      : undefined;
  }

  #defineGauges(): void {
    this.#defineTime('ca_expiry', 'When the CA ends.', () => this.#certificates?.caNotAfter);
    this.#defineTime('certificate_expiry', 'When the serving certificate ends.', () => this.#certificates?.notAfter);
    this.#defineTime('keeper_last_success', 'When a round last ended well.', () => this.#lastSuccess);
    const served = (): readonly Look['served'][] => this.#looks.map((look) => look.served);
    // oxlint-disable-next-line no-new
    new Gauge({
      name: 'sidecar_injector_keeper_endpoints',
      help: 'Endpoints by what they were last seen to serve: a certificate of the CA (current), another one (other), nothing.',
      labelNames: ['served'],
      registers: [this.registry],
      collect() {
        for (const state of ['current', 'other', 'unreachable'] as const)
          this.set({ served: state }, served().filter((each) => each === state).length);
      },
    });
  }

  #defineTime(name: string, help: string, read: () => Date | undefined): Gauge {
    return new Gauge({
      name: `sidecar_injector_${name}_timestamp_seconds`,
      help,
      registers: [this.registry],
      collect() {
        const date = read();
        if (date !== undefined) this.set(date.getTime() / 1000);
      },
    });
  }
}

function describeCertificates({ caNotAfter, notAfter }: Certificates): readonly string[] {
  return [`CA valid until ${caNotAfter.toISOString()}`, `certificate valid until ${notAfter.toISOString()}`];
}
