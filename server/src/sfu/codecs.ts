import { ortc } from 'mediasoup';
import type { types } from 'mediasoup';
import type { RtpCapabilities } from './types.ts';

/** In order of preference: a sender that chooses none takes the first of its kind. */
export const mediaCodecs: types.RouterRtpCodecCapability[] = [
  {
    kind: 'audio',
    mimeType: 'audio/opus',
    clockRate: 48000,
    channels: 2,
    parameters: { useinbandfec: 1, usedtx: 1 },
  },
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90000 },
  h264('42e01f'), // constrained baseline: the profile every hardware encoder has
  h264('4d0032'), // main
  { kind: 'video', mimeType: 'video/VP9', clockRate: 90000, parameters: { 'profile-id': 0 } },
  { kind: 'video', mimeType: 'video/AV1', clockRate: 90000 },
];

function h264(profileLevelId: string): types.RouterRtpCodecCapability {
  return {
    kind: 'video',
    mimeType: 'video/H264',
    clockRate: 90000,
    parameters: {
      'packetization-mode': 1,
      'profile-level-id': profileLevelId,
      'level-asymmetry-allowed': 1,
    },
  };
}

/**
 * What clients load their device with. The orientation extension is left out, so that the sender turns its pixels:
 * a recorder, or a stroke's normalised point, must not depend on a header that not everybody reads.
 */
export function advertisedRtpCapabilities(): RtpCapabilities {
  const { codecs = [], headerExtensions = [] } = ortc.generateRouterRtpCapabilities(
    structuredClone(mediaCodecs),
  );
  return {
    codecs,
    headerExtensions: headerExtensions.filter(({ uri }) => uri !== 'urn:3gpp:video-orientation'),
  };
}
