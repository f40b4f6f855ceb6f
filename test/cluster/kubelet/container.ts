import { ContainerProcess, type ContainerProcessOptions } from './container-process.ts';
import { type ContainerState, type ContainerStatus, formatTime, type TerminatedState } from './container-state.ts';
import type { FindImage } from './image.ts';
import { NotYetError } from './keyed-objects.ts';

/** What a container is run with. Its image is looked up at each start. */
export type ContainerOptions = Omit<ContainerProcessOptions, 'image'> & { readonly findImage: FindImage };

/** The kubelet waits from 10 s to 5 min between restarts. */
const FIRST_BACKOFF_MS = 250;
const LONGEST_BACKOFF_MS = 4_000;

/** One container of a Pod: its runs, one after the other. */
export class Container {
  readonly #options: ContainerOptions;
  #process: ContainerProcess | undefined;
  #state: ContainerState = { waiting: { reason: 'ContainerCreating' } };
  #lastEnd: TerminatedState | undefined;
  #restartCount = 0;
  #backoffMs = FIRST_BACKOFF_MS;
  #startAtMs = 0;
  #starting: Promise<void> | undefined;
  #isStopping = false;

  constructor(options: ContainerOptions) {
    this.#options = options;
  }

  /** The entry of the Pod's status. */
  get status(): ContainerStatus {
    const { image, name } = this.#options.spec;
    return {
      name,
      image,
      imageID: image,
      ready: this.#process?.isReady ?? false,
      started: this.#process?.isStarted ?? false,
      restartCount: this.#restartCount,
      state: this.#state,
      lastState: this.#lastEnd === undefined ? {} : { terminated: this.#lastEnd },
    };
  }

  /** The process, while there is one. */
  get process(): ContainerProcess | undefined {
    return this.#process;
  }

  /** Notes an end, and starts what is to be started. */
  async tick(): Promise<void> {
    if (this.#process?.exitCode !== undefined) this.#noteEnd(this.#process, this.#process.exitCode);
    const mayStart = 'waiting' in this.#state && !this.#isStopping;
    if (!mayStart || Date.now() < this.#startAtMs) return;
    this.#starting = this.#start();
    await this.#starting;
  }

  /** Ends it for good. A grace that is over ends it at once. */
  async stop(options: { readonly preStopMs: number; readonly graceMs: number }): Promise<void> {
    this.#isStopping = true;
    await this.#starting;
    await this.#process?.stop(options);
    await this.tick();
  }

  async #start(): Promise<void> {
    const { findImage, spec } = this.#options;
    try {
      const image = findImage(spec.image);
      if (image === undefined) throw new NotYetError('ErrImageNeverPull', `no image "${spec.image}" on this machine`);
      this.#process = await ContainerProcess.start({ ...this.#options, image });
      this.#state = { running: { startedAt: this.#process.startedAt } };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#wait(error instanceof NotYetError ? error.reason : 'RunContainerError', message);
    }
  }

  #noteEnd(process: ContainerProcess, exitCode: number): void {
    const end: TerminatedState = {
      exitCode,
      reason: exitCode === 0 ? 'Completed' : 'Error',
      startedAt: process.startedAt,
      finishedAt: formatTime(new Date()),
    };
    this.#process = undefined;
    const { restartPolicy = 'Always' } = this.#options.facts.pod.spec;
    const isRestarted = restartPolicy === 'Always' || (restartPolicy === 'OnFailure' && exitCode !== 0);
    if (this.#isStopping || !isRestarted) {
      this.#state = { terminated: end };
      return;
    }
    this.#lastEnd = end;
    this.#restartCount += 1;
    this.#wait('CrashLoopBackOff', `exit code ${exitCode}; its log is ${process.logPath}`);
  }

  #wait(reason: string, message: string): void {
    this.#state = { waiting: { reason, message } };
    this.#startAtMs = Date.now() + this.#backoffMs;
    this.#backoffMs = Math.min(this.#backoffMs * 2, LONGEST_BACKOFF_MS);
  }
}
