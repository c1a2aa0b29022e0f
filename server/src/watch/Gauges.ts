import { Counter, Gauge, type Registry } from '@prometheus-io/client';
import type { StatusSample, WorkerStatus } from '@fernblick/shared/api';
import type { ParticipantState } from '@fernblick/shared/protocol';
import type { Disk } from '../diskOf.ts';

/** What can be counted at any moment. */
export interface Counts {
  sessions: number;
  participants: Record<ParticipantState['state'], number>;
  ringing: number;
  sockets: number;
}

interface LoopDelay {
  p50: number;
  p99: number;
  worst: number;
}

/** What the watch sees, as Prometheus reads it: counts are of the moment, the rest of the last look. */
export class Gauges {
  readonly #bitrate: Gauge<'direction'>;
  readonly #loss: Gauge<'direction'>;
  readonly #loop: Gauge<'quantile'>;
  readonly #workerUp: Gauge<'worker'>;
  readonly #workerCpu: Gauge<'worker'>;
  readonly #workerMemory: Gauge<'worker'>;
  readonly #workerRooms: Gauge<'worker'>;
  readonly #restarts: Counter<'worker'>;
  readonly #disk: Gauge;
  readonly #seenRestarts = new Map<number, number>();

  constructor(registry: Registry, counts: () => Counts) {
    const registers = [registry];
    const moment = (name: string, help: string, read: (counts: Counts) => number) =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read(counts()));
        },
      });
    moment('fernblick_sessions', 'Sessions that run.', ({ sessions }) => sessions);
    moment('fernblick_calls_ringing', 'Calls that wait for somebody.', ({ ringing }) => ringing);
    moment('fernblick_sockets', 'Open signalling sockets.', ({ sockets }) => sockets);
    new Gauge({
      name: 'fernblick_participants',
      help: 'Devices in sessions, by state.',
      labelNames: ['state'],
      registers,
      collect() {
        const { left: _left, ...states } = counts().participants;
        for (const [state, number] of Object.entries(states)) this.set({ state }, number);
      },
    });
    new Gauge({
      name: 'fernblick_server_memory_bytes',
      help: 'Resident memory of the server’s own process.',
      registers,
      collect() {
        this.set(process.memoryUsage.rss());
      },
    });
    new Counter({
      name: 'fernblick_server_cpu_seconds_total',
      help: 'CPU time of the server’s own process.',
      registers,
      collect() {
        const { user, system } = process.cpuUsage();
        this.reset();
        this.inc((user + system) / 1e6);
      },
    });
    const gauge = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
      new Gauge({ name, help, labelNames, registers });
    this.#bitrate = gauge('fernblick_media_bits_per_second', 'Media between devices and server.', [
      'direction',
    ]);
    this.#loss = gauge('fernblick_media_loss_ratio', 'Share of media packets lost on the way.', [
      'direction',
    ]);
    this.#loop = gauge('fernblick_event_loop_delay_seconds', 'How late the event loop is.', ['quantile']);
    this.#workerUp = gauge('fernblick_worker_up', 'Whether the media worker runs.', ['worker']);
    this.#workerCpu = gauge('fernblick_worker_cpu_ratio', 'Share of one core that the media worker uses.', [
      'worker',
    ]);
    this.#workerMemory = gauge('fernblick_worker_memory_bytes', 'Resident memory of the media worker.', [
      'worker',
    ]);
    this.#workerRooms = gauge('fernblick_worker_rooms', 'Sessions whose media the worker carries.', [
      'worker',
    ]);
    this.#disk = gauge('fernblick_disk_free_bytes', 'Room on the disk of the data folder.', []);
    this.#restarts = new Counter({
      name: 'fernblick_worker_restarts_total',
      help: 'Times that a media worker died and was replaced.',
      labelNames: ['worker'],
      registers,
    });
  }

  set(sample: StatusSample, loop: LoopDelay, workers: readonly WorkerStatus[], disk: Disk | undefined): void {
    this.#bitrate.set({ direction: 'in' }, sample.bitrateIn);
    this.#bitrate.set({ direction: 'out' }, sample.bitrateOut);
    this.#loss.set({ direction: 'in' }, sample.lossUp ?? 0);
    this.#loss.set({ direction: 'out' }, sample.lossDown ?? 0);
    this.#loop.set({ quantile: '0.5' }, loop.p50 / 1_000);
    this.#loop.set({ quantile: '0.99' }, loop.p99 / 1_000);
    this.#loop.set({ quantile: '1' }, loop.worst / 1_000);
    if (disk) this.#disk.set(disk.freeBytes);
    for (const { index, running, cpu, memoryBytes, rooms, restarts } of workers) {
      const worker = String(index);
      this.#workerUp.set({ worker }, running ? 1 : 0);
      this.#workerCpu.set({ worker }, cpu);
      this.#workerMemory.set({ worker }, memoryBytes);
      this.#workerRooms.set({ worker }, rooms);
      this.#restarts.inc({ worker }, restarts - (this.#seenRestarts.get(index) ?? 0));
      this.#seenRestarts.set(index, restarts);
    }
  }
}
