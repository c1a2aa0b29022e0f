import type { types } from 'mediasoup';
import type { Direction, PeerStats, Source, StreamStats } from './types.ts';

/** Asks the worker for everything at once. */
export async function readPeerStats(
  transports: Record<Direction, types.WebRtcTransport>,
  producers: { producer: types.Producer; source: Source }[],
  consumers: types.Consumer[],
): Promise<PeerStats> {
  const [send, recv, sent, received] = await Promise.all([
    transports.send.getStats(),
    transports.recv.getStats(),
    Promise.all(
      producers.map(async ({ producer, source }) => ({
        producerId: producer.id,
        source,
        paused: producer.paused,
        streams: streamsOf(await ifOpen(producer)),
      })),
    ),
    Promise.all(
      consumers.map(async (consumer) => ({
        consumerId: consumer.id,
        producerId: consumer.producerId,
        paused: consumer.paused,
        // A consumer's report holds the producer's streams too.
        streams: streamsOf((await ifOpen(consumer)).filter(({ type }) => type === 'outbound-rtp')),
      })),
    ),
  ]);
  return {
    producers: sent,
    consumers: received,
    incomingBitrate: send[0]?.recvBitrate ?? 0,
    outgoingBitrate: recv[0]?.sendBitrate ?? 0,
    availableOutgoingBitrate: recv[0]?.availableOutgoingBitrate,
  };
}

type StreamStat = types.ProducerStat | types.ConsumerStat;

/** One that closes while we ask is reported without streams instead of failing the whole report. */
async function ifOpen(source: { closed: boolean; getStats(): Promise<StreamStat[]> }): Promise<StreamStat[]> {
  try {
    return await source.getStats();
  } catch (error) {
    if (source.closed) return [];
    throw error;
  }
}

function streamsOf(stats: StreamStat[]): Record<number, StreamStats> {
  return Object.fromEntries(
    stats.map((stat) => [
      stat.ssrc,
      {
        mimeType: stat.mimeType,
        bitrate: stat.bitrate,
        packetsLost: stat.packetsLost,
        packets: stat.packetCount,
        jitter: stat.jitter,
        roundTripTimeMs: stat.roundTripTime,
        keyFrameRequests: stat.pliCount + stat.firCount,
        score: stat.score,
      },
    ]),
  );
}
