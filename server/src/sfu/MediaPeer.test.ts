import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { as, codeOf, opus, startPool, vp8 } from './fixtures.ts';
import type { MediaPeer, MediaRoom, ProducerInfo, Source } from './index.ts';

type Started = Awaited<ReturnType<typeof startPool>>;
let { pool, inside }: Partial<Started> = {};
let room: MediaRoom;
let technician: MediaPeer;
let expert: MediaPeer;

beforeAll(async () => {
  ({ pool, inside } = await startPool());
});
afterAll(() => pool?.close());
beforeEach(async () => {
  room = await pool!.createRoom();
  [technician, expert] = await Promise.all([room.createPeer('technician'), room.createPeer('expert')]);
  expert.setRtpCapabilities(pool!.routerRtpCapabilities);
});
afterEach(() => room.close());

function send(peer: MediaPeer, source: Source, rtpParameters: unknown = vp8()): Promise<ProducerInfo> {
  return peer.produce({
    transportId: peer.transportParameters.send.id,
    kind: source === 'microphone' ? 'audio' : 'video',
    rtpParameters,
    appData: as(source),
  });
}

const dtls = {
  role: 'client',
  fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AB').join(':') }],
};

/** Everything the peer says from now on, in order. */
function listen(peer: MediaPeer): string[] {
  const heard: string[] = [];
  const names = [
    'closed',
    'producer-opened',
    'producer-closed',
    'consumer-closed',
    'consumer-producer-paused',
    'consumer-producer-resumed',
  ] as const;
  for (const name of names) peer.on(name, () => heard.push(name));
  return heard;
}

describe('what is sent and received', () => {
  test('both transports are made at once, on the one media port, UDP preferred to TCP', async () => {
    const [{ port } = {}] = await pool!.stats();
    const { send: sending, recv } = technician.transportParameters;
    expect(sending.id).not.toBe(recv.id);
    for (const { iceCandidates } of [sending, recv]) {
      const sorted = iceCandidates.toSorted((a, b) => b.priority - a.priority);
      expect(sorted.map((candidate) => [candidate.protocol, candidate.port])).toEqual([
        ['udp', port],
        ['tcp', port],
      ]);
    }
  });

  test('capabilities hold the promised codecs, Opus with FEC, DTX and NACK, and no orientation header', () => {
    const { codecs, headerExtensions } = pool!.routerRtpCapabilities;
    const names = codecs.map(({ mimeType }) => mimeType).filter((name) => name !== 'video/rtx');
    expect(new Set(names)).toEqual(
      new Set(['audio/opus', 'video/VP8', 'video/H264', 'video/VP9', 'video/AV1']),
    );
    const first = codecs.find(({ mimeType }) => mimeType === 'audio/opus');
    expect(first?.parameters).toEqual({ useinbandfec: 1, usedtx: 1 });
    expect(first?.rtcpFeedback).toContainEqual(expect.objectContaining({ type: 'nack' }));
    expect(headerExtensions.map(({ uri }) => uri)).not.toContain('urn:3gpp:video-orientation');
  });

  test('a consumer starts paused, flows on the viewer’s word, and is the same when asked for twice', async () => {
    const { producerId } = await send(technician, 'camera');
    const [first, second] = await Promise.all([expert.consume(producerId), expert.consume(producerId)]);
    expect(second).toEqual(first);
    expect(first).toMatchObject({ producerId, kind: 'video', producerPaused: false });
    expect(first.rtpParameters.encodings).toHaveLength(1);
    const consumer = inside!.consumers.get(first.consumerId)!;
    expect(consumer.paused).toBe(true);
    await expert.resumeConsumer(first.consumerId);
    expect(consumer.paused).toBe(false);
    await expert.pauseConsumer(first.consumerId);
    expect(consumer.paused).toBe(true);
  });

  test.each([{}, { scalabilityMode: 'L1T3' }])('time stamps pass as they are: %o', async (encoding) => {
    const { producerId } = await send(technician, 'camera', vp8(encoding));
    const { consumerId } = await expert.consume(producerId);
    // Of the library's kinds only `simulcast` rewrites them; strokes name them.
    expect(['simple', 'svc']).toContain(inside!.consumers.get(consumerId)?.type);
  });

  test('Opus is consumed with NACK', async () => {
    const { producerId } = await send(technician, 'microphone', opus());
    const { rtpParameters } = await expert.consume(producerId);
    expect(rtpParameters.codecs[0]?.rtcpFeedback).toContainEqual(expect.objectContaining({ type: 'nack' }));
  });

  test('a paused camera is told to its viewers, and to who comes later', async () => {
    const { producerId } = await send(technician, 'camera');
    await expert.consume(producerId);
    const heard = listen(expert);
    const paused = once(expert, 'consumer-producer-paused');
    await technician.pauseProducer(producerId);
    await paused;
    expect(room.producers).toMatchObject([
      { producerId, peerId: 'technician', source: 'camera', paused: true },
    ]);
    const late = await room.createPeer('late');
    late.setRtpCapabilities(pool!.routerRtpCapabilities);
    expect((await late.consume(producerId)).producerPaused).toBe(true);
    const resumed = once(expert, 'consumer-producer-resumed');
    await technician.resumeProducer(producerId);
    await resumed;
    expect(heard).toEqual(['consumer-producer-paused', 'consumer-producer-resumed']);
  });

  test('key frames are asked for at most once a second and viewer, and never of sound', async () => {
    const [camera, microphone] = await Promise.all([
      send(technician, 'camera'),
      send(technician, 'microphone', opus()),
    ]);
    const [video, audio] = await Promise.all([
      expert.consume(camera.producerId),
      expert.consume(microphone.producerId),
    ]);
    expect(await expert.requestKeyFrame(video.consumerId)).toBe(true);
    expect(await expert.requestKeyFrame(video.consumerId)).toBe(false);
    expect(await expert.requestKeyFrame(audio.consumerId)).toBe(false);
  });
});

