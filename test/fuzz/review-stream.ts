import { Agent } from 'node:https';
import { mutate } from '../../src/admission/mutate.ts';
import { INJECTION_LABEL } from '../../src/injection/annotations.ts';
import type { JsonObject } from '../../src/injection/json.ts';
import { measureSlowdown } from '../support/fair-time.ts';
import { send } from '../support/https-client.ts';
import { contextOf, podOf } from '../support/load-example.ts';
import { responseIn, reviewOf } from '../support/review-of.ts';
import type { Dice } from './dice.ts';
import { SPOILT_KEYS, type TemplateVersion } from './template-versions.ts';

/** The versions of which one or the other may be in force: counted from 0, both included. */
export interface VersionWindow {
  /** The last that the server is known to have read. */
  readonly read: number;
  /** The last that was put where the server finds it. */
  readonly written: number;
}

/** What became of the reviews. */
export interface StreamReport {
  readonly sent: number;
  readonly injected: number;
  /** On a machine that does nothing else. */
  readonly slowestMs: number;
  /** Answers that no version gives, in words. */
  readonly wrong: readonly string[];
}

/** Sends reviews one after the other until it is told to stop, and compares each answer with those of the versions in question. */
export class ReviewStream {
  readonly #url: string;
  readonly #versions: readonly TemplateVersion[];
  readonly #window: () => VersionWindow;
  readonly #dice: Dice;
  readonly #wrong: string[] = [];
  #sent = 0;
  #injected = 0;
  #slowestMs = 0;
  #isStopped = false;

  constructor(url: string, versions: readonly TemplateVersion[], window: () => VersionWindow, dice: Dice) {
    this.#url = url;
    this.#versions = versions;
    this.#window = window;
    this.#dice = dice;
  }

  /** Runs until {@link stop} is called. */
  async run(): Promise<StreamReport> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (!this.#isStopped) await this.#sendOne(agent);
    agent.destroy();
    return { sent: this.#sent, injected: this.#injected, slowestMs: this.#slowestMs, wrong: this.#wrong };
  }

  stop(): void {
    this.#isStopped = true;
  }

  async #sendOne(agent: Agent): Promise<void> {
    this.#sent += 1;
    const body = this.#makeReview();
    const { read } = this.#window();
    const startMs = performance.now();
    const { status, text } = await send(this.#url, { body, agent });
    const ms = performance.now() - startMs;
    if (ms > this.#slowestMs) this.#slowestMs = Math.max(this.#slowestMs, ms / measureSlowdown());
    const { written } = this.#window();
    const answer = status === 200 ? JSON.stringify(responseIn(text)) : '';
    const isRight = this.#versions.slice(read, written + 1).some((version) => answerOf(version, body) === answer);
    if (answer.includes('"decision":"inject"')) this.#injected += 1;
    if (!isRight) this.#wrong.push(`${status} between versions ${read} and ${written}: ${text.slice(0, 500)}`);
  }

  #makeReview(): JsonObject {
    const dice = this.#dice;
    const names = dice.times(1 + dice.below(2), () => dice.pick(['steady', ...SPOILT_KEYS]));
    const annotations: Record<string, string> = {
      'sidecar-injector.dev/inject': dice.once(9) ? 'true' : names.join(','),
    };
    const name = dice.pick(['concurrency', 'image', 'port', 'nope']);
    if (dice.once(3)) annotations[`sidecar-injector.dev/${names[0] ?? ''}.${name}`] = dice.pick(['4', '99', 'x']);
    const spec = dice.pick<JsonObject>([
      {},
      { restartPolicy: 'Never' },
      { hostNetwork: true },
      {
        containers: [
          { name: 'envoy', image: 'auto' },
          { name: 'shop', image: 'shop:1' },
        ],
      },
      { volumes: [{ name: 'conf', emptyDir: {} }], terminationGracePeriodSeconds: 30 },
    ]);
    return reviewOf(podOf(spec, annotations), { uid: `review-${this.#sent}` });
  }
}

/** What a standalone server with this version answers, as text. */
function answerOf({ loaded }: TemplateVersion, body: JsonObject): string {
  const metadata = { labels: { [INJECTION_LABEL]: 'enabled' }, annotations: {} };
  const reviewed = mutate(body, { ...contextOf(loaded.set, true), findNamespace: () => metadata });
  return reviewed.ok ? JSON.stringify(reviewed.value.response.response) : '';
}
