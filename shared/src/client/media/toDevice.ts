import type { types } from 'mediasoup-client';
import type { RtpCapabilities, TransportParameters } from '../../protocol/index.ts';

// mediasoup's own objects, passed through our schemas as loose objects: mediasoup-client checks them whole when
// it takes them (ortc.validate…, and the browser its SDP), so here they only get their names back.

/** Without the orientation extension the sender turns its pixels itself, and recordings stand upright. */
export function toDeviceCapabilities(capabilities: RtpCapabilities): types.RtpCapabilities {
  return {
    ...capabilities,
    headerExtensions: capabilities.headerExtensions.filter(({ uri }) => uri !== 'urn:3gpp:video-orientation'),
  } as unknown as types.RtpCapabilities;
}

export function toTransportOptions(
  parameters: TransportParameters,
  iceServers: readonly { urls: string[]; username?: string | undefined; credential?: string | undefined }[],
): types.TransportOptions {
  const servers = iceServers.map(({ urls, username, credential }) => ({
    urls,
    ...(username !== undefined && { username }),
    ...(credential !== undefined && { credential }),
  }));
  return { ...(parameters as unknown as types.TransportOptions), iceServers: servers };
}

export function toRtpParameters(parameters: object): types.RtpParameters {
  return parameters as unknown as types.RtpParameters;
}

export function toIceParameters(parameters: object): types.IceParameters {
  return parameters as unknown as types.IceParameters;
}