describe('ends', () => {
  test('a closed producer ends at its viewers too, and its source may be sent anew', async () => {
    const { producerId } = await send(technician, 'camera');
    const { consumerId } = await expert.consume(producerId);
    const closed = once(expert, 'consumer-closed');
    const heard = listen(technician);
    technician.closeProducer(producerId);
    expect(await closed).toEqual([{ consumerId, producerId }]);
    expect(heard).toEqual(['producer-closed']);
    expect(await codeOf(() => expert.resumeConsumer(consumerId))).toBe('SFU_NOT_FOUND');
    expect(await codeOf(() => expert.consume(producerId))).toBe('SFU_NOT_FOUND');
    expect((await send(technician, 'camera')).producerId).not.toBe(producerId);
  });

  test('a closed consumer may be had again', async () => {
    const { producerId } = await send(technician, 'camera');
    const first = await expert.consume(producerId);
    expert.closeConsumer(first.consumerId);
    const second = await expert.consume(producerId);
    expect(second.consumerId).not.toBe(first.consumerId);
  });

  test('a leaving peer is told once by itself, and by each of its pictures to the others', async () => {
    const camera = await send(technician, 'camera');
    await send(technician, 'microphone', opus());
    await expert.consume(camera.producerId);
    const [leaving, staying] = [listen(technician), listen(expert)];
    const gone = once(expert, 'consumer-closed');
    technician.close();
    technician.close();
    await gone;
    expect(leaving).toEqual(['closed']);
    expect(staying).toEqual(['consumer-closed']);
    expect(technician.signal.aborted).toBe(true);
    expect([...room.peers.keys()]).toEqual(['expert']);
    expect(room.producers).toEqual([]);
    expect((await room.createPeer('technician')).closed).toBe(false);
  });

  test('a closed room takes everybody with it and answers nothing any more', async () => {
    const { producerId } = await send(technician, 'camera');
    const { consumerId } = await expert.consume(producerId);
    const reasons: string[] = [];
    for (const object of [room, technician, expert]) object.on('closed', (reason) => reasons.push(reason));
    room.close();
    room.close();
    expect(reasons.toSorted()).toEqual(['asked', 'room-closed', 'room-closed']);
    expect(room.peers.size).toBe(0);
    expect(await inside!.leftovers()).toEqual([]);
    const { send: sending } = technician.transportParameters;
    const attempts = [
      () => room.createPeer('late'),
      () => technician.connectTransport(sending.id, dtls),
      () => technician.restartIce(sending.id),
      () => send(technician, 'screen'),
      () => technician.pauseProducer(producerId),
      () => technician.resumeProducer(producerId),
      () => technician.closeProducer(producerId),
      () => expert.setRtpCapabilities({ codecs: [] }),
      () => expert.consume(producerId),
      () => expert.resumeConsumer(consumerId),
      () => expert.pauseConsumer(consumerId),
      () => expert.requestKeyFrame(consumerId),
      () => expert.closeConsumer(consumerId),
      () => expert.stats(),
    ];
    for (const attempt of attempts) expect(await codeOf(attempt)).toBe('SFU_CLOSED');
  });

  test('what is under way when its owner closes ends with it', async () => {
    const { producerId } = await send(technician, 'camera');
    const underWay = [
      codeOf(() => room.createPeer('late')),
      codeOf(() => send(technician, 'screen')),
      codeOf(() => expert.consume(producerId)),
      codeOf(() => expert.stats()),
    ];
    technician.close();
    room.close();
    for (const code of await Promise.all(underWay)) expect(code).toBe('SFU_CLOSED');
    expect(room.peers.size).toBe(0);
    expect(await inside!.leftovers()).toEqual([]);
  });
});

