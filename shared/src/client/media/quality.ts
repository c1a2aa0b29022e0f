import type { CallQuality } from '../callState.ts';
import type { Flows } from './qualityReport.ts';

/** One look at a call's statistics (https://www.w3.org/TR/webrtc-stats/). Times in milliseconds. */
export interface MediaSample {
  at: number;
  connected: boolean;
  /** Round trip to the server. */
  roundTrip?: number;
  /** Share of our packets that did not arrive, 0..1. */
  lost?: number;
  /** Our own picture is held back by the line. */
  limited: boolean;
  /** Packets that should have come and did, so far. */
  received: { lost: number; packets: number };
  /** Bytes that came from the server so far, feedback on what we send included. */
  heardBytes: number;
  /** Packets of our own pictures that went out so far. */
  sentPackets: number;
  /** Frames decoded so far of each camera picture that should move. */
  decoded: ReadonlyMap<string, number>;
  /** For what the server is told. */
  flows?: Flows;
}

/** A better judgement needs good samples for so long; a worse one counts at once. */
export const BETTER_AFTER_MS = 10_000;
/** Losses are counted over so long, since a single packet says little. */
const WINDOW_MS = 2_000;
/** A picture that stood for so long is called frozen, a server that said nothing for so long out of reach. */
const STILL_AFTER_MS = 1_200;

const rank = { good: 2, weak: 1, bad: 0 };

/** Follows samples taken twice a second: down fast, up after ten seconds. */
export class QualityJudge {
  #samples: MediaSample[] = [];
  #mine: CallQuality['mine'] = 'good';
  #betterSince: number | undefined;
  #heard = { bytes: 0, at: 0 };
  #pictures = new Map<string, { frames: number; at: number }>();

  judge(now: MediaSample): CallQuality {
    const before = this.#samples.at(-1);
    this.#samples = [...this.#samples.filter(({ at }) => now.at - at <= WINDOW_MS), now];
    if (!before || now.heardBytes !== this.#heard.bytes || now.sentPackets <= before.sentPackets)
      this.#heard = { bytes: now.heardBytes, at: now.at };
    const mine = this.#isSilent(now) ? 'bad' : judgeLine(this.#samples[0] ?? now, now);
    if (rank[mine] <= rank[this.#mine]) {
      this.#mine = mine;
      this.#betterSince = undefined;
    } else {
      this.#betterSince ??= before?.at ?? now.at;
      if (now.at - this.#betterSince >= BETTER_AFTER_MS) {
        this.#mine = mine;
        this.#betterSince = undefined;
      }
    }
    return { mine: this.#mine, picture: this.#isFrozen(now) ? 'frozen' : 'live' };
  }

  /** We send a picture and the server, which acknowledges it many times a second, says nothing. */
  #isSilent({ at }: MediaSample): boolean {
    return at - this.#heard.at >= STILL_AFTER_MS;
  }

  #isFrozen({ at, decoded }: MediaSample): boolean {
    this.#pictures = new Map(
      [...decoded].map(([id, frames]) => {
        const known = this.#pictures.get(id);
        return [id, known?.frames === frames ? known : { frames, at }];
      }),
    );
    return [...this.#pictures.values()].some((picture) => at - picture.at >= STILL_AFTER_MS);
  }
}

function judgeLine(before: MediaSample, now: MediaSample): CallQuality['mine'] {
  const lost = now.received.lost - before.received.lost;
  const packets = now.received.packets - before.received.packets;
  const lostDown = lost > 0 ? lost / (lost + packets) : 0;
  const loss = Math.max(now.lost ?? 0, lostDown);
  const roundTrip = now.roundTrip ?? 0;
  if (!now.connected || loss > 0.12 || roundTrip > 900) return 'bad';
  if (loss > 0.04 || roundTrip > 350 || now.limited) return 'weak';
  return 'good';
}
