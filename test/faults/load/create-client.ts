import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { text as readText } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { POD_KINDS, podTextOf, type PodKindName, SIDECAR } from './pod-kinds.ts';

/** Who the load comes from: an ordinary user, whom the API server has wait in its queues; never an administrator. */
export const LOAD_USER = 'faults-load';

/** How to reach the API servers. */
export interface ApiAccess {
  /** Ports on 127.0.0.1. */
  readonly ports: readonly number[];
  /** PEM. */
  readonly caCertificate: string;
  readonly token: string;
}

/**
 * What became of one creation. `ok`: 201, and the sidecar is there exactly where it should be. `uninjected`: 201, and it is not
 * as it should be. `refused`: another status. `broken`: no whole answer.
 */
export type Outcome = 'ok' | 'uninjected' | 'refused' | 'broken';

/** One creation, from its first try to its last answer. */
export interface Sample {
  readonly kind: PodKindName;
  /** Which API server answered, or did not: an index of `ports`. */
  readonly server: number;
  readonly outcome: Outcome;
  /** When it was due and when it was over, as ms of `Date.now()`. */
  readonly startMs: number;
  readonly endMs: number;
  /** Answers 429 of the API server itself, after which it was sent again, as client-go does. */
  readonly retries: number;
  /** What was said, where it is not `ok`. */
  readonly message?: string;
}

const ANSWER_TIMEOUT_MS = 60_000;
const MAX_RETRIES = 10;
const BODIES = new Map<PodKindName, string>();

/** Creates Pods by dry run and checks what comes back. Its connections are kept, and are its own. */
export class CreateClient {
  readonly #access: ApiAccess;
  readonly #agent: Agent;

  constructor(access: ApiAccess, maxSockets: number) {
    this.#access = access;
    this.#agent = new Agent({ keepAlive: true, maxSockets, ca: access.caCertificate });
  }

  /** Creates one Pod through one API server. Never throws. @param startMs when it was due */
  async create(kind: PodKindName, server: number, startMs: number = Date.now()): Promise<Sample> {
    let retries = 0;
    for (;;) {
      const answer = await this.#send(kind, server);
      const retryAfter = 'status' in answer && answer.status === 429 ? Number(answer.retryAfter) : Number.NaN;
      if (Number.isNaN(retryAfter) || retries === MAX_RETRIES) {
        return { kind, server, startMs, endMs: Date.now(), retries, ...judge(kind, answer) };
      }
      retries += 1;
      await sleep(retryAfter * 1_000);
    }
  }

  /** Closes its connections. */
  close(): void {
    this.#agent.destroy();
  }

  async #send(kind: PodKindName, server: number): Promise<Answer> {
    const body = BODIES.get(kind) ?? podTextOf(kind);
    BODIES.set(kind, body);
    const outgoing = request({
      host: '127.0.0.1',
      port: this.#access.ports[server],
      path: `/api/v1/namespaces/${POD_KINDS[kind].namespace}/pods?dryRun=All`,
      method: 'POST',
      agent: this.#agent,
      timeout: ANSWER_TIMEOUT_MS,
      headers: {
        authorization: `Bearer ${this.#access.token}`,
        'impersonate-user': LOAD_USER,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      },
    });
    outgoing.once('timeout', () => outgoing.destroy(new Error(`no answer within ${ANSWER_TIMEOUT_MS} ms`)));
    outgoing.end(body);
    try {
      const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
      const retryAfter = response.headers['retry-after'];
      return { status: response.statusCode ?? 0, text: await readText(response), retryAfter };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  }
}

type Answer =
  | { readonly error: string }
  | { readonly status: number; readonly text: string; readonly retryAfter: string | undefined };

interface CreatedPod {
  readonly spec: { readonly containers: readonly { readonly name: string }[] };
}

function judge(kind: PodKindName, answer: Answer): Pick<Sample, 'outcome' | 'message'> {
  if ('error' in answer) return { outcome: 'broken', message: answer.error };
  if (answer.status !== 201) {
    return { outcome: 'refused', message: `${answer.status}: ${messageIn(answer.text)}` };
  }
  const { containers } = (JSON.parse(answer.text) as CreatedPod).spec;
  const names = containers.map(({ name }) => name);
  const isRight = names.length === (POD_KINDS[kind].isInjected ? 2 : 1);
  if (isRight && names.includes(SIDECAR) === POD_KINDS[kind].isInjected) return { outcome: 'ok' };
  return { outcome: 'uninjected', message: `its containers are ${names.join(', ')}` };
}

/** The message of a Status; the text itself where it is none. */
function messageIn(text: string): string {
  try {
    return (JSON.parse(text) as { message?: string }).message ?? text;
  } catch {
    return text;
  }
}