describe('what is refused', () => {
  const broken: [string, Source, () => unknown][] = [
    ['nothing', 'camera', () => null],
    ['no codec', 'camera', () => ({ ...vp8(), codecs: [] })],
    ['no encoding', 'camera', () => ({ ...vp8(), encodings: [] })],
    ['sound as a picture', 'camera', () => opus()],
    ['a picture as sound', 'microphone', () => vp8()],
    ['a codec the room has not', 'camera', () => theora()],
    [
      'a payload type out of range',
      'camera',
      () => ({ ...vp8(), codecs: [{ ...vp8().codecs[0], payloadType: 300 }] }),
    ],
    ['an unknown header', 'camera', () => ({ ...vp8(), headerExtensions: [{ uri: 'urn:x', id: 1 }] })],
    ['a negative SSRC', 'camera', () => vp8({ ssrc: -1 })],
    ['an RTX codec of nothing', 'camera', () => ({ ...vp8(), codecs: [vp8().codecs[1]] })],
    ['something that is no JSON', 'camera', () => ({ ...vp8(), mid: 1n })],
  ];
  const theora = () => ({
    ...vp8(),
    codecs: [{ mimeType: 'video/theora', payloadType: 96, clockRate: 90000 }],
  });

  test.each(broken)('%s', async (_, source, rtpParameters) => {
    expect(await codeOf(() => send(technician, source, rtpParameters()))).toBe('SFU_BAD_PARAMETERS');
    expect(room.producers).toEqual([]);
    expect(await inside!.producersOn(technician.transportParameters.send.id)).toEqual([]);
    // The refusal cost the source nothing.
    expect(await send(technician, source, source === 'camera' ? vp8() : opus())).toMatchObject({ source });
  });

  test('an SSRC that is in use', async () => {
    await send(technician, 'camera', vp8({ ssrc: 77 }));
    expect(await codeOf(() => send(technician, 'screen', vp8({ ssrc: 77 })))).toBe('SFU_BAD_PARAMETERS');
    expect(room.producers).toHaveLength(1);
  });

  test('simulcast', async () => {
    const heard = listen(technician);
    const rtpParameters = { ...vp8(), encodings: [{ rid: 'q' }, { rid: 'h' }, { rid: 'f' }] };
    expect(await codeOf(() => send(technician, 'camera', rtpParameters))).toBe('SFU_SIMULCAST_REFUSED');
    expect(await inside!.producersOn(technician.transportParameters.send.id)).toEqual([]);
    expect(heard).toEqual([]);
    await send(technician, 'camera');
  });

  test('a second camera of one peer, even at the same moment', async () => {
    const codes = await Promise.all([1, 2].map(() => codeOf(() => send(technician, 'camera'))));
    expect(codes.toSorted()).toEqual(['SFU_SOURCE_IN_USE', 'none']);
    await send(technician, 'screen');
    expect(room.producers.map(({ source }) => source).toSorted()).toEqual(['camera', 'screen']);
  });

  test('a second peer of one id, even at the same moment', async () => {
    const codes = await Promise.all([1, 2].map(() => codeOf(() => room.createPeer('twin'))));
    expect(codes.toSorted()).toEqual(['SFU_PEER_EXISTS', 'none']);
  });

  test('sending on the other transport, or on another peer’s', async () => {
    for (const { id } of [technician.transportParameters.recv, expert.transportParameters.send]) {
      const attempt = technician.produce({
        transportId: id,
        kind: 'video',
        rtpParameters: vp8(),
        appData: as('camera'),
      });
      await expect(attempt).rejects.toMatchObject({ code: 'SFU_NOT_FOUND' });
    }
  });

  test('consuming before the capabilities, without a common codec, or what is not in this room', async () => {
    const { producerId } = await send(technician, 'camera');
    expect(await codeOf(() => technician.consume(producerId))).toBe('SFU_NO_CAPABILITIES');
    technician.setRtpCapabilities({ codecs: [], headerExtensions: [] });
    expect(await codeOf(() => technician.consume(producerId))).toBe('SFU_CANNOT_CONSUME');
    technician.setRtpCapabilities(pool!.routerRtpCapabilities);
    const elsewhere = await pool!.createRoom();
    const stranger = await elsewhere.createPeer('stranger');
    const other = await send(stranger, 'camera');
    expect(await codeOf(() => technician.consume(other.producerId))).toBe('SFU_NOT_FOUND');
    elsewhere.close();
    // None of the refusals stands in the way of doing it right.
    expect((await technician.consume(producerId)).kind).toBe('video');
  });

  test.each([
    [{ codecs: 'all' }],
    [{ codecs: [{ kind: 'video', mimeType: 'VP8', preferredPayloadType: 96, clockRate: 90000 }] }],
    [null],
  ])('capabilities %#', async (capabilities) => {
    expect(await codeOf(() => expert.setRtpCapabilities(capabilities))).toBe('SFU_BAD_PARAMETERS');
    const { producerId } = await send(technician, 'camera');
    expect((await expert.consume(producerId)).producerId).toBe(producerId);
  });

  test('a wrong DTLS fingerprint, and connecting twice', async () => {
    const { id } = technician.transportParameters.send;
    for (const fingerprints of [
      [],
      [{ algorithm: 'md5', value: 'AB:CD' }],
      [{ algorithm: 'sha-256', value: 'x' }],
    ]) {
      const code = await codeOf(() => technician.connectTransport(id, { fingerprints }));
      expect(code).toBe('SFU_BAD_PARAMETERS');
    }
    const codes = await Promise.all([1, 2].map(() => codeOf(() => technician.connectTransport(id, dtls))));
    expect(codes.toSorted()).toEqual(['SFU_ALREADY_CONNECTED', 'none']);
  });

  test('an ICE restart gives new credentials to the peer’s own transports only', async () => {
    const { id, iceParameters } = technician.transportParameters.recv;
    const fresh = await technician.restartIce(id);
    expect(fresh.usernameFragment).not.toBe(iceParameters.usernameFragment);
    expect(await codeOf(() => expert.restartIce(id))).toBe('SFU_NOT_FOUND');
  });
});
