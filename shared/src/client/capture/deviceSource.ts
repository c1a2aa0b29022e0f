import type { DeviceKind, KnownDevice } from './deviceChoice.ts';
import { openCamera, openMicrophone } from './openMedia.ts';
import type { Facing } from './openMedia.ts';

/** The browser's devices as the keepers need them; tests bring their own. */
export interface DeviceSource {
  list(kind: DeviceKind): Promise<KnownDevice[]>;
  /** @throws CaptureError */
  open(kind: 'microphone' | 'camera', deviceId?: string): Promise<MediaStreamTrack>;
  /** Calls back when something was plugged in or out; returns the way to stop that. */
  onChange(callback: () => void): () => void;
}

const kindOf = { microphone: 'audioinput', camera: 'videoinput', speaker: 'audiooutput' } as const;

/** @param facing where a camera looks that nobody chose */
export function browserDevices(facing: Facing): DeviceSource {
  // Missing over plain http and in old WebViews, whatever the type says.
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  return {
    async list(kind) {
      const all = (await devices?.enumerateDevices().catch(() => [])) ?? [];
      return all
        .filter((device) => device.kind === kindOf[kind])
        .map(({ deviceId, label }) => ({ deviceId, label }));
    },
    open(kind, deviceId) {
      if (kind === 'microphone') return openMicrophone(deviceId);
      return openCamera(deviceId ? { deviceId } : { facing });
    },
    onChange(callback) {
      if (!devices) return () => undefined;
      devices.addEventListener('devicechange', callback);
      return () => {
        devices.removeEventListener('devicechange', callback);
      };
    },
  };
}
