import type { types } from 'mediasoup-client';
import { MediaInfo } from '../../api/index.ts';
import type { RtpCapabilities } from '../../protocol/index.ts';
import { apiFetch } from '../api.ts';
import type { Environment } from '../environment.ts';
import { persist } from '../joinSession.ts';
import { toDeviceCapabilities } from './toDevice.ts';

/** The server's media capabilities, the same for all of its calls. */
export async function fetchCapabilities(signal: AbortSignal): Promise<RtpCapabilities> {
  return (await apiFetch('GET', '/api/media', { reply: MediaInfo, signal })).rtpCapabilities;
}

/**
 * What this browser can do with media, against what the server can. mediasoup-client is loaded only now, when a
 * call is made, so that the first screen stays small. Keeps trying while no server answers.
 */
export async function loadDevice(
  fetchMedia: (signal: AbortSignal) => Promise<RtpCapabilities>,
  environment: Environment,
  signal: AbortSignal,
): Promise<types.Device> {
  const [{ Device }, capabilities] = await Promise.all([
    import('mediasoup-client'),
    persist(() => fetchMedia(signal), environment, signal),
  ]);
  const device = await Device.factory();
  await device.load({ routerRtpCapabilities: toDeviceCapabilities(capabilities) });
  return device;
}

/** What goes with a join: what this browser can receive. */
export function capabilitiesOf(device: types.Device): RtpCapabilities {
  const { codecs = [], headerExtensions = [] } = device.recvRtpCapabilities;
  return { codecs: [...codecs], headerExtensions: [...headerExtensions] };
}
