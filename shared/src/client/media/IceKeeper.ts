import type { types } from 'mediasoup-client';
import { FernblickError } from '../../protocol/index.ts';
import type { RequestReply } from '../../protocol/index.ts';
import type { Environment } from '../environment.ts';
import { toIceParameters } from './toDevice.ts';

/** A short break heals by itself; after this long, in milliseconds, ICE is started anew. */
export const DISCONNECTED_MS = 2_000;
const RETRY_MS = 4_000;
const MAX_RESTARTS = 4;

export interface IceKeeperOptions {
  environment: Environment;
  restartIce(transportId: string): Promise<RequestReply<'transport.restartIce'>>;
  /** Restarting does not help: new transports are needed. */
  onHopeless(): void;
}

/** Keeps one transport connected: restarts ICE when it broke, and says when that is of no use. */
export class IceKeeper {
  readonly #transport: types.Transport;
  readonly #options: IceKeeperOptions;
  #stopTimer: (() => void) | undefined;
  #restarts = 0;
  #restarting = false;
  #closed = false;

  constructor(transport: types.Transport, options: IceKeeperOptions) {
    this.#transport = transport;
    this.#options = options;
    transport.on('connectionstatechange', () => {
      this.check();
    });
  }

  get connected(): boolean {
    const { connectionState } = this.#transport;
    // `new` has nothing to carry yet.
    return connectionState === 'connected' || connectionState === 'new';
  }

  /** Looks at the transport now, for instance after the socket came back. */
  check(): void {
    if (this.#closed) return;
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    switch (this.#transport.connectionState) {
      case 'connected':
        this.#restarts = 0;
        break;
      case 'disconnected':
        this.#later(DISCONNECTED_MS);
        break;
      case 'failed':
        void this.#restart();
        break;
      case 'new':
      case 'connecting':
      case 'closed':
        break;
    }
  }

  close(): void {
    this.#closed = true;
    this.#stopTimer?.();
  }

  #later(milliseconds: number): void {
    this.#stopTimer?.();
    this.#stopTimer = this.#options.environment.setTimer(() => {
      this.#stopTimer = undefined;
      void this.#restart();
    }, milliseconds);
  }

  async #restart(): Promise<void> {
    if (this.#restarting) return;
    if (this.#restarts >= MAX_RESTARTS) {
      this.#options.onHopeless();
      return;
    }
    this.#restarting = true;
    this.#restarts++;
    try {
      const { iceParameters } = await this.#options.restartIce(this.#transport.id);
      if (!this.#isClosed())
        await this.#transport.restartIce({ iceParameters: toIceParameters(iceParameters) });
    } catch (error) {
      // Without a line to the server there is nothing to do: `check` is called when it is back.
      if (error instanceof FernblickError && error.code === 'OFFLINE') this.#restarts--;
      else this.#restarts = MAX_RESTARTS;
    } finally {
      this.#restarting = false;
    }
    if (!this.#isClosed() && !this.connected) this.#later(RETRY_MS);
  }

  /** Seen anew after an await. */
  #isClosed(): boolean {
    return this.#closed || this.#transport.closed;
  }
}
