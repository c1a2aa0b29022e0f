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
  /** Frames decoded so far of each camera picture that should move. */
  decoded: ReadonlyMap<string, number>;
  /** For what the server is told. */
  flows?: Flows;
}

/** A better judgement needs this many samples in a row; a worse one counts at once. */
export const SAMPLES_UP = 5;

const FROZEN_AFTER_MS = 1_900;

function judgeLine(before: MediaSample | undefined, now: MediaSample): CallQuality['mine'] {
  const lost = now.received.lost - (before?.received.lost ?? now.received.lost);
  const packets = now.received.packets - (before?.received.packets ?? now.received.packets);
  const lostDown = lost > 0 ? lost / (lost + packets) : 0;
  const loss = Math.max(now.lost ?? 0, lostDown);
  const roundTrip = now.roundTrip ?? 0;
  if (!now.connected || loss > 0.12 || roundTrip > 900) return 'bad';
  if (loss > 0.04 || roundTrip > 350 || now.limited) return 'weak';
  return 'good';
}

const rank = { good: 2, weak: 1, bad: 0 };

/** Follows samples taken every two seconds: down fast, up after ten seconds. */
export class QualityJudge {
  #before: MediaSample | undefined;
  #mine: CallQuality['mine'] = 'good';
  #better = 0;

  judge(now: MediaSample): CallQuality {
    const before = this.#before;
    this.#before = now;
    const mine = judgeLine(before, now);
    if (rank[mine] <= rank[this.#mine]) {
      this.#mine = mine;
      this.#better = 0;
    } else if (++this.#better >= SAMPLES_UP) {
      this.#mine = mine;
      this.#better = 0;
    }
    return { mine: this.#mine, picture: isFrozen(before, now) ? 'frozen' : 'live' };
  }
}

function isFrozen(before: MediaSample | undefined, now: MediaSample): boolean {
  if (!before || now.at - before.at < FROZEN_AFTER_MS) return false;
  return [...now.decoded].some(([id, frames]) => before.decoded.get(id) === frames);
}
