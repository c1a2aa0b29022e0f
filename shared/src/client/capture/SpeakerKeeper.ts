import { findDevice } from './deviceChoice.ts';
import type { DeviceNews, KnownDevice, RememberedDevice } from './deviceChoice.ts';
import type { DeviceSource } from './deviceSource.ts';

/** Safari and Firefox on phones send sound where the system says. */
export function canChooseSpeaker(): boolean {
  return typeof HTMLMediaElement !== 'undefined' && 'setSinkId' in HTMLMediaElement.prototype;
}

export interface SpeakerKeeperOptions {
  source: Pick<DeviceSource, 'list' | 'onChange'>;
  remembered: Pick<RememberedDevice, 'get' | 'set'>;
  /** Sound goes there now; empty: where the system says. */
  onSink(deviceId: string): void;
  onList(devices: readonly KnownDevice[]): void;
  onNews(news: DeviceNews): void;
}

/** Where sound goes: the chosen speaker, the system's while that is unplugged, the chosen one when it is back. */
export class SpeakerKeeper {
  readonly #options: SpeakerKeeperOptions;
  readonly #stop: () => void;
  #wish: KnownDevice | undefined;
  #sink = '';
  #closed = false;

  constructor(options: SpeakerKeeperOptions) {
    this.#options = options;
    this.#wish = options.remembered.get();
    this.#stop = options.source.onChange(() => void this.look(true));
    void this.look(false);
  }

  /** Reads the devices anew; their names are there once a microphone was allowed. */
  async look(tell = false): Promise<void> {
    const devices = await this.#options.source.list('speaker');
    if (this.#closed) return;
    this.#options.onList(devices);
    const before = this.#sink;
    const wished = findDevice(devices, this.#wish);
    this.#goTo(wished?.deviceId ?? '');
    if (!tell || before === this.#sink) return;
    if (wished) this.#options.onNews({ kind: 'back', label: wished.label });
    else this.#options.onNews({ kind: 'fellBack', label: devices[0]?.label ?? '' });
  }

  choose(device: KnownDevice): void {
    this.#wish = device;
    this.#options.remembered.set(device);
    this.#goTo(device.deviceId);
  }

  close(): void {
    this.#closed = true;
    this.#stop();
  }

  #goTo(deviceId: string): void {
    if (deviceId === this.#sink) return;
    this.#sink = deviceId;
    this.#options.onSink(deviceId);
  }
}

/** Sends an element's sound to a speaker; where that fails it stays where it is. */
export async function sendTo(element: HTMLMediaElement, deviceId: string): Promise<void> {
  if (!canChooseSpeaker() || element.sinkId === deviceId) return;
  await element.setSinkId(deviceId).catch(() => undefined);
}
