import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PodNetwork } from '../pod-network.ts';
import { Container } from './container.ts';
import { formatTime } from './container-state.ts';
import { recordEvent } from './events.ts';
import type { PodFacts } from './field-ref.ts';
import type { FindImage } from './image.ts';
import { NotYetError } from './keyed-objects.ts';
import type { ObjectApi } from './object-api.ts';
import { type ContainerSpec, nameOf, pathOf, type Pod } from './pod.ts';
import { buildPodStatus, type Condition, type PodStatus } from './pod-status.ts';
import { ProjectedVolumes } from './projected-volumes.ts';
import { ServiceAccountTokens } from './service-account-tokens.ts';
import { refuseUnplayed } from './unplayed.ts';

/** What all Pods of one kubelet share. */
export interface PodContext {
  readonly api: ObjectApi;
  readonly apiServerUrl: string;
  readonly network: PodNetwork;
  readonly findImage: FindImage;
  /** Absolute path of a folder for logs, pid files and volumes. */
  readonly folder: string;
  readonly nodeName: string;
  readonly hostIP: string;
  /** How often volumes are compared with their sources. */
  readonly volumeSyncMs: number;
  /** A change reaches the files this long after it was first seen. */
  readonly volumeLagMs: number;
  /** How much of a `preStop` sleep is slept. */
  readonly preStopScale: number;
  /** Hears of failures that are tried again, such as an API server that is away. */
  readonly onProblem: (text: string) => void;
}

const TICK_MS = 100;
const MOUNT_RETRY_MS = 250;
const STOP_GRACE_MS = 1_000;

/** Runs one Pod from its binding to the end of its object. */
export class PodWorker {
  readonly #context: PodContext;
  readonly #folder: string;
  readonly #facts: PodFacts;
  readonly #volumes: ProjectedVolumes;
  readonly #containers: readonly Container[];
  readonly #startTime: string = formatTime(new Date());
  readonly #over: Promise<unknown>;
  #pod: Pod;
  #volumesAtMs = 0;
  #hasVolumes = false;
  #isEnding = false;
  #isEnded = false;
  #isOver = false;
  #reported: PodStatus | undefined;
  #lastProblem = '';

