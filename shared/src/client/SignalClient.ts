import * as z from 'zod';
import {
  FernblickError,
  PROTOCOL_VERSION,
  events,
  isEventName,
  socketCloseCodes,
} from '../protocol/index.ts';
import type {
  EventData,
  EventName,
  Principal,
  RequestData,
  RequestName,
  RequestReply,
} from '../protocol/index.ts';
import { browserEnvironment } from './environment.ts';
import type { Environment } from './environment.ts';
import { Listeners } from './Listeners.ts';
import { NumberedEvents } from './NumberedEvents.ts';
import type { Participation } from './NumberedEvents.ts';
import { abortReason, errorFrom, offline } from './PendingRequests.ts';
import type { RequestOptions } from './PendingRequests.ts';
import { ReconnectPolicy } from './ReconnectPolicy.ts';
import { SignalSocket } from './SignalSocket.ts';
import type { SignalSocketHandlers } from './SignalSocket.ts';

export type { RequestOptions };

/**
 * `connecting`: a socket is being opened or greeted. `waiting`: for the next attempt. `refused`: not signed in,
 * or not allowed; no further attempt. `outdated`: the page must be loaded anew. `displaced`: the same participant
 * goes on in another window.
 */
export type SignalState =
  'stopped' | 'connecting' | 'open' | 'waiting' | 'refused' | 'outdated' | 'displaced';

export interface SignalOptions {
  as: 'person' | 'guest';
  /** WebSocket address; the page's own server by default. */
  url?: string;
  environment?: Environment;
}

/** What `hello` brought. `resumed` is undefined where nothing was to be resumed. */
export interface Greeting {
  principal: Principal;
  resumed: boolean | undefined;
}

const MAX_MOVES = 3;

const movedDetails = z.object({ url: z.url({ protocol: /^wss?$/ }) });

function ownServer(): string {
  return `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}/ws`;
}

/**
 * The line to the server: typed requests and events over one WebSocket that comes back by itself.
 * A request never outlives its socket: when the line breaks it fails with `OFFLINE`, and whether it was done is
 * unknown. What must arrive goes through an `Outbox`.
 */
