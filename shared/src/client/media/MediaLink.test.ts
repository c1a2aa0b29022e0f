import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FernblickError, ParticipantId, SurfaceId, TrackId, newId } from '../../protocol/index.ts';
import type {
  ConsumerInfo,
  MediaSource,
  ProducerInfo,
  RequestData,
  RequestName,
} from '../../protocol/index.ts';
import { SignalClient } from '../SignalClient.ts';
import { VirtualEnvironment } from '../virtualEnvironment.ts';
import { FakeDevice, FakeTrack } from './fakeDevice.ts';
import { MediaLink } from './MediaLink.ts';
import type { Outgoing } from './SentTracks.ts';

beforeEach(() => {
  vi.stubGlobal('MediaStream', class {});
});
afterEach(() => {
  vi.unstubAllGlobals();
});

function producer(producerId: string, source: MediaSource): ProducerInfo {
  return {
    producerId,
    participantId: newId(ParticipantId),
    kind: source === 'microphone' ? 'audio' : 'video',
    source,
    trackId: newId(TrackId),
    surfaceId: newId(SurfaceId),
    paused: false,
  };
}

function consumer(consumerId: string): ConsumerInfo {
  const rtpParameters = { codecs: [], encodings: [] };
  return { consumerId, producer: producer(`of ${consumerId}`, 'camera'), rtpParameters };
}

type Asked = { [Name in RequestName]: { name: Name; data: RequestData<Name> } }[RequestName];

/** A link whose server says yes, unless `answer` says otherwise. */
function makeLink(consumers: ConsumerInfo[] = []) {
  const environment = new VirtualEnvironment();
  const device = new FakeDevice();
  const asked: Asked[] = [];
  const outgoing = new Map<MediaSource, Outgoing>();
  const wanted = new Set<string>();
  let made = 0;
  const server = { answer: (_asked: Asked): Promise<void> => Promise.resolve() };
  const signal = new SignalClient({ as: 'person', url: 'wss://desk.test/ws', environment });
  vi.spyOn(signal, 'request').mockImplementation(async (name, data) => {
    const request = { name, data } as Asked;
    asked.push(request);
    await server.answer(request);
    if (request.name !== 'producer.produce') return {};
    return { producer: producer(`p${String(++made)}`, request.data.source) };
  });
  const transport = {
    id: 't',
    iceParameters: { usernameFragment: 'u', password: 'p' },
    iceCandidates: [],
    dtlsParameters: { fingerprints: [] },
  };
  const [onFailure, onProduced, onTracks] = [vi.fn(), vi.fn(), vi.fn()];
  const link = new MediaLink({
    device,
    reply: { sendTransport: transport, recvTransport: transport, iceServers: [], consumers },
    signal,
    environment,
    videoCodec: 'VP8',
    transforms: {},
    outgoing,
    isWanted: (producerId) => wanted.has(producerId),
    onProduced,
    onTracks,
    onFailure,
    onHopeless: vi.fn(),
  });
  const names = () => asked.map(({ name }) => name);
  return {
    environment,
    device,
    asked,
    names,
    outgoing,
    wanted,
    server,
    link,
    onFailure,
    onProduced,
    onTracks,
  };
}

function camera(over: Partial<Outgoing> = {}): Outgoing {
  return { track: new FakeTrack().asTrack, paused: false, maxBitrate: undefined, ...over };
}

test('a source is produced once, changes its track under way, and ends on the server too', async () => {
  const { link, outgoing, names, asked, device, onProduced } = makeLink();
  outgoing.set('camera', camera());
  await Promise.all([link.sync(), link.sync()]);
  expect(names()).toEqual(['transport.connect', 'producer.produce']);
  expect(onProduced).toHaveBeenCalledOnce();

  outgoing.set('camera', camera({ paused: true }));
  await link.sync();
  expect(device.send.flows).toMatchObject([{ replaced: 1, paused: true }]);
  expect(asked.at(-1)).toEqual({ name: 'producer.setPaused', data: { producerId: 'p1', paused: true } });

  outgoing.delete('camera');
  await link.sync();
  expect(asked.at(-1)).toEqual({ name: 'producer.close', data: { producerId: 'p1' } });
  await link.sync();
  expect(names()).toHaveLength(4);
});

