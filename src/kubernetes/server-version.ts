import { isJsonObject } from '../injection/json.ts';
import type { ApiConnection } from './api-connection.ts';
import { openResponse, readText } from './api-request.ts';
import { Deadline } from './deadline.ts';
import { FIRST_MINOR_WITH_NATIVE_SIDECARS, minorOf } from './native-sidecars.ts';
import { pause, SYSTEM_TIMING, type Timing } from './timing.ts';

/** A version document is a few hundred bytes. */
const MAX_BYTES = 65_536;
const REQUEST_TIMEOUT_MS = 10_000;
const RETRY_MS = 10_000;
/** An API server is upgraded while we run; a minor version later nothing changes for Pods that are there. */
const REFRESH_MS = 600_000;

/** Reads again and again which version of Kubernetes the API server is. */
export class ServerVersion {
  readonly #connection: ApiConnection;
  readonly #timing: Timing;
  #stopping: AbortController | undefined;
  #running: Promise<void> = Promise.resolve();
  #minor: number | undefined;

  constructor(connection: ApiConnection, timing: Timing = SYSTEM_TIMING) {
    this.#connection = connection;
    this.#timing = timing;
  }

  /**
   * Whether init containers with `restartPolicy: Always` run beside the others. While the version is not known, it counts as new.
   *
   * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
   */
  get hasNativeSidecars(): boolean {
    return this.#minor === undefined || this.#minor >= FIRST_MINOR_WITH_NATIVE_SIDECARS;
  }

  /** Starts to ask. Does nothing while it runs. */
  start(): void {
    if (this.#stopping !== undefined) return;
    this.#stopping = new AbortController();
    this.#running = this.#run(this.#stopping.signal);
  }

  /** @returns once no request and no timer is left */
  async stop(): Promise<void> {
    this.#stopping?.abort();
    await this.#running;
    this.#stopping = undefined;
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const minor = await this.#ask(signal);
      if (minor !== undefined) this.#minor = minor;
      await pause(this.#timing, minor === undefined ? RETRY_MS : REFRESH_MS, signal);
    }
  }

  async #ask(signal: AbortSignal): Promise<number | undefined> {
    const deadline = new Deadline(this.#timing, signal);
    deadline.restart(REQUEST_TIMEOUT_MS);
    try {
      const response = await openResponse(this.#connection, { path: '/version' }, deadline);
      return response.ok ? parseMinor((await readText(response.value, MAX_BYTES)) ?? '') : undefined;
    } catch {
      // Cut off in the middle: asked again, and until then the version stays what it was.
      return undefined;
    } finally {
      deadline.end();
    }
  }
}

function parseMinor(text: string): number | undefined {
  try {
    const version: unknown = JSON.parse(text);
    return isJsonObject(version) ? minorOf(version) : undefined;
  } catch {
    return undefined;
  }
}
