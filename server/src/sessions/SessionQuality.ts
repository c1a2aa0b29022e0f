import type {
  ParticipantId,
  ParticipantQuality,
  QualityReport,
  QualitySummary,
} from '@fernblick/shared/protocol';
import { LineQuality, type Packets, sum } from './LineQuality.ts';
import type { ParticipantSlot } from './ParticipantSlot.ts';

/** What all lines of a session carried together since the look before. */
export interface SessionFlow {
  /** Bit/s from the devices to the server, and back. */
  bitrateIn: number;
  bitrateOut: number;
  up: Packets;
  down: Packets;
}

/**
 * How good the lines of one session are. Somebody calls `look` every few seconds: one pass over all participants.
 * What a former process of the server saw is not in the summary.
 */
export class SessionQuality {
  readonly #slots: ReadonlyMap<ParticipantId, ParticipantSlot>;
  readonly #lines = new Map<ParticipantId, LineQuality>();
  #looking: Promise<SessionFlow> | undefined;

  constructor(slots: ReadonlyMap<ParticipantId, ParticipantSlot>) {
    this.#slots = slots;
  }

  /** Measures every line once; one that ends meanwhile is left out. Two looks at a time are one. */
  look(): Promise<SessionFlow> {
    this.#looking ??= this.#look().finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  report(slot: ParticipantSlot, report: QualityReport): void {
    this.#lineOf(slot).report(report, performance.now());
  }

  /** Of those who take part now. */
  view(): ParticipantQuality[] {
    const now = performance.now();
    return [...this.#slots.values()].flatMap((slot) => (slot.present ? [this.#lineOf(slot).view(now)] : []));
  }

  /** Of everyone whose line was measured. */
  summary(): QualitySummary[] {
    return [...this.#lines.values()].map((line) => line.summary).filter(({ seconds }) => seconds > 0);
  }

  async #look(): Promise<SessionFlow> {
    const flows = await Promise.all(
      [...this.#slots.values()].map(async (slot) => {
        const { peer } = slot;
        // Who is rung sends and receives nothing.
        if (!peer || !slot.present) return undefined;
        const stats = await peer.stats().catch(() => undefined);
        if (!stats || slot.peer !== peer) return undefined;
        const packets = this.#lineOf(slot).measure(stats, performance.now());
        return { bitrateIn: stats.incomingBitrate, bitrateOut: stats.outgoingBitrate, ...packets };
      }),
    );
    const measured = flows.filter((flow) => flow !== undefined);
    return {
      bitrateIn: measured.reduce((total, { bitrateIn }) => total + bitrateIn, 0),
      bitrateOut: measured.reduce((total, { bitrateOut }) => total + bitrateOut, 0),
      up: sum(measured.map(({ up }) => up)),
      down: sum(measured.map(({ down }) => down)),
    };
  }

  #lineOf(slot: ParticipantSlot): LineQuality {
    const line = this.#lines.get(slot.id) ?? new LineQuality(slot.id, slot.who.name);
    this.#lines.set(slot.id, line);
    return line;
  }
}