test('words that a broken line swallowed are said again by the next sync', async () => {
  const { link, outgoing, names, server, onFailure } = makeLink();
  outgoing.set('camera', camera());
  await link.sync();
  server.answer = () => Promise.reject(new FernblickError('OFFLINE', ''));
  outgoing.set('camera', camera({ ...outgoing.get('camera'), paused: true }));
  await link.sync();
  outgoing.delete('camera');
  await link.sync();
  server.answer = () => Promise.resolve();
  await link.sync();
  expect(names().slice(2)).toEqual(['producer.setPaused', 'producer.close', 'producer.close']);
  expect(link.broken).toBe(false);
  expect(onFailure).not.toHaveBeenCalled();
});

test.each(['transport.connect', 'producer.produce'] as const)(
  'a lost answer to %s breaks the transports',
  async (name) => {
    const { link, outgoing, server, names, onFailure } = makeLink();
    server.answer = (request) =>
      request.name === name ? Promise.reject(new FernblickError('OFFLINE', '')) : Promise.resolve();
    outgoing.set('camera', camera());
    await link.sync();
    expect(link.broken).toBe(true);
    const said = names().length;
    await link.sync();
    expect(names()).toHaveLength(said);
    expect(onFailure).not.toHaveBeenCalled();
  },
);

test('a refusal is told, and the other sources flow', async () => {
  const { link, outgoing, server, onFailure, device } = makeLink();
  server.answer = (request) =>
    request.name === 'producer.produce' && request.data.source === 'camera'
      ? Promise.reject(new FernblickError('FORBIDDEN', ''))
      : Promise.resolve();
  outgoing.set('camera', camera());
  outgoing.set('microphone', camera());
  await link.sync();
  expect(onFailure.mock.calls).toMatchObject([['camera', { code: 'FORBIDDEN' }]]);
  expect(device.send.flows).toHaveLength(1);
});

test('consumers start paused, flow while they are wanted, and go with their producer', async () => {
  const { link, wanted, asked, onTracks } = makeLink([consumer('c1')]);
  await link.consume(consumer('c2'));
  await link.sync();
  expect(asked).toEqual([]);
  expect(link.tracks).toHaveLength(2);

  wanted.add('of c1');
  await Promise.all([link.sync(), link.sync()]);
  expect(asked).toEqual([{ name: 'consumer.setPaused', data: { consumerId: 'c1', paused: false } }]);

  link.dropConsumer('c1');
  await link.sync();
  expect(asked).toHaveLength(1);
  expect(onTracks.mock.lastCall?.[0]).toMatchObject([{ producer: { producerId: 'of c2' } }]);
});

test.each(['drop', 'close'] as const)('a consumer under way at a %s never shows', async (end) => {
  const { link, device, onTracks } = makeLink();
  const making = Promise.withResolvers<void>();
  device.receive.consuming = making.promise;
  const consumed = link.consume(consumer('c1'));
  if (end === 'drop') link.dropConsumer('c1');
  else link.close();
  making.resolve();
  await consumed;
  expect(device.receive.flows).toMatchObject([{ closed: true }]);
  expect(link.tracks).toEqual([]);
  expect(onTracks).not.toHaveBeenCalled();
});

test.each(['transport.connect', 'producer.produce', 'producer.setPaused', 'consumer.setPaused'] as const)(
  'closed while %s waits for its answer, nothing goes on',
  async (name) => {
    const { link, outgoing, wanted, server, names, device, onFailure, environment } = makeLink([
      consumer('c1'),
    ]);
    const [reached, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    server.answer = (request) => {
      if (request.name !== name) return Promise.resolve();
      reached.resolve();
      return answer.promise;
    };
    outgoing.set('camera', camera());
    const first = link.sync();
    if (name === 'producer.setPaused') {
      await first;
      outgoing.set('camera', camera({ ...outgoing.get('camera'), paused: true }));
    }
    wanted.add('of c1');
    outgoing.set('screen', camera());
    const second = link.sync();
    await reached.promise;
    link.close();
    const said = names().length;
    answer.resolve();
    await Promise.all([first, second]);
    await environment.pass(60_000);
    // A producer under way may still ask for its id; nothing else is said.
    const later = names().slice(said);
    expect(later.filter((one) => one !== 'producer.produce')).toEqual([]);
    expect([...device.send.flows, ...device.receive.flows].every(({ closed }) => closed)).toBe(true);
    expect(link.tracks).toEqual([]);
    expect(onFailure).not.toHaveBeenCalled();
    expect(environment.timers).toBe(0);
  },
);