  constructor(pod: Pod, context: PodContext) {
    const { api, nodeName, hostIP } = context;
    this.#pod = pod;
    this.#context = context;
    this.#folder = join(context.folder, 'pods', pod.metadata.uid);
    this.#facts = { pod, podIP: context.network.allocateAddress(), nodeName, hostIP };
    const sources = { api, facts: this.#facts, tokens: new ServiceAccountTokens(api, pod) };
    const volumesOptions = { folder: join(this.#folder, 'volumes'), sources, lagMs: context.volumeLagMs };
    this.#volumes = new ProjectedVolumes(pod.spec.volumes ?? [], volumesOptions);
    this.#containers = pod.spec.containers.map((spec) => this.#makeContainer(spec));
    // Apart, because an API server that hangs must not keep a container from being started again.
    this.#over = Promise.all([this.#repeat(() => this.#tick()), this.#repeat(() => this.#tickContainers())]);
  }

  /** `namespace/name`. */
  get name(): string {
    return nameOf(this.#pod);
  }

  /** What its processes are, by container: there is one only while it runs. */
  get processes(): ReadonlyMap<string, { readonly pid: number; readonly logPath: string }> {
    return new Map(
      this.#containers.flatMap(({ process, status }) =>
        process === undefined ? [] : [[status.name, process] as const],
      ),
    );
  }

  /** Whether the Pod is gone and everything of it removed. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Takes over the newest state of the object. */
  update(pod: Pod): void {
    this.#pod = pod;
  }

  /** Ends the processes soon and removes the folder; the object stays as it is. Also for a Pod whose object is gone. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#end({ preStopMs: 0, graceMs: STOP_GRACE_MS });
    await this.#over;
    await rm(this.#folder, { recursive: true, force: true });
  }

  #makeContainer(spec: ContainerSpec): Container {
    const mounts = (spec.volumeMounts ?? []).map(({ mountPath, name }) => [mountPath, this.#volumes.pathOf(name)]);
    return new Container({ ...this.#context, spec, facts: this.#facts, mounts: Object.fromEntries(mounts) });
  }

  async #repeat(work: () => Promise<void>): Promise<void> {
    while (!this.#isOver) {
      try {
        await work();
      } catch (error) {
        this.#note(error instanceof Error ? error.message : String(error));
      }
      await sleep(TICK_MS);
    }
  }

  async #tick(): Promise<void> {
    if (this.#pod.metadata.deletionTimestamp !== undefined) this.#startDeletion();
    else if (this.#isVolumeSyncDue()) await this.#syncVolumes();
    await this.#report();
    if (this.#isEnded) await this.#remove();
  }

  async #tickContainers(): Promise<void> {
    if (this.#hasVolumes) for (const container of this.#containers) await container.tick();
  }

  #isVolumeSyncDue(): boolean {
    const { volumeSyncMs } = this.#context;
    const intervalMs = this.#hasVolumes ? volumeSyncMs : Math.min(volumeSyncMs, MOUNT_RETRY_MS);
    return Date.now() - this.#volumesAtMs >= intervalMs;
  }

  /** Creates the volumes, which the containers wait for; later brings them up to date. */
  async #syncVolumes(): Promise<void> {
    this.#volumesAtMs = Date.now();
    if (this.#reported?.phase === 'Succeeded' || this.#reported?.phase === 'Failed') return;
    if (this.#hasVolumes) {
      await this.#volumes.refresh(Date.now());
      return;
    }
    try {
      refuseUnplayed(this.#pod.spec);
      await this.#volumes.create();
      this.#hasVolumes = true;
    } catch (error) {
      if (!(error instanceof NotYetError)) throw error;
      await this.#warn(error);
    }
  }

  async #warn({ message }: NotYetError): Promise<void> {
    const isNew = message !== this.#lastProblem;
    this.#note(message);
    if (isNew) await recordEvent(this.#context.api, this.#pod, { reason: 'FailedMount', message });
  }

  /** Goes on beside the ticks: what is ended still is probed and reported. */
  #startDeletion(): void {
    if (!this.#isEnding) void this.#delete();
    this.#isEnding = true;
  }

  async #delete(): Promise<void> {
    const { deletionGracePeriodSeconds = 30 } = this.#pod.metadata;
    const sleepSeconds = this.#pod.spec.containers.map(({ lifecycle }) => lifecycle?.preStop?.sleep?.seconds ?? 0);
    const preStopMs = Math.max(0, ...sleepSeconds) * 1_000 * this.#context.preStopScale;
    await this.#end({ preStopMs, graceMs: deletionGracePeriodSeconds * 1_000 });
    this.#isEnded = true;
  }

  async #end(options: { readonly preStopMs: number; readonly graceMs: number }): Promise<void> {
    await Promise.all(this.#containers.map((container) => container.stop(options)));
  }

  async #report(): Promise<void> {
    const { podIP, hostIP } = this.#facts;
    const status = buildPodStatus(
      {
        restartPolicy: this.#pod.spec.restartPolicy ?? 'Always',
        containers: this.#containers.map((container) => container.status),
        podIP,
        hostIP,
        startTime: this.#startTime,
        isEnded: this.#isEnded,
      },
      this.#conditions(),
    );
    if (JSON.stringify(status) === JSON.stringify(this.#reported)) return;
    const { uid } = this.#pod.metadata;
    await this.#context.api.merge(`${pathOf(this.#pod)}/status`, { metadata: { uid }, status });
    this.#reported = status;
  }

  #conditions(): readonly Condition[] {
    return this.#reported?.conditions ?? [];
  }

  async #remove(): Promise<void> {
    await this.#context.api.remove(pathOf(this.#pod), this.#pod.metadata.uid);
    await rm(this.#folder, { recursive: true, force: true });
    this.#isOver = true;
  }

  #note(problem: string): void {
    if (problem !== this.#lastProblem) this.#context.onProblem(`${nameOf(this.#pod)}: ${problem}`);
    this.#lastProblem = problem;
  }
}
