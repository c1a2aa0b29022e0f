import type { types } from 'mediasoup';
import type { Lifetime } from './Lifetime.ts';
import { parseDtlsParameters } from './parseParameters.ts';
import { SfuError } from './SfuError.ts';
import type { Direction, IceParameters, IceState, TransportParameters, TransportSettings } from './types.ts';

/**
 * A browser's own consent checks come every few seconds (RFC 7675); after so many seconds without one we call the
 * path lost and say so, long before the library's default of 30.
 */
const iceConsentTimeoutSeconds = 15;

/** Makes one WebRTC transport on the worker's shared port. */
export async function openTransport(
  router: types.Router,
  webRtcServer: types.WebRtcServer,
  direction: Direction,
  settings: TransportSettings,
): Promise<types.WebRtcTransport> {
  const transport = await router.createWebRtcTransport({
    webRtcServer,
    enableUdp: true,
    enableTcp: true,
    preferUdp: true,
    iceConsentTimeout: iceConsentTimeoutSeconds,
    initialAvailableOutgoingBitrate: settings.initialOutgoingBitrate,
  });
  if (direction === 'recv') return transport;
  try {
    await transport.setMaxIncomingBitrate(settings.maxIncomingBitrate);
    return transport;
  } catch (error) {
    transport.close();
    throw error;
  }
}

/** One of a peer's two transports: its connection, and how that fares. */
export class PeerTransport {
  readonly parameters: TransportParameters;
  readonly #life: Lifetime;
  readonly #transport: types.WebRtcTransport;
  #connectAsked = false;
  #state: IceState | undefined;

  constructor(life: Lifetime, transport: types.WebRtcTransport, onState: (state: IceState) => void) {
    const { id, iceParameters, iceCandidates, dtlsParameters } = transport;
    this.parameters = { id, iceParameters, iceCandidates, dtlsParameters };
    this.#life = life;
    this.#transport = transport;

    const look = (): void => {
      const state = stateOf(transport);
      if (life.ended || state === undefined || state === this.#state || this.#state === 'closed') return;
      this.#state = state;
      onState(state);
    };
    transport.on('icestatechange', look);
    transport.on('dtlsstatechange', look);
  }

  /** @throws SfuError SFU_BAD_PARAMETERS, SFU_ALREADY_CONNECTED, SFU_CLOSED */
  async connect(input: unknown): Promise<void> {
    this.#life.assertOpen();
    const dtlsParameters = parseDtlsParameters(input);
    if (this.#connectAsked) throw new SfuError('SFU_ALREADY_CONNECTED', 'the transport was connected before');
    this.#connectAsked = true;
    try {
      await this.#life.request(() => this.#transport.connect({ dtlsParameters }), 'SFU_BAD_PARAMETERS');
    } catch (error) {
      this.#connectAsked = false;
      throw error;
    }
  }

  /** New credentials for the same transport; what flows on it stays. */
  restartIce(): Promise<IceParameters> {
    return this.#life.request(() => this.#transport.restartIce(), 'SFU_WORKER_FAILED');
  }
}

function stateOf({ iceState, dtlsState }: types.WebRtcTransport): IceState | undefined {
  if (dtlsState === 'failed' || dtlsState === 'closed') return 'closed';
  if (iceState === 'disconnected') return 'disconnected';
  if (dtlsState === 'connected' && (iceState === 'connected' || iceState === 'completed')) return 'connected';
  return undefined;
}
