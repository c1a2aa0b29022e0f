import { CaptureError } from './captureError.ts';
import { findDevice } from './deviceChoice.ts';
import type { DeviceNews, KnownDevice, RememberedDevice } from './deviceChoice.ts';
import type { DeviceSource } from './deviceSource.ts';

export interface DeviceKeeperOptions {
  kind: 'microphone' | 'camera';
  source: DeviceSource;
  remembered: Pick<RememberedDevice, 'get' | 'set'>;
  /** Another track is in use, or none; the one before is stopped when this is done. */
  onTrack(track: MediaStreamTrack | undefined): unknown;
  onList?(devices: readonly KnownDevice[]): void;
  onNews(news: DeviceNews): void;
}

/**
 * One input in use: the chosen one, another while that is unplugged, the chosen one again when it is back. What is
 * asked of it and what happens to it is done one after the other.
 */
export class DeviceKeeper {
  readonly #options: DeviceKeeperOptions;
  readonly #stop: () => void;
  #wish: KnownDevice | undefined;
  #track: MediaStreamTrack | undefined;
  /** Switched on: what is unplugged is replaced. */
  #wanted = false;
  #closed = false;
  #work: Promise<unknown> = Promise.resolve();

  constructor(options: DeviceKeeperOptions) {
    this.#options = options;
    this.#wish = options.remembered.get();
    this.#stop = options.source.onChange(() => {
      void this.#inTurn(() => this.#changed());
    });
  }

  get track(): MediaStreamTrack | undefined {
    return this.#track;
  }

  /** Switches it on. @throws CaptureError */
  open(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#isLive() || this.#closed) return;
      this.#wanted = true;
      await this.#use(await this.#openWished());
    });
  }

  /** Takes over a track that was opened elsewhere. */
  adopt(track: MediaStreamTrack): Promise<void> {
    return this.#inTurn(async () => {
      this.#wanted = true;
      // Whoever went on to another camera by hand means that one, until the page is closed.
      if (this.#track) this.#wish = deviceOf(track);
      await this.#use(track);
    });
  }

  /** The person's choice, kept for the next time. @throws CaptureError: what was in use stays */
  choose(device: KnownDevice): Promise<void> {
    return this.#inTurn(async () => {
      const before = this.#track;
      // A phone has one camera at a time.
      if (this.#options.kind === 'camera') before?.stop();
      try {
        const track = await this.#options.source.open(this.#options.kind, device.deviceId);
        this.#wish = device;
        this.#options.remembered.set(device);
        this.#wanted = true;
        await this.#use(track);
      } catch (error) {
        if (before && before.readyState === 'ended') await this.#replace().catch(() => undefined);
        throw error;
      }
    });
  }

  /** The person's choice for when it is switched on. */
  prefer(device: KnownDevice): void {
    this.#wish = device;
    this.#options.remembered.set(device);
  }

  /** Opens it again if it has ended. @returns the new track, if there is one now */
  revive(): Promise<MediaStreamTrack | undefined> {
    return this.#inTurn(async () => {
      if (!this.#wanted || this.#isLive()) return undefined;
      await this.#replace();
      return this.#track;
    });
  }

  /** Switches it off; nothing is opened by itself any more. */
  release(): Promise<void> {
    return this.#inTurn(async () => {
      this.#wanted = false;
      await this.#use(undefined);
    });
  }

  async refreshList(): Promise<void> {
    this.#options.onList?.(await this.#options.source.list(this.#options.kind));
  }

  close(): void {
    this.#closed = true;
    this.#wanted = false;
    this.#stop();
    this.#track?.stop();
  }

  #isLive(): boolean {
    return this.#track?.readyState === 'live';
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#work.then(work);
    this.#work = done.catch(() => undefined);
    return done;
  }

  async #use(track: MediaStreamTrack | undefined): Promise<void> {
    if (this.#closed) {
      track?.stop();
      return;
    }
    const before = this.#track;
    this.#track = track;
    track?.addEventListener('ended', () => {
      if (this.#track === track) void this.#inTurn(() => this.#lost(track));
    });
    await this.#options.onTrack(track);
    if (before !== track) before?.stop();
    await this.refreshList();
  }

  /** The wished one if it is there, any other if not. */
  async #openWished(): Promise<MediaStreamTrack> {
    const { source, kind } = this.#options;
    const wished = findDevice(await source.list(kind), this.#wish);
    const track = await this.#openOr(wished?.deviceId);
    if (wished || !this.#wish) return track;
    // Before the first permission devices have no names: now they have.
    const named = findDevice(await source.list(kind), this.#wish);
    if (!named || named.deviceId === deviceOf(track).deviceId) return track;
    track.stop();
    return this.#openOr(named.deviceId);
  }

  async #openOr(deviceId: string | undefined): Promise<MediaStreamTrack> {
    const { source, kind } = this.#options;
    if (!deviceId) return source.open(kind);
    return source.open(kind, deviceId).catch((error: unknown) => {
      if (error instanceof CaptureError && (error.problem === 'none' || error.problem === 'inUse'))
        return source.open(kind);
      throw error;
    });
  }

  async #lost(track: MediaStreamTrack): Promise<void> {
    if (this.#track !== track || !this.#wanted || this.#closed) return;
    const before = deviceOf(track).deviceId;
    try {
      await this.#replace();
    } catch {
      await this.#use(undefined);
      this.#options.onNews({ kind: 'gone' });
      return;
    }
    const now = deviceOf(this.#track);
    // The same again: another app had it for a moment.
    if (now.deviceId !== before) this.#options.onNews({ kind: 'fellBack', label: now.label });
  }

  async #replace(): Promise<void> {
    const { source, kind } = this.#options;
    const before = this.#track && deviceOf(this.#track);
    const same = findDevice(await source.list(kind), before);
    await this.#use(same ? await this.#openOr(same.deviceId) : await this.#openWished());
  }

  async #changed(): Promise<void> {
    if (this.#closed) return;
    const { source, kind } = this.#options;
    const devices = await source.list(kind);
    this.#options.onList?.(devices);
    if (!this.#wanted) return;
    const wished = findDevice(devices, this.#wish);
    if (this.#isLive()) {
      const isIn = wished && deviceOf(this.#track).deviceId !== wished.deviceId;
      if (isIn) await this.#back(wished);
      return;
    }
    if (devices.length === 0 || this.#track) return;
    try {
      await this.#use(await this.#openWished());
      this.#options.onNews({ kind: 'back', label: deviceOf(this.#track).label });
    } catch {
      // It stays as it was; the next change is another chance.
    }
  }

  async #back(wished: KnownDevice): Promise<void> {
    const { source, kind } = this.#options;
    if (kind === 'camera') this.#track?.stop();
    try {
      await this.#use(await source.open(kind, wished.deviceId));
      this.#options.onNews({ kind: 'back', label: wished.label });
    } catch {
      if (!this.#isLive()) await this.#replace().catch(() => undefined);
    }
  }
}

function deviceOf(track: MediaStreamTrack | undefined): KnownDevice {
  return { deviceId: track?.getSettings().deviceId ?? '', label: track?.label ?? '' };
}
