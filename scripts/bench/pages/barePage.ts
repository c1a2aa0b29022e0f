// A page as the examples of the media library write it: one request after another.
import { Device } from 'mediasoup-client';
import type { types } from 'mediasoup-client';
import { goByLine } from './mediaPort.ts';
import { TestCamera, testMicrophone } from './ownTracks.ts';
import { AgeMeter, firstFrame } from './video.ts';

let microphone: MediaStreamTrack | undefined;
let camera: TestCamera | undefined;
let meter: AgeMeter | undefined;
let socket: WebSocket | undefined;
let next = 1;
const open = new Map<number, PromiseWithResolvers<never>>();

function connect(): Promise<void> {
  const opened = new WebSocket(`ws://${location.host}/bare`);
  socket = opened;
  opened.onmessage = ({ data }: MessageEvent<string>) => {
    const { id, data: answer, error } = JSON.parse(data) as { id: number; data: never; error?: string };
    if (error === undefined) open.get(id)?.resolve(answer);
    else open.get(id)?.reject(new Error(error));
    open.delete(id);
  };
  return new Promise((resolve) => {
    opened.onopen = () => resolve();
  });
}

function ask<Answer>(method: string, data: object = {}): Promise<Answer> {
  const id = next++;
  const answer = Promise.withResolvers<never>();
  open.set(id, answer);
  socket?.send(JSON.stringify({ id, method, data }));
  return answer.promise;
}

/** The usual steps up to two transports. */
async function enter(room: string) {
  await connect();
  await ask('createRoom', { room });
  await ask('join', { room });
  const routerRtpCapabilities = await ask<types.RtpCapabilities>('getRouterRtpCapabilities');
  const device = await Device.factory();
  await device.load({ routerRtpCapabilities });
  const send = device.createSendTransport(await ask<types.TransportOptions>('createWebRtcTransport'));
  const receive = device.createRecvTransport(await ask<types.TransportOptions>('createWebRtcTransport'));
  for (const transport of [send, receive])
    transport.on('connect', ({ dtlsParameters }, done, failed) => {
      ask('connectTransport', { transportId: transport.id, dtlsParameters }).then(done, failed);
    });
  send.on('produce', ({ kind, rtpParameters }, done, failed) => {
    ask<{ id: string }>('produce', { transportId: send.id, kind, rtpParameters }).then(done, failed);
  });
  return { device, send, receive };
}

/** Everything the others send; resolves with the first picture when it was resumed. */
async function consumeAll({ device, receive }: Awaited<ReturnType<typeof enter>>): Promise<MediaStreamTrack> {
  const { ids } = await ask<{ ids: string[] }>('getProducers');
  let video: MediaStreamTrack | undefined;
  for (const producerId of ids) {
    const { recvRtpCapabilities: rtpCapabilities } = device;
    const options = await ask<types.ConsumerOptions>('consume', {
      transportId: receive.id,
      producerId,
      rtpCapabilities,
    });
    const consumer = await receive.consume(options);
    await ask('resume', { consumerId: consumer.id });
    if (consumer.kind === 'video') video ??= consumer.track;
  }
  if (!video) throw new Error('nobody sends a picture');
  return video;
}

const page = {
  goByLine,

  async send(room: string, width: number, height: number, fps: number): Promise<void> {
    camera = new TestCamera(width, height, fps);
    // The same pixels: left to itself the browser makes the picture smaller when the CPU is short, and then it is faster.
    camera.track.contentHint = 'detail';
    const entered = await enter(room);
    const codec = entered.device.sendRtpCapabilities.codecs?.find(({ mimeType }) => mimeType === 'video/VP8');
    await entered.send.produce({
      track: camera.track,
      encodings: [{ maxBitrate: 1_200_000 }],
      ...(codec && { codec }),
    });
    await entered.send.produce({ track: testMicrophone() });
  },

  async prepare(): Promise<void> {
    microphone = testMicrophone();
    await new Promise((resolve) => setTimeout(resolve, 500));
  },

  async join(room: string): Promise<number> {
    const since = performance.now();
    const entered = await enter(room);
    if (microphone) await entered.send.produce({ track: microphone });
    return (await firstFrame(await consumeAll(entered))) - since;
  },

  async watch(room: string): Promise<void> {
    meter = new AgeMeter(await consumeAll(await enter(room)), 1_280);
  },

  ages: () => meter?.take(),
  setMoving: (moving: boolean) => (moving ? camera?.start() : camera?.stop()),
  leave: () => socket?.close(),
};

Object.assign(window, { bench: page });
