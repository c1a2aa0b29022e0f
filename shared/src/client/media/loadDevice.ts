import type { types } from 'mediasoup-client';
import { MediaInfo } from '../../api/index.ts';
import type { RtpCapabilities } from '../../protocol/index.ts';
import { apiFetch } from '../api.ts';
import { browserEnvironment } from '../environment.ts';
import type { Environment } from '../environment.ts';
import { persist } from '../joinSession.ts';
import { toDeviceCapabilities } from './toDevice.ts';

/** A preparation that takes longer than this is no help. */
const PREPARE_MS = 10_000;

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

let prepared: Promise<types.Device> | undefined;

/**
 * Gets this page ready for its calls before anybody wants one, so that the click finds the media code loaded and the
 * device known. Call it where a call may be the next thing; it fails silently and is tried again with the call.
 */
export function prepareCalls(): void {
  prepared ??= loadDevice(fetchCapabilities, browserEnvironment, AbortSignal.timeout(PREPARE_MS));
  const attempt = prepared;
  attempt.catch(() => {
    if (prepared === attempt) prepared = undefined;
  });
}

/** The device that was prepared, or one made now. */
export async function takeDevice(environment: Environment, signal: AbortSignal): Promise<types.Device> {
  const ready = await prepared?.catch(() => undefined);
  signal.throwIfAborted();
  return ready ?? loadDevice(fetchCapabilities, environment, signal);
}

/** What goes with a join: what this browser can receive. */
export function capabilitiesOf(device: types.Device): RtpCapabilities {
  const { codecs = [], headerExtensions = [] } = device.recvRtpCapabilities;
  return { codecs: [...codecs], headerExtensions: [...headerExtensions] };
}
