import { beforeEach, expect, it } from 'vitest';
import { CaptureError } from './captureError.ts';
import { RememberedDevice } from './deviceChoice.ts';
import type { DeviceNews, KnownDevice } from './deviceChoice.ts';
import type { DeviceSource } from './deviceSource.ts';
import { DeviceKeeper } from './DeviceKeeper.ts';
import { SpeakerKeeper } from './SpeakerKeeper.ts';

const headset = { deviceId: 'h1', label: 'Headset' };
const laptop = { deviceId: 'l1', label: 'Laptop' };

class StubTrack extends EventTarget {
  readyState: 'live' | 'ended' = 'live';
  readonly #device: KnownDevice;

  constructor(device: KnownDevice) {
    super();
    this.#device = device;
  }

  get label(): string {
    return this.#device.label;
  }

  getSettings() {
    return { deviceId: this.#device.deviceId };
  }

  stop(): void {
    this.readyState = 'ended';
  }

  unplug(): void {
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }
}

let plugged: KnownDevice[];
let busy: string[];
let tracks: StubTrack[];
let news: DeviceNews[];
let used: (string | undefined)[];
let stored: Map<string, string>;
let changed: Set<() => void>;

beforeEach(() => {
  [plugged, busy, tracks, news, used] = [[laptop, headset], [], [], [], []];
  stored = new Map();
  changed = new Set();
});

const storage = {
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => void stored.set(key, value),
};
const source: DeviceSource = {
  list: async () => [...plugged],
  open: async (_kind, deviceId) => {
    const device = deviceId ? plugged.find((one) => one.deviceId === deviceId) : plugged[0];
    if (!device) throw new CaptureError('none');
    if (busy.includes(device.deviceId)) throw new CaptureError('inUse');
    const track = new StubTrack(device);
    tracks.push(track);
    return track as unknown as MediaStreamTrack;
  },
  onChange: (callback) => {
    changed.add(callback);
    return () => changed.delete(callback);
  },
};

function keep() {
  return new DeviceKeeper({
    kind: 'microphone',
    source,
    remembered: new RememberedDevice('microphone', storage),
    onTrack: (track) => used.push(track?.label),
    onNews: (one) => news.push(one),
  });
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}

/** Plugs in or out, as browsers tell it: the track ends, then the list is another. */
async function plug(...devices: KnownDevice[]): Promise<void> {
  plugged = devices;
  for (const track of tracks)
    if (
      track.readyState === 'live' &&
      !devices.some(({ deviceId }) => deviceId === track.getSettings().deviceId)
    )
      track.unplug();
  for (const callback of changed) callback();
  await settle();
}

const live = () => tracks.filter(({ readyState }) => readyState === 'live').map(({ label }) => label);

it('remembers the choice and finds it again by its name where the id is another', async () => {
  const first = keep();
  await first.open();
  expect(used).toEqual(['Laptop']);
  await first.choose(headset);
  expect([used.at(-1), live()]).toEqual(['Headset', ['Headset']]);
  first.close();
  expect(live()).toEqual([]);

  plugged = [laptop, { deviceId: 'h2', label: 'Headset' }];
  const second = keep();
  await second.open();
  expect([used.at(-1), live()]).toEqual(['Headset', ['Headset']]);
});

it('falls back in words when the chosen one is unplugged, and comes back to it', async () => {
  const keeper = keep();
  await keeper.choose(headset);
  await plug(laptop);
  expect([used, live()]).toEqual([['Headset', 'Laptop'], ['Laptop']]);
  expect(news).toEqual([{ kind: 'fellBack', label: 'Laptop' }]);
  await plug(laptop, headset);
  expect(live()).toEqual(['Headset']);
  expect(news.at(-1)).toEqual({ kind: 'back', label: 'Headset' });
});

it('goes to none when nothing is left, and takes what is plugged in again', async () => {
  const keeper = keep();
  await keeper.open();
  await plug();
  expect([used.at(-1), keeper.track, news]).toEqual([undefined, undefined, [{ kind: 'gone' }]]);
  await plug(laptop);
  expect([live(), news.at(-1)]).toEqual([['Laptop'], { kind: 'back', label: 'Laptop' }]);
});

it('takes another where the chosen one is in use, and keeps what it has when a choice fails', async () => {
  stored.set('fernblick.device.microphone', JSON.stringify(headset));
  busy = ['h1'];
  const keeper = keep();
  await keeper.open();
  expect(live()).toEqual(['Laptop']);
  await expect(keeper.choose(headset)).rejects.toMatchObject({ problem: 'inUse' });
  expect(live()).toEqual(['Laptop']);
});

it('opens nothing by itself once it was switched off or closed', async () => {
  const keeper = keep();
  await keeper.open();
  await keeper.release();
  await plug(headset);
  expect(live()).toEqual([]);
  await keeper.open();
  keeper.close();
  await plug(laptop);
  expect([live(), changed.size]).toEqual([[], 0]);
});

it('reads rubbish from the storage as no choice', () => {
  stored.set('fernblick.device.camera', '{"deviceId":7}');
  expect(new RememberedDevice('camera', storage).get()).toBeUndefined();
});

it('sends sound to the chosen speaker, to the system’s while that is gone', async () => {
  const sinks: string[] = [];
  const speaker = new SpeakerKeeper({
    source,
    remembered: new RememberedDevice('speaker', storage),
    onSink: (deviceId) => sinks.push(deviceId),
    onList: () => undefined,
    onNews: (one) => news.push(one),
  });
  await settle();
  speaker.choose(headset);
  await plug(laptop);
  await plug(laptop, headset);
  expect(sinks).toEqual(['h1', '', 'h1']);
  expect(news.map(({ kind }) => kind)).toEqual(['fellBack', 'back']);
  speaker.close();
  expect(changed.size).toBe(0);
});
