/** The process that attacks a replica: apart from the harness, so that only the replica is held up by it. */
import { Agent, request } from 'node:https';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { setTimeout as sleep } from 'node:timers/promises';
import { Dice } from '../../fuzz/dice.ts';
import type { AttackCommand, AttackOptions } from './attack.ts';
import { HOSTILE_BODIES } from './hostile-bodies.ts';

const REOPEN_MS = 200;

/** How often each thing happened: `200`, `429`, `ECONNRESET`, `closed headers`. */
class Attack {
  readonly counts: Record<string, number> = {};
  readonly #options: AttackOptions;
  readonly #dice: Dice;
  #isOver = false;
  readonly #ended: Promise<unknown>;

  constructor(options: AttackOptions) {
    this.#options = options;
    this.#dice = new Dice(options.seed);
    const { kind, clients } = options;
    const run = kind === 'slow' ? async () => this.#trickle() : async () => this.#send(kind);
    this.#ended = Promise.all(Array.from({ length: clients }, run));
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    if (this.#options.kind !== 'slow') await this.#ended;
  }

  #count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }

  /** One body after the other on one connection, or as many as the options say. */
  async #send(kind: string): Promise<void> {
    const body = bodyOf(kind);
    const { host, port, localAddress, requests = Number.POSITIVE_INFINITY } = this.#options;
    const from = localAddress === undefined ? {} : { localAddress };
    const agent = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false, ...from });
    const headers = { 'content-type': 'application/json', 'content-length': body.length };
    for (let sent = 0; sent < requests && !this.#isOver; sent += 1) {
      const outgoing = request({ host, port, agent, method: 'POST', path: '/mutate/enabled', headers });
      outgoing.on('error', () => {});
      const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
      outgoing.end(body);
      try {
        const [response] = await answered;
        this.#count(String(response.statusCode));
        for await (const _ of response);
      } catch (error) {
        this.#count(codeOf(error));
        await sleep(REOPEN_MS);
      }
    }
    agent.destroy();
  }

  /** One connection that never comes to an end of what it says, and another one when the server has had enough of it. */
  async #trickle(): Promise<void> {
    while (!this.#isOver) {
      const kind = this.#dice.pick(['connect', 'handshake', 'silent', 'headers', 'body']);
      const socket = await this.#open(kind).catch((error: unknown) => this.#count(`${kind} ${codeOf(error)}`));
      if (socket !== undefined) {
        this.#count(`opened ${kind}`);
        await new Promise((resolve) => void socket.once('close', resolve));
        this.#count(`closed ${kind}`);
      }
      await sleep(REOPEN_MS + this.#dice.below(REOPEN_MS));
    }
  }

  async #open(kind: string): Promise<Socket> {
    const { host, port, localAddress } = this.#options;
    const from = localAddress === undefined ? {} : { localAddress };
    const socket = connectTcp({ host, port, ...from });
    socket.on('error', () => {});
    await once(socket, 'connect');
    if (kind === 'connect') return socket.resume();
    if (kind === 'handshake') {
      // A record of a ClientHello that is 512 bytes long, of which most never come.
      socket.write(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc]));
      return socket.resume();
    }
    const secure = connectTls({ socket, rejectUnauthorized: false });
    secure.on('error', () => {});
    await Promise.race([once(secure, 'secureConnect'), once(secure, 'close')]);
    if (kind === 'silent') return secure.resume();
    secure.write('POST /mutate/enabled HTTP/1.1\r\nHost: injector\r\n');
    if (kind === 'body') secure.write('Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{');
    const timer = setInterval(() => secure.write(kind === 'body' ? ' ' : 'X'), 1_000);
    secure.once('close', () => clearInterval(timer));
    return secure.resume();
  }
}

const bodies = new Map<string, Buffer>();

function bodyOf(kind: string): Buffer {
  const body = bodies.get(kind) ?? HOSTILE_BODIES[kind]?.();
  if (body === undefined) throw new Error(`there is no hostile body ${kind}`);
  bodies.set(kind, body);
  return body;
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}

let attack: Attack | undefined;

process.on('message', (command: AttackCommand) => {
  if (typeof command === 'object') attack = new Attack(command);
  else void obey(command);
});

async function obey(command: 'counts' | 'stop'): Promise<void> {
  if (command === 'stop') await attack?.stop();
  process.send?.(attack?.counts ?? {});
}

// It never outlives the harness.
process.once('disconnect', () => process.exit());
