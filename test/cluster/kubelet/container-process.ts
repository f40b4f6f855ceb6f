import { setTimeout as sleep } from 'node:timers/promises';
import { ChildProcess } from '../child-process.ts';
import type { PodNetwork, SocketAddress } from '../pod-network.ts';
import { buildCommand, type CommandContext } from './container-command.ts';
import { formatTime } from './container-state.ts';
import { type ContainerSpec, nameOf } from './pod.ts';
import { runProbe } from './probe.ts';

/** One run of a container, and what it is started with. */
export interface ContainerProcessOptions extends Omit<CommandContext, 'ports'> {
  readonly spec: ContainerSpec;
  readonly network: PodNetwork;
  /** Absolute path of the folder for the log and the pid file. */
  readonly folder: string;
}

/** The process of one run of a container, its ports and its probes. */
export class ContainerProcess {
  readonly startedAt: string = formatTime(new Date());
  readonly #options: ContainerProcessOptions;
  readonly #child: ChildProcess;
  readonly #ports: ReadonlyMap<number, SocketAddress>;
  readonly #probing = new AbortController();
  readonly #livenessProbing = new AbortController();
  #isStarted: boolean;
  #isProbedReady: boolean;
  #exitCode: number | undefined;

  private constructor(
    options: ContainerProcessOptions,
    child: ChildProcess,
    ports: ReadonlyMap<number, SocketAddress>,
  ) {
    const { facts, network, spec } = options;
    this.#options = options;
    this.#child = child;
    this.#ports = ports;
    this.#isStarted = spec.startupProbe === undefined;
    this.#isProbedReady = spec.readinessProbe === undefined;
    for (const [containerPort, listener] of ports) {
      network.open(facts.podIP, containerPort, { pod: nameOf(facts.pod), ...listener });
    }
    void child.exited.then(({ code }) => this.#onExit(code));
    if (this.#isStarted) this.#probeStarted();
    else this.#probeStartup();
  }

  /**
   * Starts the process.
   *
   * @throws NotYetError when a variable's source is missing; an error of `spawn` when there is no such program.
   */
  static async start(options: ContainerProcessOptions): Promise<ContainerProcess> {
    const containerPorts = (options.spec.ports ?? []).map(({ containerPort }) => containerPort);
    const ports = await options.network.allocateListeners(options.facts.podIP, containerPorts);
    const command = await buildCommand(options.spec, { ...options, ports });
    const { name, namespace } = options.facts.pod.metadata;
    const child = await ChildProcess.start({
      name: `${namespace}_${name}_${options.spec.name}`,
      folder: options.folder,
      ...command,
    });
    return new ContainerProcess(options, child, ports);
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** Where its output is. */
  get logPath(): string {
    return this.#child.logPath;
  }

  /** Whether the startup probe, if any, has succeeded. */
  get isStarted(): boolean {
    return this.#isStarted && this.#exitCode === undefined;
  }

  /** Whether it may be sent requests. */
  get isReady(): boolean {
    return this.isStarted && this.#isProbedReady;
  }

  /** `undefined` while it runs. */
  get exitCode(): number | undefined {
    return this.#exitCode;
  }

  /** Ends it as the kubelet does: `preStop` first, then SIGTERM, and SIGKILL when the grace is over. */
  async stop({ preStopMs, graceMs }: { readonly preStopMs: number; readonly graceMs: number }): Promise<void> {
    this.#livenessProbing.abort();
    const deadlineMs = Date.now() + graceMs;
    const pause = new AbortController();
    const paused = sleep(preStopMs, undefined, { signal: pause.signal }).catch(() => undefined);
    await Promise.race([paused, this.#child.exited]);
    pause.abort();
    await this.#child.stop({ graceMs: Math.max(0, deadlineMs - Date.now()) });
  }

  #onExit(code: number): void {
    this.#exitCode = code;
    this.#probing.abort();
    this.#livenessProbing.abort();
    const { facts, network } = this.#options;
    for (const containerPort of this.#ports.keys()) network.close(facts.podIP, containerPort);
  }

  #probeStartup(): void {
    const probing = new AbortController();
    this.#probe('startupProbe', AbortSignal.any([this.#livenessProbing.signal, probing.signal]), (isGood) => {
      probing.abort();
      if (!isGood) {
        void this.#kill('startupProbe');
        return;
      }
      this.#isStarted = true;
      this.#probeStarted();
    });
  }

  #probeStarted(): void {
    this.#probe('readinessProbe', this.#probing.signal, (isGood) => (this.#isProbedReady = isGood));
    this.#probe('livenessProbe', this.#livenessProbing.signal, (isGood) => {
      if (!isGood) void this.#kill('livenessProbe');
    });
  }

  #probe(
    kind: 'startupProbe' | 'readinessProbe' | 'livenessProbe',
    signal: AbortSignal,
    onVerdict: (isGood: boolean) => void,
  ): void {
    const { spec } = this.#options;
    const probe = spec[kind];
    if (probe !== undefined) void runProbe({ container: spec, probe, ports: this.#ports, onVerdict, signal });
  }

  /** After a bad verdict; whether it is started again is decided elsewhere. */
  #kill(probe: 'startupProbe' | 'livenessProbe'): Promise<void> {
    const { facts, spec } = this.#options;
    const { terminationGracePeriodSeconds = 30 } = facts.pod.spec;
    const graceSeconds = spec[probe]?.terminationGracePeriodSeconds ?? terminationGracePeriodSeconds;
    return this.stop({ preStopMs: 0, graceMs: graceSeconds * 1_000 });
  }
}
