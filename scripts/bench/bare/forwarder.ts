// Forwards one camera and one microphone to many viewers, either by the product's own rooms and a live session with
// as many participants, or by nothing but the media library. Streams are the same: RTP comes in by a plain transport,
// each viewer has an encrypted plain transport whose packets go into a socket that nobody reads.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createWorker, observer, type types } from 'mediasoup';
import * as z from 'zod';
import { ParticipantId, newId } from '@fernblick/shared/protocol';
import { TestBench } from '../../../server/src/sessions/fixtures.ts';
import { mediaCodecs } from '../../../server/src/sfu/codecs.ts';
import { opus, vp8 } from '../../../server/src/sfu/fixtures.ts';
import { answerParent } from '../answerParent.ts';

const Settings = z.object({ kind: z.enum(['product', 'bare']), viewers: z.coerce.number().int() });
const { kind, viewers } = Settings.parse({
  kind: process.env.BENCH_KIND,
  viewers: process.env.BENCH_VIEWERS,
});

/** Participants that the product's session has beside the streams; a session takes no more. */
const PARTICIPANTS = 24;

const workers: types.Worker[] = [];
const routers: types.Router[] = [];
const observers: types.RtpObserver[] = [];
observer.on('newworker', (worker) => {
  workers.push(worker);
  worker.observer.on('newrouter', (router) => {
    routers.push(router);
    router.observer.on('newrtpobserver', (made) => observers.push(made));
  });
});

const sink = createSocket({ type: 'udp4', recvBufferSize: 8_192 });
sink.bind(0, '127.0.0.1');
await once(sink, 'listening');

if (kind === 'product') await openProduct();
else {
  const workerBin = process.env.MEDIASOUP_WORKER_BIN;
  const worker = await createWorker({ logLevel: 'error', ...(workerBin && { workerBin }) });
  await worker.createRouter({ mediaCodecs });
}
const [worker] = workers;
const [firstRouter] = routers;
if (!worker || !firstRouter) throw new Error('there is no router');
const router = firstRouter;
worker.once('died', (error) => console.error(`the media worker of the ${kind} loop died: ${error.message}`));

const camera = await receive(vp8(), 'video');
const microphone = await receive(opus(), 'audio');
for (const one of observers) await one.addProducer({ producerId: microphone.producer.id });
const consumers: types.Consumer[][] = [];
for (let viewer = 0; viewer < viewers; viewer++) consumers.push(await watch());

const Request = z.object({ resume: z.number().int().optional() });
answerParent({ video: camera.place, audio: microphone.place, workerPid: worker.pid }, async (request) => {
  const { resume } = Request.parse(request);
  if (resume !== undefined)
    await Promise.all(
      consumers.flatMap((flows, index) =>
        flows.map((flow) => (index < resume ? flow.resume() : flow.pause())),
      ),
    );
  const usage = await worker.getResourceUsage();
  return {
    workerMs: usage.ru_utime + usage.ru_stime,
    packets: packetsOf(await camera.producer.getStats()),
  };
});

function packetsOf(stats: types.ProducerStat[]): number {
  return stats.reduce((sum, { packetCount }) => sum + packetCount, 0);
}

/** The product's pool, store and a session with participants who joined, as far as there are no browsers. */
async function openProduct(): Promise<void> {
  const bench = await TestBench.open();
  const host = await bench.person('expert', 'Eva');
  const caseId = await bench.case(host);
  for (let index = 0; index < PARTICIPANTS; index++) {
    const client = await bench.connect(host);
    await client.request('session.join', bench.joinData(caseId, { participantId: newId(ParticipantId) }));
    // What their pages tell of themselves all the time.
    setInterval(
      () => void client.request('participant.report', { network: 'good' }).catch(() => undefined),
      2_000,
    );
    setInterval(() => void client.raw('{"t":"ping"}'), 5_000);
  }
}

async function receive(rtpParameters: object, kindOf: types.MediaKind) {
  const transport = await router.createPlainTransport({
    listenInfo: { protocol: 'udp', ip: '127.0.0.1', recvBufferSize: 212_992 },
    rtcpMux: true,
    comedia: true,
  });
  // The fixture is what Chromium says it sends; the library checks it.
  const producer = await transport.produce({
    kind: kindOf,
    rtpParameters: rtpParameters as types.RtpParameters,
  });
  const [encoding] = producer.rtpParameters.encodings ?? [];
  return { transport, producer, place: { port: transport.tuple.localPort, ssrc: encoding?.ssrc ?? 0 } };
}

async function watch(): Promise<types.Consumer[]> {
  const transport = await router.createPlainTransport({
    listenInfo: { protocol: 'udp', ip: '127.0.0.1' },
    rtcpMux: true,
    comedia: false,
    enableSrtp: true,
    srtpCryptoSuite: 'AES_CM_128_HMAC_SHA1_80',
  });
  const keyBase64 = Buffer.alloc(30, 7).toString('base64');
  await transport.connect({
    ip: '127.0.0.1',
    port: sink.address().port,
    srtpParameters: { cryptoSuite: 'AES_CM_128_HMAC_SHA1_80', keyBase64 },
  });
  const made: types.Consumer[] = [];
  for (const { producer } of [camera, microphone])
    made.push(
      await transport.consume({
        producerId: producer.id,
        rtpCapabilities: router.rtpCapabilities,
        // Browsers get lost video packets again by default; for Opus only the product asks for it.
        enableRtx: kind === 'product' || producer.kind === 'video',
        paused: true,
      }),
    );
  return made;
}
