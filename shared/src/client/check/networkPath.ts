import { DtlsParameters } from '../../protocol/index.ts';
import type { RtpCapabilities } from '../../protocol/index.ts';
import { browserEnvironment } from '../environment.ts';
import { fetchCapabilities, loadDevice } from '../media/loadDevice.ts';
import { toTransportOptions } from '../media/toDevice.ts';
import type { SignalClient } from '../SignalClient.ts';

/** How media reaches the server. `none`: not at all, a firewall is in between. */
export type NetworkPath = 'udp' | 'tcp' | 'relay' | 'none';

const CONNECT_MS = 8_000;

/** By what ICE chose. */
export function pathOf(stats: Iterable<Record<string, unknown>>): NetworkPath | undefined {
  const byId = new Map([...stats].map((one) => [one['id'], one]));
  const all = [...byId.values()];
  const transport = all.find(({ type }) => type === 'transport');
  const pair =
    byId.get(transport?.['selectedCandidatePairId']) ??
    // Firefox has no transport report and marks the pair.
    all.find(({ type, nominated, state }) => type === 'candidate-pair' && nominated && state === 'succeeded');
  const local = byId.get(pair?.['localCandidateId']);
  const remote = byId.get(pair?.['remoteCandidateId']);
  if (local?.['candidateType'] === 'relay') return 'relay';
  const protocol = remote?.['protocol'] ?? local?.['protocol'];
  return protocol === 'udp' || protocol === 'tcp' ? protocol : undefined;
}

/**
 * Really connects to the server's media port, with a silent track that nobody hears.
 * @throws FernblickError: TOO_FAST, MEDIA_UNAVAILABLE, OFFLINE
 */
export async function testNetworkPath(
  line: Pick<SignalClient, 'request'>,
  fetchMedia: (signal: AbortSignal) => Promise<RtpCapabilities> = fetchCapabilities,
): Promise<NetworkPath> {
  const life = new AbortController();
  const device = await loadDevice(fetchMedia, browserEnvironment, life.signal);
  const { transport: parameters, iceServers } = await line.request('network.test', {});
  const transport = device.createSendTransport(toTransportOptions(parameters, iceServers));
  const context = new AudioContext();
  try {
    transport.on('connect', ({ dtlsParameters: dtls }, done, failed) => {
      const data = { transportId: transport.id, dtlsParameters: DtlsParameters.parse(dtls) };
      line.request('network.connect', data).then(done, failed);
    });
    // The server takes no producer here: the track is only there to make the browser connect.
    transport.on('produce', (_data, done) => {
      done({ id: 'test' });
    });
    const [track] = context.createMediaStreamDestination().stream.getAudioTracks();
    const connected = new Promise<boolean>((resolve) => {
      transport.on('connectionstatechange', (state) => {
        if (state === 'connected') resolve(true);
        if (state === 'failed' || state === 'closed') resolve(false);
      });
      setTimeout(() => {
        resolve(false);
      }, CONNECT_MS);
    });
    if (track) await transport.produce({ track });
    if (!(await connected)) return 'none';
    const report = await transport.getStats();
    const stats: Record<string, unknown>[] = [];
    report.forEach((one: Record<string, unknown>) => stats.push(one));
    return pathOf(stats) ?? 'udp';
  } finally {
    transport.close();
    life.abort();
    await context.close();
  }
}
