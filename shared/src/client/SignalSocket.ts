import { DEAD_AFTER_MS, HEARTBEAT_MS, ServerMessage } from '../protocol/index.ts';
import type { ClientMessage, RequestData, RequestName, RequestReply } from '../protocol/index.ts';
import type { Environment, Socket } from './environment.ts';
import { PendingRequests, offline } from './PendingRequests.ts';
import type { RequestOptions } from './PendingRequests.ts';

type Notice = Exclude<ServerMessage, { t: 'res' | 'pong' }>;

export interface SignalSocketHandlers {
  onOpen(): void;
  /** What the server says of itself, unasked. */
  onNotice(message: Notice): void;
  /** It broke or fell silent; told at most once, and not after `close`. @param code of the WebSocket, if it has one */
  onLost(code: number | undefined): void;
}

/** After the network came back, a line that does not answer within this time is given up. */
const PROBE_MS = 2_500;

/** One WebSocket's life: what is asked on it ends with it, and silence counts as its end. */
export class SignalSocket {
  readonly #environment: Environment;
  readonly #handlers: SignalSocketHandlers;
  readonly #pending: PendingRequests;
  readonly #socket: Socket;
  #lastHeard: number;
  #stopHeartbeat: (() => void) | undefined;
  #stopWatch: (() => void) | undefined;
  #closed = false;

  constructor(url: string, environment: Environment, handlers: SignalSocketHandlers) {
    this.#environment = environment;
    this.#handlers = handlers;
    this.#pending = new PendingRequests(environment);
    this.#lastHeard = environment.now();
    this.#socket = environment.openSocket(url, {
      onOpen: () => {
        this.#lastHeard = environment.now();
        handlers.onOpen();
      },
      onMessage: (data) => {
        this.#receive(data);
      },
      onClose: (code) => {
        this.#lose(code);
      },
    });
    this.#watch(DEAD_AFTER_MS);
  }

  /** @throws FernblickError, see PendingRequests */
  ask<Name extends RequestName>(
    name: Name,
    data: RequestData<Name>,
    options: RequestOptions = {},
  ): Promise<RequestReply<Name>> {
    if (this.#closed) return Promise.reject(offline());
    return this.#pending.ask(name, options, (id) => {
      this.#send({ t: 'req', id, name, data });
    });
  }

  /** Asks for a sign of life from time to time, from now on: the server knows us. */
  beat(): void {
    this.#stopHeartbeat = this.#environment.setTimer(() => {
      this.#send({ t: 'ping' });
      this.beat();
    }, HEARTBEAT_MS);
  }

  /** Finds out soon whether the line only seems to stand. */
  probe(): void {
    this.#send({ t: 'ping' });
    // From now on, however long it was silent before.
    this.#lastHeard = this.#environment.now();
    this.#watch(PROBE_MS);
  }

  /** What is not answered fails with `OFFLINE`. May be called twice. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopHeartbeat?.();
    this.#stopWatch?.();
    this.#socket.close();
    this.#pending.failAll();
  }

  #send(message: ClientMessage): void {
    this.#socket.send(JSON.stringify(message));
  }

  #receive(data: unknown): void {
    this.#lastHeard = this.#environment.now();
    const message = parseMessage(data);
    if (message?.t === 'res') this.#pending.answer(message);
    else if (message && message.t !== 'pong') this.#handlers.onNotice(message);
  }

  /** Gives the line up when nothing was heard for that long. */
  #watch(patience: number): void {
    this.#stopWatch?.();
    const silence = this.#environment.now() - this.#lastHeard;
    this.#stopWatch = this.#environment.setTimer(
      () => {
        if (this.#environment.now() - this.#lastHeard >= patience) this.#lose(undefined);
        else this.#watch(DEAD_AFTER_MS);
      },
      Math.max(patience - silence, 0),
    );
  }

  #lose(code: number | undefined): void {
    if (this.#closed) return;
    this.close();
    this.#handlers.onLost(code);
  }
}

function parseMessage(data: unknown): ServerMessage | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    return ServerMessage.safeParse(JSON.parse(data)).data;
  } catch {
    return undefined;
  }
}
