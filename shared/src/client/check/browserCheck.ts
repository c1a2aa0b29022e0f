import { fetchCapabilities } from '../media/loadDevice.ts';
import { SignalClient } from '../SignalClient.ts';
import { testNetworkPath } from './networkPath.ts';
import type { CheckParts } from './runChecks.ts';

/** After so long without a line the server counts as out of reach. Milliseconds. */
const LINE_MS = 6_000;

/** The check's parts on this browser, as far as they are the same on every page. */
export function browserCheck(
  as: 'person' | 'guest',
): Pick<CheckParts, 'isSecure' | 'ownCodecs' | 'serverCapabilities' | 'networkPath'> {
  return {
    isSecure: () => globalThis.isSecureContext,
    ownCodecs() {
      // Missing where there is no WebRTC at all.
      const scope: {
        RTCRtpSender?: Partial<Pick<typeof RTCRtpSender, 'getCapabilities'>>;
        RTCRtpReceiver?: Partial<Pick<typeof RTCRtpReceiver, 'getCapabilities'>>;
      } = globalThis;
      const receives = new Set(
        scope.RTCRtpReceiver?.getCapabilities?.('video')?.codecs.map(({ mimeType }) => mimeType),
      );
      const sends = scope.RTCRtpSender?.getCapabilities?.('video')?.codecs ?? [];
      return sends.map(({ mimeType }) => mimeType).filter((mimeType) => receives.has(mimeType));
    },
    serverCapabilities: () => fetchCapabilities(AbortSignal.timeout(LINE_MS)),
    async networkPath() {
      const line = new SignalClient({ as });
      try {
        line.start();
        await line.whenOpen(AbortSignal.timeout(LINE_MS));
        return await testNetworkPath(line);
      } finally {
        line.stop();
      }
    },
  };
}

/**
 * What already stands in the way of a first call, as far as it can be known without asking anybody anything.
 * @returns whether the check should be shown
 */
export async function isSomethingMissing(): Promise<boolean> {
  if (!globalThis.isSecureContext) return true;
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  if (!devices || !('RTCPeerConnection' in globalThis)) return true;
  const list = await devices.enumerateDevices().catch(() => []);
  if (!list.some(({ kind }) => kind === 'audioinput')) return true;
  // Not every browser knows these names; then nothing is known.
  const name = 'microphone' as PermissionName;
  const permission = await navigator.permissions.query({ name }).catch(() => undefined);
  return permission?.state === 'denied';
}
