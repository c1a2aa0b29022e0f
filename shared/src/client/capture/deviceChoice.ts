import * as z from 'zod';

/** Camera and microphone are opened as tracks; the speaker is where sound is sent to. */
export type DeviceKind = 'microphone' | 'camera' | 'speaker';

export interface KnownDevice {
  deviceId: string;
  /** Empty until the browser may tell. */
  label: string;
}

const Stored = z.object({ deviceId: z.string().max(500), label: z.string().max(500) });

/** The wished device among those that are there; browsers change ids now and then, so its name counts too. */
export function findDevice<Device extends KnownDevice>(
  devices: readonly Device[],
  wish: KnownDevice | undefined,
): Device | undefined {
  if (!wish) return undefined;
  return (
    devices.find(({ deviceId }) => deviceId !== '' && deviceId === wish.deviceId) ??
    devices.find(({ label }) => label !== '' && label === wish.label)
  );
}

/** What this browser's person chose; storage may be forbidden or full, then it is only not remembered. */
export class RememberedDevice {
  readonly #key: string;
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;

  constructor(kind: DeviceKind, storage: Pick<Storage, 'getItem' | 'setItem'>) {
    this.#key = `fernblick.device.${kind}`;
    this.#storage = storage;
  }

  get(): KnownDevice | undefined {
    try {
      return Stored.safeParse(JSON.parse(this.#storage.getItem(this.#key) ?? 'null')).data;
    } catch {
      return undefined;
    }
  }

  set({ deviceId, label }: KnownDevice): void {
    try {
      this.#storage.setItem(this.#key, JSON.stringify({ deviceId, label }));
    } catch {
      // Only a wish is lost.
    }
  }
}

/** What is told to people of a device that came or went. */
export type DeviceNews =
  /** The one in use is gone; this one is used instead. */
  | { kind: 'fellBack'; label: string }
  /** The one in use is gone, and there is no other. */
  | { kind: 'gone' }
  /** The chosen one is there again and in use. */
  | { kind: 'back'; label: string };
