// A media server as the examples write it: one room, one request per step, on the same worker binary and codecs.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createWorker, type types } from 'mediasoup';
import { WebSocketServer } from 'ws';
import * as z from 'zod';
import { mediaCodecs } from '../../../server/src/sfu/codecs.ts';
import { answerParent } from '../answerParent.ts';

const mediaPort = Number(process.env.BARE_MEDIA_PORT);
const workerBin = process.env.MEDIASOUP_WORKER_BIN;
const worker = await createWorker({ logLevel: 'error', ...(workerBin && { workerBin }) });
const webRtcServer = await worker.createWebRtcServer({
  listenInfos: (['udp', 'tcp'] as const).map((protocol) => ({ protocol, ip: '127.0.0.1', port: mediaPort })),
});
const rooms = new Map<string, { router: types.Router; producers: Map<string, types.Producer> }>();

const Request = z.object({ id: z.number(), method: z.string(), data: z.looseObject({}) });
const Named = z
  .object({ transportId: z.string().optional(), producerId: z.string(), consumerId: z.string() })
  .partial();

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
await once(server, 'listening');
server.on('connection', (socket) => {
  const peer = new Peer();
  socket.on('message', (text: Buffer) => {
    const { id, method, data } = Request.parse(JSON.parse(text.toString('utf8')));
    peer.answer(method, data).then(
      (answer) => socket.send(JSON.stringify({ id, data: answer })),
      (error: unknown) => socket.send(JSON.stringify({ id, error: String(error) })),
    );
  });
  socket.on('close', () => peer.close());
});
const { port } = server.address() as AddressInfo;
answerParent({ port, mediaPort }, () => ({ workerPid: worker.pid }));

class Peer {
  #room: string | undefined;
  readonly #transports = new Map<string, types.WebRtcTransport>();
  readonly #consumers = new Map<string, types.Consumer>();
  readonly #own = new Set<string>();

  async answer(method: string, data: Record<string, unknown>): Promise<object> {
    const { transportId = '', producerId = '', consumerId = '' } = Named.parse(data);
    const room = rooms.get(this.#room ?? '');
    if (method === 'createRoom') return this.#createRoom(String(data.room));
    if (method === 'join') {
      this.#room = String(data.room);
      return { peers: server.clients.size };
    }
    if (!room) throw new Error('join first');
    const transport = this.#transports.get(transportId);
    switch (method) {
      case 'getRouterRtpCapabilities':
        return room.router.rtpCapabilities;
      case 'createWebRtcTransport': {
        const made = await room.router.createWebRtcTransport({
          webRtcServer,
          initialAvailableOutgoingBitrate: 1_500_000,
        });
        this.#transports.set(made.id, made);
        const { id, iceParameters, iceCandidates, dtlsParameters } = made;
        return { id, iceParameters, iceCandidates, dtlsParameters };
      }
      case 'connectTransport':
        // The library checks what its own client made.
        await transport?.connect({ dtlsParameters: data.dtlsParameters as types.DtlsParameters });
        return {};
      case 'produce': {
        const producer = await transport?.produce({
          kind: data.kind as types.MediaKind,
          rtpParameters: data.rtpParameters as types.RtpParameters,
        });
        if (!producer) throw new Error('no such transport');
        room.producers.set(producer.id, producer);
        this.#own.add(producer.id);
        return { id: producer.id };
      }
      case 'getProducers':
        return { ids: [...room.producers.keys()].filter((id) => !this.#own.has(id)) };
      case 'consume': {
        const consumer = await transport?.consume({
          producerId,
          rtpCapabilities: data.rtpCapabilities as types.RtpCapabilities,
          paused: true,
        });
        if (!consumer) throw new Error('no such transport');
        this.#consumers.set(consumer.id, consumer);
        const { id, kind, rtpParameters } = consumer;
        return { id, producerId, kind, rtpParameters };
      }
      case 'resume':
        await this.#consumers.get(consumerId)?.resume();
        return {};
      default:
        throw new Error(`unknown method ${method}`);
    }
  }

  close(): void {
    const room = rooms.get(this.#room ?? '');
    for (const id of this.#own) room?.producers.delete(id);
    for (const transport of this.#transports.values()) transport.close();
  }

  async #createRoom(name: string): Promise<object> {
    if (!rooms.has(name)) {
      const router = await worker.createRouter({ mediaCodecs });
      if (!rooms.has(name)) rooms.set(name, { router, producers: new Map() });
    }
    return { room: name };
  }
}
