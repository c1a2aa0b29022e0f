import type {
  FlowQuality,
  ParticipantId,
  ParticipantQuality,
  QualityReport,
  QualitySummary,
} from '@fernblick/shared/protocol';
import type { PeerStats, StreamStats } from '../sfu/index.ts';
import { Series } from './Series.ts';

/** Reports come every few seconds; an older one says nothing of now. */
const REPORT_LIFE_MS = 15_000;
/** Two looks that lie further apart are not one stretch of the call. */
const LONGEST_STEP_MS = 30_000;
const CLOCK_RATES = { audio: 48, video: 90 };

export interface Packets {
  lost: number;
  all: number;
}

interface Size {
  width: number;
  height: number;
}

/** What of one direction is kept over the session. */
class FlowSeries {
  readonly #bitrate = new Series<number>((value) => -value);
  readonly #loss = new Series<number>((value) => value);
  readonly #framesPerSecond = new Series<number>((value) => -value);
  readonly #size = new Series<Size>(({ width, height }) => -width * height);

  measured({ bitrate, loss }: FlowQuality): void {
    if (loss === undefined) return;
    this.#bitrate.add(Math.round(bitrate));
    this.#loss.add(loss);
  }

  reported({ width, height, framesPerSecond }: QualityReport['up' | 'down']): void {
    if (width && height) this.#size.add({ width, height });
    if (framesPerSecond !== undefined) this.#framesPerSecond.add(framesPerSecond);
  }

  get summary(): QualitySummary['up'] {
    const { spread: bitrate } = this.#bitrate;
    const { spread: loss } = this.#loss;
    const { spread: framesPerSecond } = this.#framesPerSecond;
    const { spread: size } = this.#size;
    return {
      ...(bitrate && { bitrate }),
      ...(loss && { loss }),
      ...(framesPerSecond && { framesPerSecond }),
      ...(size && { size }),
    };
  }
}

/** How good one participant's line is and was: measured by the server, completed by what the device tells. */
export class LineQuality {
  readonly participantId: ParticipantId;
  readonly name: string;
  #up: FlowQuality = { bitrate: 0 };
  #down: FlowQuality = { bitrate: 0 };
  #report: { data: QualityReport; at: number } | undefined;
  #counted = new Map<string, { lost: number; packets: number }>();
  #measuredAt: number | undefined;
  #seconds = 0;
  #freezes = 0;
  readonly #limitedMs = { cpu: 0, bandwidth: 0 };
  readonly #roundTrip = new Series<number>((value) => value);
  readonly #series = { up: new FlowSeries(), down: new FlowSeries() };

  constructor(participantId: ParticipantId, name: string) {
    this.participantId = participantId;
    this.name = name;
  }

  /** Takes in what the media worker counts; returns the packets since the look before, for the whole server's loss. */
  measure(stats: PeerStats, now: number): { up: Packets; down: Packets } {
    const step = this.#measuredAt === undefined ? 0 : now - this.#measuredAt;
    this.#measuredAt = now;
    if (step < LONGEST_STEP_MS) this.#seconds += step / 1_000;
    const before = this.#counted;
    this.#counted = new Map();
    // The second look at a stream is the first that says something.
    const packetsOf = (id: string, streams: Record<number, StreamStats>): Packets => {
      let [lost, came] = [0, 0];
      for (const [ssrc, { packetsLost, packets }] of Object.entries(streams)) {
        const key = `${id}:${ssrc}`;
        const past = before.get(key);
        this.#counted.set(key, { lost: packetsLost, packets });
        // A late packet takes a loss back.
        if (past) [lost, came] = [lost + Math.max(0, packetsLost - past.lost), came + packets - past.packets];
      }
      return { lost, all: came };
    };
    const sent = stats.producers.map(({ producerId, streams }) => packetsOf(producerId, streams));
    const received = stats.consumers.map(({ consumerId, streams }) => packetsOf(consumerId, streams));
    // What comes is counted without what was lost; what is sent is all there was.
    const up = sum(sent.map(({ lost, all }) => ({ lost, all: lost + all })));
    const down = sum(received);
    const streams = stats.producers.flatMap((producer) => Object.values(producer.streams));
    this.#up = flowOf(stats.incomingBitrate, up, jitterOf(streams));
    this.#down = flowOf(stats.outgoingBitrate, down, undefined);
    this.#series.up.measured(this.#up);
    this.#series.down.measured(this.#down);
    return { up, down };
  }

  /** Takes in what the device tells. */
  report(report: QualityReport, now: number): void {
    this.#report = { data: report, at: now };
    this.#freezes += report.down.freezes;
    this.#limitedMs.cpu += report.up.limitedMs.cpu;
    this.#limitedMs.bandwidth += report.up.limitedMs.bandwidth;
    if (report.roundTrip !== undefined) this.#roundTrip.add(Math.round(report.roundTrip));
    this.#series.up.reported(report.up);
    this.#series.down.reported(report.down);
  }

  view(now: number): ParticipantQuality {
    const report = this.#report && now - this.#report.at < REPORT_LIFE_MS ? this.#report.data : undefined;
    const { limitedMs: _limitedMs, ...up } = report?.up ?? { limitedMs: undefined };
    const { freezes: _freezes, ...down } = report?.down ?? { freezes: undefined };
    return {
      participantId: this.participantId,
      ...(report?.roundTrip !== undefined && { roundTrip: report.roundTrip }),
      up: { ...this.#up, ...up },
      down: { ...this.#down, ...down },
    };
  }

  get summary(): QualitySummary {
    const { participantId, name } = this;
    const { spread: roundTrip } = this.#roundTrip;
    const { cpu, bandwidth } = this.#limitedMs;
    return {
      participantId,
      name,
      seconds: Math.round(this.#seconds),
      ...(roundTrip && { roundTrip }),
      up: this.#series.up.summary,
      down: this.#series.down.summary,
      freezes: this.#freezes,
      limitedSeconds: { cpu: Math.round(cpu / 1_000), bandwidth: Math.round(bandwidth / 1_000) },
    };
  }
}

function flowOf(bitrate: number, { lost, all }: Packets, jitter: number | undefined): FlowQuality {
  return {
    bitrate,
    ...(all > 0 && { loss: Math.min(1, lost / all) }),
    ...(jitter !== undefined && { jitter }),
  };
}

/** The worst stream's, in milliseconds. */
function jitterOf(streams: readonly StreamStats[]): number | undefined {
  if (streams.length === 0) return undefined;
  const each = streams.map(
    ({ jitter, mimeType }) => jitter / CLOCK_RATES[mimeType.startsWith('audio/') ? 'audio' : 'video'],
  );
  return Math.round(Math.max(...each) * 10) / 10;
}

export function sum(packets: readonly Packets[]): Packets {
  return packets.reduce(({ lost, all }, one) => ({ lost: lost + one.lost, all: all + one.all }), {
    lost: 0,
    all: 0,
  });
}
