import type { RequestData } from '@fernblick/shared/protocol';
import { FernblickError, TransportParameters } from '@fernblick/shared/protocol';
import type { MediaPeer, MediaRoom, WorkerPool } from '../sfu/index.ts';
import { mediaError } from './mediaError.ts';

/** After so long a test is over, whether it connected or not. Milliseconds. */
export const NETWORK_TEST_MS = 10_000;
/** At the same time, on the whole server: a test costs as much as a small call. */
const MAX_TESTS = 12;

interface Test {
  room: MediaRoom;
  peer: MediaPeer;
  timer: NodeJS.Timeout;
}

/** Short transports on the media port that clients connect to, to see whether they would reach it in a call. */
export class NetworkTests {
  readonly #pool: Pick<WorkerPool, 'createRoom'>;
  readonly #lifeMs: number;
  readonly #tests = new Map<string, Test>();
  #opening = 0;

  constructor(pool: Pick<WorkerPool, 'createRoom'>, lifeMs = NETWORK_TEST_MS) {
    this.#pool = pool;
    this.#lifeMs = lifeMs;
  }

  /** Tests that run now. */
  get size(): number {
    return this.#tests.size;
  }

  /**
   * Opens a transport for a person or guest; a test they have already, on whatever socket, ends.
   * @throws TOO_FAST while too many test, MEDIA_UNAVAILABLE
   */
  async open(askerId: string): Promise<TransportParameters> {
    this.end(askerId);
    if (this.#tests.size + this.#opening >= MAX_TESTS)
      throw new FernblickError('TOO_FAST', 'others are testing now');
    this.#opening++;
    try {
      const room = await this.#pool.createRoom();
      const peer = await room.createPeer(askerId).catch((error: unknown) => {
        room.close();
        throw error;
      });
      this.end(askerId);
      const timer = setTimeout(() => this.end(askerId), this.#lifeMs);
      timer.unref();
      this.#tests.set(askerId, { room, peer, timer });
      return TransportParameters.parse(peer.transportParameters.send);
    } catch (error) {
      throw mediaError(error);
    } finally {
      this.#opening--;
    }
  }

  /** @throws NOT_FOUND once the test is over, MEDIA_REFUSED */
  async connect(
    askerId: string,
    { transportId, dtlsParameters }: RequestData<'network.connect'>,
  ): Promise<void> {
    const test = this.#tests.get(askerId);
    if (test?.peer.transportParameters.send.id !== transportId) throw new FernblickError('NOT_FOUND');
    try {
      await test.peer.connectTransport(transportId, dtlsParameters);
    } catch (error) {
      throw mediaError(error);
    }
  }

  end(askerId: string): void {
    const test = this.#tests.get(askerId);
    this.#tests.delete(askerId);
    clearTimeout(test?.timer);
    test?.room.close();
  }
}
