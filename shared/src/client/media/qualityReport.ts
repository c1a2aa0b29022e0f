import type { QualityLimit, QualityReport } from '../../protocol/index.ts';

/** Statistics as far as we read them; browsers leave members out as they like. */
interface Stat {
  id: string;
  type: string;
  kind?: unknown;
  state?: unknown;
  currentRoundTripTime?: unknown;
  frameWidth?: unknown;
  frameHeight?: unknown;
  framesPerSecond?: unknown;
  jitter?: unknown;
  freezeCount?: unknown;
  qualityLimitationReason?: unknown;
  qualityLimitationDurations?: unknown;
}

interface Picture {
  width?: number;
  height?: number;
  framesPerSecond?: number;
}

/** What both transports say of pictures and line now; counters stand by the stream they belong to. */
export interface Flows {
  /** Milliseconds. */
  roundTrip: number | undefined;
  up: Picture & { limit?: QualityLimit };
  down: Picture & { jitter?: number };
  /** Seconds each sent picture was held back so far. */
  limited: ReadonlyMap<string, { cpu: number; bandwidth: number }>;
  /** Times each received picture stood still so far. */
  freezes: ReadonlyMap<string, number>;
}

const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;

function pictureOf({ frameWidth, frameHeight, framesPerSecond }: Stat): Picture {
  const [width, height, frames] = [frameWidth, frameHeight, framesPerSecond].map(numberOf);
  return {
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
    ...(frames !== undefined && { framesPerSecond: frames }),
  };
}

function largest(stats: readonly Stat[]): Stat | undefined {
  const area = ({ frameWidth, frameHeight }: Stat) =>
    (numberOf(frameWidth) ?? 0) * (numberOf(frameHeight) ?? 0);
  return stats.toSorted((a, b) => area(b) - area(a))[0];
}

function limitOf(reason: unknown): QualityLimit | undefined {
  return reason === 'cpu' || reason === 'bandwidth' || reason === 'other' ? reason : undefined;
}

function durationsOf(value: unknown): { cpu: number; bandwidth: number } {
  if (typeof value !== 'object' || value === null) return { cpu: 0, bandwidth: 0 };
  const cpu = 'cpu' in value ? numberOf(value.cpu) : undefined;
  const bandwidth = 'bandwidth' in value ? numberOf(value.bandwidth) : undefined;
  return { cpu: cpu ?? 0, bandwidth: bandwidth ?? 0 };
}

/** @param reports of the sending and the receiving transport */
export function readFlows(reports: readonly RTCStatsReport[]): Flows {
  const stats: Stat[] = [];
  for (const report of reports) report.forEach((stat: Stat) => stats.push(stat));
  const of = (type: string) => stats.filter((stat) => stat.type === type);
  const sent = of('outbound-rtp').filter(({ kind }) => kind === 'video');
  const came = of('inbound-rtp');
  const seen = came.filter(({ kind }) => kind === 'video');
  const roundTrips = of('candidate-pair')
    .filter(({ state }) => state === 'succeeded')
    .flatMap(({ currentRoundTripTime }) => numberOf(currentRoundTripTime) ?? []);
  const jitters = came.flatMap(({ jitter }) => numberOf(jitter) ?? []);
  const [mine, theirs] = [largest(sent), largest(seen)];
  const limit = limitOf(mine?.qualityLimitationReason);
  return {
    roundTrip: roundTrips.length > 0 ? Math.max(...roundTrips) * 1_000 : undefined,
    up: { ...(mine && pictureOf(mine)), ...(limit && { limit }) },
    down: {
      ...(theirs && pictureOf(theirs)),
      ...(jitters.length > 0 && { jitter: Math.max(...jitters) * 1_000 }),
    },
    limited: new Map(
      sent.map(({ id, qualityLimitationDurations }) => [id, durationsOf(qualityLimitationDurations)]),
    ),
    freezes: new Map(seen.map(({ id, freezeCount }) => [id, numberOf(freezeCount) ?? 0])),
  };
}

const EVERY_MS = 5_500;

/** Makes of samples taken every two seconds a report every six. */
export class QualityReporter {
  #before: { flows: Flows; at: number } | undefined;

  /** @param now monotonic milliseconds; undefined while there is nothing to tell yet */
  next(flows: Flows, now: number): QualityReport | undefined {
    const before = this.#before;
    if (before && now - before.at < EVERY_MS) return undefined;
    this.#before = { flows, at: now };
    if (!before) return undefined;
    const spanMs = now - before.at;
    const limited = { cpu: 0, bandwidth: 0 };
    for (const [id, { cpu, bandwidth }] of flows.limited) {
      const past = before.flows.limited.get(id) ?? { cpu: 0, bandwidth: 0 };
      limited.cpu = Math.max(limited.cpu, (cpu - past.cpu) * 1_000);
      limited.bandwidth = Math.max(limited.bandwidth, (bandwidth - past.bandwidth) * 1_000);
    }
    let freezes = 0;
    for (const [id, count] of flows.freezes)
      freezes += Math.max(0, count - (before.flows.freezes.get(id) ?? 0));
    const { roundTrip, up, down } = flows;
    const bounded = (ms: number) => Math.min(Math.round(ms), 600_000);
    return {
      spanMs: bounded(spanMs),
      ...(roundTrip !== undefined && { roundTrip: bounded(roundTrip) }),
      up: { ...up, limitedMs: { cpu: bounded(limited.cpu), bandwidth: bounded(limited.bandwidth) } },
      down: {
        ...down,
        ...(down.jitter !== undefined && { jitter: bounded(down.jitter) }),
        freezes: Math.min(freezes, 10_000),
      },
    };
  }
}