export class SignalClient {
  readonly #as: 'person' | 'guest';
  readonly #home: () => string;
  readonly #environment: Environment;
  readonly #policy: ReconnectPolicy;
  readonly #states = new Listeners<SignalState>();
  readonly #greetings = new Listeners<Greeting>();
  readonly #hellos = new Listeners<SignalState>();
  readonly #handlers = new Map<EventName, Listeners<unknown>>();
  readonly #numbered = new NumberedEvents(({ name, data }) => {
    this.#deliver(name, data);
  });
  #state: SignalState = 'stopped';
  #url: string | undefined;
  #moves = 0;
  #socket: SignalSocket | undefined;
  /** The socket that was greeted, answered or not. */
  #greeted: SignalSocket | undefined;
  #stopReconnect: (() => void) | undefined;
  #stopWake: (() => void) | undefined;

  constructor({ as, url, environment = browserEnvironment }: SignalOptions) {
    this.#as = as;
    this.#home = () => url ?? ownServer();
    this.#environment = environment;
    this.#policy = new ReconnectPolicy(() => environment.random());
  }

  get state(): SignalState {
    return this.#state;
  }

  /** Tells every change of the state. */
  subscribe(listener: (state: SignalState) => void): () => void {
    return this.#states.add(listener);
  }

  /** Tells every `hello` that was answered, right after the state became `open`. */
  onGreeted(listener: (greeting: Greeting) => void): () => void {
    return this.#greetings.add(listener);
  }

  /** Calls the handler with the parsed data of every such event; numbered ones once and in order. */
  on<Name extends EventName>(name: Name, handler: (data: EventData<Name>) => void): () => void {
    let listeners = this.#handlers.get(name);
    if (!listeners) this.#handlers.set(name, (listeners = new Listeners()));
    // The table's schema made the data what the handler takes: #deliver parses with events[name].
    return listeners.add((data) => {
      handler(data as EventData<Name>);
    });
  }

  /** Connects, and connects again until stopped. After `refused` (or any other end) it may be started again. */
  start(): void {
    if (this.#stopWake) return;
    this.#stopWake = this.#environment.onWake(() => {
      this.#wake();
    });
    this.#connect();
  }

  /** Ends the line; open requests fail with `OFFLINE`. */
  stop(): void {
    this.#end('stopped');
  }

  /** Resolves when the line stands; rejects when there will be none. */
  whenOpen(signal?: AbortSignal): Promise<void> {
    return this.#when(() => this.#state === 'open', signal);
  }

  /** Resolves when the server was greeted, for `requestEarly`; rejects when there will be no line. */
  whenGreeted(signal?: AbortSignal): Promise<void> {
    return this.#when(() => this.#early() !== undefined, signal);
  }

  async #when(isSo: () => boolean, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (isSo()) return;
    await new Promise<void>((resolve, reject) => {
      const settle = (outcome: () => void) => {
        stopListening();
        signal?.removeEventListener('abort', onAbort);
        outcome();
      };
      const onAbort = () => {
        settle(() => {
          reject(abortReason(signal));
        });
      };
      const look = (state: SignalState) => {
        if (isSo()) settle(resolve);
        const error = deadLine(state);
        if (error)
          settle(() => {
            reject(error);
          });
      };
      const stops = [this.#states.add(look), this.#hellos.add(look)];
      const stopListening = () => {
        for (const stop of stops) stop();
      };
      signal?.addEventListener('abort', onAbort);
      look(this.#state);
    });
  }

  /**
   * Asks the server.
   * @throws FernblickError with the server's code; `OFFLINE` when the line is down, breaks, or stays silent for
   * `timeoutMs`; `BAD_DATA` for a reply that is not what this build expects; the signal's reason
   */
  request<Name extends RequestName>(
    name: Name,
    data: RequestData<Name>,
    options: RequestOptions = {},
  ): Promise<RequestReply<Name>> {
    if (this.#state !== 'open' || !this.#socket) return Promise.reject(deadLine(this.#state) ?? offline());
    return this.#socket.ask(name, data, options);
  }

  /**
   * As `request`, but right after the greeting, without waiting for its answer: the server takes one after the other.
   * Where the greeting is refused this fails with `OFFLINE` or `HELLO_REQUIRED`.
   */
  requestEarly<Name extends RequestName>(
    name: Name,
    data: RequestData<Name>,
    options: RequestOptions = {},
  ): Promise<RequestReply<Name>> {
    return this.#early()?.ask(name, data, options) ?? Promise.reject(deadLine(this.#state) ?? offline());
  }

  #early(): SignalSocket | undefined {
    const isThere =
      this.#state === 'open' || (this.#state === 'connecting' && this.#greeted === this.#socket);
    return isThere ? this.#socket : undefined;
  }

  /**
   * Carries a participation over lost sockets: from now on `hello` asks to resume it. Events numbered after
   * `seq` that came before this call are told now.
   */
  follow(participation: Participation): void {
    this.#numbered.follow(participation);
  }

  /** Forgets the participation; what is numbered waits for the next `follow`. */
  unfollow(): void {
    this.#numbered.unfollow();
  }

  #connect(): void {
    this.#stopReconnect?.();
    this.#stopReconnect = undefined;
    this.#setState('connecting');
    // A listener may have stopped us.
    if (this.#state !== 'connecting') return;
    const socket: SignalSocket = new SignalSocket(this.#url ?? this.#home(), this.#environment, {
      onOpen: () => void this.#greet(socket),
      onNotice: (message) => {
        this.#receive(message);
      },
      onLost: (code) => {
        if (code === socketCloseCodes.displaced) this.#end('displaced');
        else if (code === socketCloseCodes.signedOut) this.#end('refused');
        else this.#lose();
      },
    });
    this.#socket = socket;
  }

  async #greet(socket: SignalSocket): Promise<void> {
    const { followed } = this.#numbered;
    try {
      const answer = socket.ask('hello', {
        protocolVersion: PROTOCOL_VERSION,
        as: this.#as,
        ...(followed && {
          resume: { token: followed.token, epoch: followed.epoch, lastSeq: followed.seq },
        }),
      });
      this.#greeted = socket;
      this.#hellos.tell(this.#state);
      const reply = await answer;
      if (this.#socket !== socket) return;
      if (reply.resumed === false) this.unfollow();
      this.#policy.reset();
      this.#moves = 0;
      socket.beat();
      this.#setState('open');
      if (this.#socket === socket)
        this.#greetings.tell({ principal: reply.principal, resumed: reply.resumed });
    } catch (error) {
      if (this.#socket === socket && !this.#endedBy(error)) this.#lose();
    }
  }

  /** Acts on an error that concerns the line as a whole; returns false for any other. */
  #endedBy(error: unknown): boolean {
    if (!(error instanceof FernblickError)) return false;
    switch (error.code) {
      case 'VERSION_UNSUPPORTED':
        this.#end('outdated');
        return true;
      case 'NOT_SIGNED_IN':
      case 'SIGNED_OUT':
      case 'FORBIDDEN':
      case 'BAD_ORIGIN':
        this.#end('refused');
        return true;
      case 'MOVED': {
        const details = movedDetails.safeParse(error.details);
        if (!details.success || this.#moves >= MAX_MOVES) return false;
        this.#moves++;
        this.#url = details.data.url;
        this.#dropSocket();
        this.#connect();
        return true;
      }
      default:
        return false;
    }
  }

  #receive(message: Parameters<SignalSocketHandlers['onNotice']>[0]): void {
    if (message.t === 'error') this.#endedBy(errorFrom(message.error));
    else if (message.stamp)
      this.#numbered.take({ name: message.name, data: message.data, stamp: message.stamp });
    else this.#deliver(message.name, message.data);
  }

  #deliver(name: string, data: unknown): void {
    // Names this build does not know come from a newer server and are not for us.
    if (!isEventName(name)) return;
    if (name === 'server.stopping') this.#policy.serverStopping();
    const listeners = this.#handlers.get(name);
    if (!listeners) return;
    const parsed = events[name].data.safeParse(data);
    if (parsed.success) listeners.tell(parsed.data);
  }

  /** The network is there again or the page is seen: no waiting, and a line that only seems to stand is found out. */
  #wake(): void {
    if (this.#state === 'waiting') this.#connect();
    else if (this.#state === 'open') this.#socket?.probe();
  }

  #lose(): void {
    if (this.#state !== 'connecting' && this.#state !== 'open') return;
    this.#dropSocket();
    // The next attempt starts at home again, in case the place we were sent to is gone.
    this.#url = undefined;
    this.#stopReconnect = this.#environment.setTimer(() => {
      this.#connect();
    }, this.#policy.next());
    this.#setState('waiting');
  }

  #end(state: 'stopped' | 'refused' | 'outdated' | 'displaced'): void {
    this.#stopReconnect?.();
    this.#stopReconnect = undefined;
    this.#stopWake?.();
    this.#stopWake = undefined;
    this.#dropSocket();
    this.unfollow();
    this.#setState(state);
  }

  #dropSocket(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  #setState(state: SignalState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#states.tell(state);
  }
}

/** Why there will be no line, if that is so. */
function deadLine(state: SignalState): FernblickError | undefined {
  if (state === 'outdated') return new FernblickError('VERSION_UNSUPPORTED', 'the page is too old');
  if (state === 'refused') return new FernblickError('NOT_SIGNED_IN', 'the server does not know us');
  if (state === 'stopped' || state === 'displaced') return offline();
  return undefined;
}
