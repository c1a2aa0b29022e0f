import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { observer } from 'mediasoup';
import type { types } from 'mediasoup';
import { z } from 'zod';
import { SfuError, WorkerPool } from './index.ts';
import type { SfuErrorCode, Source, WorkerPoolOptions } from './index.ts';

/** For tests: a pool on free ports, and the media library's own view of everything made on it. */
export async function startPool(
  options: Partial<WorkerPoolOptions> = {},
): Promise<{ pool: WorkerPool; inside: Inside }> {
  const inside = new Inside();
  const workers = options.workers ?? 1;
  const pool = await WorkerPool.start({
    workers,
    mediaPort: await freePorts(workers),
    listenIps: [{ ip: '127.0.0.1' }],
    // What these tests provoke on purpose is no news.
    onLog: () => undefined,
    ...options,
  });
  return { pool, inside };
}

const TransportDump = z.object({ producerIds: z.array(z.string()) });

/** What the library says exists, beside what our own maps say. */
class Inside {
  readonly workers: types.Worker[] = [];
  readonly consumers = new Map<string, types.Consumer>();
  readonly transports = new Map<string, types.Transport>();

  constructor() {
    observer.on('newworker', (worker) => {
      this.workers.push(worker);
      worker.observer.on('newrouter', (router) => {
        router.observer.on('newtransport', (transport) => {
          this.transports.set(transport.id, transport);
          transport.observer.on('newconsumer', (consumer) => this.consumers.set(consumer.id, consumer));
        });
      });
    });
  }

  /** Ids of everything that the live worker processes hold, except their servers. */
  async leftovers(): Promise<string[]> {
    const dumps = await Promise.all(this.workers.filter(({ closed }) => !closed).map((w) => w.dump()));
    return dumps.flatMap(({ routerIds, webRtcServerIds, channelMessageHandlers }) => [
      ...routerIds,
      ...channelMessageHandlers.channelRequestHandlers.filter((id) => !webRtcServerIds.includes(id)),
    ]);
  }

  async producersOn(transportId: string): Promise<string[]> {
    const transport = this.transports.get(transportId);
    if (!transport) throw new Error(`no transport ${transportId}`);
    return TransportDump.parse(await transport.dump()).producerIds;
  }
}

/** The first of `count` neighbouring ports that are free for UDP and TCP. */
export async function freePorts(count: number): Promise<number> {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 12_000);
    const ports = Array.from({ length: count }, (_, i) => first + i);
    const free = await Promise.all(ports.map(isFree));
    if (free.every(Boolean)) return first;
  }
}

async function isFree(port: number): Promise<boolean> {
  const udp = createSocket('udp4');
  const tcp = createServer();
  try {
    await Promise.all([
      once(udp.bind(port, '127.0.0.1'), 'listening'),
      once(tcp.listen(port, '127.0.0.1'), 'listening'),
    ]);
    return true;
  } catch {
    return false;
  } finally {
    udp.close();
    tcp.close();
  }
}

const mid = { uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 4 };
const transportCc = {
  uri: 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  id: 3,
};
let ssrc = 1000;

/** What Chromium says it will send from a camera. */
export function vp8(encoding: Record<string, unknown> = {}) {
  ssrc += 2;
  return {
    mid: String(ssrc),
    codecs: [
      {
        mimeType: 'video/VP8',
        payloadType: 96,
        clockRate: 90000,
        parameters: {},
        rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }, { type: 'transport-cc' }],
      },
      { mimeType: 'video/rtx', payloadType: 97, clockRate: 90000, parameters: { apt: 96 } },
    ],
    headerExtensions: [mid, transportCc],
    encodings: [{ ssrc, rtx: { ssrc: ssrc + 1 }, dtx: false, ...encoding }],
    rtcp: { cname: 'chromium', reducedSize: true },
  };
}

/** What Chromium says it will send from a microphone. */
export function opus() {
  ssrc += 2;
  return {
    mid: String(ssrc),
    codecs: [
      {
        mimeType: 'audio/opus',
        payloadType: 111,
        clockRate: 48000,
        channels: 2,
        parameters: { minptime: 10, useinbandfec: 1 },
        rtcpFeedback: [{ type: 'transport-cc' }, { type: 'nack' }],
      },
    ],
    headerExtensions: [mid, { uri: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level', id: 1 }],
    encodings: [{ ssrc, dtx: false }],
    rtcp: { cname: 'chromium', reducedSize: true },
  };
}

export const as = (source: Source): { source: Source; trackId: string } => ({
  source,
  trackId: crypto.randomUUID(),
});

/** The code of what `attempt` throws, or `none`. */
export async function codeOf(attempt: () => unknown): Promise<SfuErrorCode | 'none'> {
  try {
    await attempt();
    return 'none';
  } catch (error) {
    if (error instanceof SfuError) return error.code;
    throw error;
  }
}
