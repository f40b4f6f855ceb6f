/** The process that creates Pods: apart from the harness, whose proxies and kubelet would otherwise wait for it, and it for them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Dice } from '../../fuzz/dice.ts';
import { CreateClient, type Sample } from './create-client.ts';
import type { LoadCommand, LoadOptions, LoadReply } from './load.ts';

const TICK_MS = 4;

/** Creations until it is stopped. */
class Creations {
  readonly samples: Sample[] = [];
  readonly #options: LoadOptions;
  readonly #dice: Dice;
  readonly #ended: Promise<unknown>;
  #isOver = false;
  #inFlight = 0;

  constructor(options: LoadOptions) {
    const { clients, ratePerSecond } = options;
    this.#options = options;
    this.#dice = new Dice(options.seed);
    this.#ended =
      ratePerSecond === undefined
        ? Promise.all(Array.from({ length: clients }, async (_, index) => this.#runClient(index)))
        : this.#runAtRate(ratePerSecond);
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Resolves when what is in flight is over too. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#ended;
  }

  /** One connection, one creation at a time, as soon as the last one is over. A server that is gone gives way to the next. */
  async #runClient(index: number): Promise<void> {
    const { access } = this.#options;
    const client = new CreateClient(access, 1);
    let server = index % access.ports.length;
    while (!this.#isOver) {
      const { outcome } = await this.#create(client, server);
      if (outcome === 'broken') server = (server + 1) % access.ports.length;
    }
    client.close();
  }

  /** Creations that are due at a steady rate, whether those before are over or not. */
  async #runAtRate(perSecond: number): Promise<void> {
    const { access, clients } = this.#options;
    const client = new CreateClient(access, clients);
    const startMs = Date.now();
    const running: Promise<unknown>[] = [];
    while (!this.#isOver) {
      while (running.length < ((Date.now() - startMs) * perSecond) / 1_000) {
        const dueMs = startMs + (running.length * 1_000) / perSecond;
        running.push(this.#create(client, running.length % access.ports.length, dueMs));
      }
      await sleep(TICK_MS);
    }
    await Promise.all(running);
    client.close();
  }

  async #create(client: CreateClient, server: number, startMs: number = Date.now()): Promise<Sample> {
    this.#inFlight += 1;
    const sample = await client.create(this.#dice.pick(this.#options.kinds), server, startMs);
    this.#inFlight -= 1;
    this.samples.push(sample);
    return sample;
  }
}

function reply(message: LoadReply): void {
  process.send?.(message);
}

let creations: Creations | undefined;

process.on('message', (command: LoadCommand) => {
  if (typeof command === 'object') creations = new Creations(command);
  else void obey(command);
});

async function obey(command: 'count' | 'stop'): Promise<void> {
  if (creations === undefined) throw new Error('nothing was started');
  if (command === 'stop') {
    await creations.stop();
    reply({ samples: creations.samples });
  } else reply({ count: creations.samples.length, inFlight: creations.inFlight });
}

// It never outlives the harness.
process.once('disconnect', () => process.exit());
