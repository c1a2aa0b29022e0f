/** Statistics as far as we read them; browsers leave members out as they like. */
interface Stat {
  type: string;
  kind?: unknown;
  currentRoundTripTime?: unknown;
  nominated?: unknown;
  state?: unknown;
  fractionLost?: unknown;
  packetsLost?: unknown;
  packetsReceived?: unknown;
  packetsSent?: unknown;
  bytesReceived?: unknown;
  framesDecoded?: unknown;
  qualityLimitationReason?: unknown;
}

export interface LineStats {
  /** Milliseconds. */
  roundTrip?: number;
  lost?: number;
  limited: boolean;
  received: { lost: number; packets: number };
  heardBytes: number;
  sentPackets: number;
}

function statsOf(report: RTCStatsReport): Stat[] {
  const stats: Stat[] = [];
  report.forEach((stat: Stat) => stats.push(stat));
  return stats;
}

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** What both transports together say about the line. */
export function readLine(reports: readonly RTCStatsReport[]): LineStats {
  const line: LineStats = {
    limited: false,
    received: { lost: 0, packets: 0 },
    heardBytes: 0,
    sentPackets: 0,
  };
  for (const stat of reports.flatMap(statsOf)) {
    if (stat.type === 'candidate-pair') line.heardBytes += numberOf(stat.bytesReceived);
    if (
      stat.type === 'candidate-pair' &&
      stat.state === 'succeeded' &&
      stat.currentRoundTripTime !== undefined
    )
      line.roundTrip = Math.max(line.roundTrip ?? 0, numberOf(stat.currentRoundTripTime) * 1_000);
    else if (stat.type === 'remote-inbound-rtp')
      line.lost = Math.max(line.lost ?? 0, numberOf(stat.fractionLost));
    else if (stat.type === 'outbound-rtp') {
      line.limited ||= stat.qualityLimitationReason === 'bandwidth';
      if (stat.kind === 'video') line.sentPackets += numberOf(stat.packetsSent);
    } else if (stat.type === 'inbound-rtp') {
      line.received.lost += numberOf(stat.packetsLost);
      line.received.packets += numberOf(stat.packetsReceived);
    }
  }
  return line;
}

/** Frames decoded so far by one receiver. */
export function readDecoded(report: RTCStatsReport): number {
  return statsOf(report)
    .filter(({ type }) => type === 'inbound-rtp')
    .reduce((frames, stat) => frames + numberOf(stat.framesDecoded), 0);
}
