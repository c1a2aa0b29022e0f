import type { types } from 'mediasoup-client';
import type { MediaSource } from '../../protocol/index.ts';

/** Shorter side in pixels of the picture that is sent; the camera may run larger for the sake of stills. */
const SENT_LINES = 720;

const defaults: Record<'camera' | 'screen', { maxBitrate: number; maxFramerate: number }> = {
  camera: { maxBitrate: 1_200_000, maxFramerate: 30 },
  screen: { maxBitrate: 2_500_000, maxFramerate: 10 },
};

/**
 * The one encoding of a picture. No simulcast: it would rewrite the RTP time stamps that strokes carry.
 * A screen keeps all its pixels, since it is read.
 */
export function encodingOf(
  source: 'camera' | 'screen',
  track: MediaStreamTrack,
  maxBitrate = defaults[source].maxBitrate,
): types.RtpEncodingParameters {
  const { width = 0, height = 0 } = track.getSettings();
  const scale = source === 'camera' ? Math.max(1, Math.min(width, height) / SENT_LINES) : 1;
  return { maxBitrate, maxFramerate: defaults[source].maxFramerate, scaleResolutionDownBy: scale };
}

/** Forward error correction, silence costs nothing, lost packets are asked for again. */
export const opus: types.ProducerCodecOptions = { opusFec: true, opusDtx: true, opusNack: true };

/** What the producer of a track is made with. */
export function producerOptions(
  source: MediaSource,
  track: MediaStreamTrack,
  codec: types.RtpCodecCapability | undefined,
  maxBitrate: number | undefined,
): types.ProducerOptions {
  if (source === 'microphone') return { track, codecOptions: opus, stopTracks: false };
  // Fewer frames rather than fewer pixels: labels must stay readable, and a screen is mostly letters.
  track.contentHint = source === 'screen' ? 'text' : 'detail';
  return {
    track,
    encodings: [encodingOf(source, track, maxBitrate)],
    codecOptions: { videoGoogleStartBitrate: 800 },
    stopTracks: false,
    ...(codec && { codec }),
  };
}

/** Keeps the resolution when the line gets narrow. Not all browsers know the wish; `contentHint` says the same. */
export async function preferResolution(sender: RTCRtpSender | undefined): Promise<void> {
  if (!sender) return;
  const parameters = sender.getParameters();
  parameters.degradationPreference = 'maintain-resolution';
  await sender.setParameters(parameters).catch(() => undefined);
}
