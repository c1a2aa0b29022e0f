import * as z from 'zod';
import {
  DEAD_AFTER_MS,
  FernblickError,
  HEARTBEAT_MS,
  PROTOCOL_VERSION,
  ServerMessage,
  events,
  isEventName,
  requests,
  socketCloseCodes,
} from '../protocol/index.ts';
import type {
  ClientMessage,
  EventData,
  EventName,
  EventStamp,
  Principal,
  RequestData,
  RequestName,
  RequestReply,
} from '../protocol/index.ts';
import { browserEnvironment } from './environment.ts';
import type { Environment, Socket } from './environment.ts';
import { Listeners } from './Listeners.ts';
import { ReconnectPolicy } from './ReconnectPolicy.ts';

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

export interface RequestOptions {
  signal?: AbortSignal;
  timeoutMs?: number;
}

/** What `hello` brought. `resumed` is undefined where nothing was to be resumed. */
export interface Greeting {
  principal: Principal;
  resumed: boolean | undefined;
}

/** The participation whose numbered events this socket carries. */
interface Followed {
  token: string;
  epoch: string;
  lastSeq: number;
}

interface Pending {
  resolve(data: unknown): void;
  reject(error: Error): void;
}

interface NumberedEvent {
  name: string;
  data: unknown;
  stamp: EventStamp;
}

const REQUEST_TIMEOUT_MS = 10_000;
/** After the network came back, a line that does not answer within this time is given up. */
const PROBE_MS = 2_500;
const MAX_MOVES = 3;
/** Numbered events that came before the reply they belong to. */
const MAX_EARLY_EVENTS = 1_000;

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
  readonly #handlers = new Map<EventName, Listeners<unknown>>();
  readonly #pending = new Map<number, Pending>();
  #state: SignalState = 'stopped';
  #url: string | undefined;
  #moves = 0;
  #socket: Socket | undefined;
  #lastId = 0;
  #lastHeard = 0;
  #followed: Followed | undefined;
  #early: NumberedEvent[] = [];
  #stopReconnect: (() => void) | undefined;
  #stopHeartbeat: (() => void) | undefined;
  #stopWatch: (() => void) | undefined;
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
  async whenOpen(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.#state === 'open') return;
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
        if (state === 'open') settle(resolve);
        const error = deadLine(state);
        if (error)
          settle(() => {
            reject(error);
          });
      };
      const stopListening = this.#states.add(look);
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
    if (this.#state !== 'open') return Promise.reject(deadLine(this.#state) ?? offline());
    return this.#ask(name, data, options);
  }

  /**
   * Carries a participation over lost sockets: from now on `hello` asks to resume it. Events numbered after
   * `seq` that came before this call are told now.
   */
  follow(participation: { token: string; epoch: string; seq: number }): void {
    const { token, epoch, seq } = participation;
    this.#followed = { token, epoch, lastSeq: seq };
    const early = this.#early;
    this.#early = [];
    for (const event of early) this.#deliverNumbered(event);
  }

  /** Forgets the participation; what is numbered waits for the next `follow`. */
  unfollow(): void {
    this.#followed = undefined;
    this.#early = [];
  }

  #connect(): void {
    this.#stopReconnect?.();
    this.#stopReconnect = undefined;
    this.#setState('connecting');
    // A listener may have stopped us.
    if (this.#state !== 'connecting') return;
    const socket = this.#environment.openSocket(this.#url ?? this.#home(), {
      onOpen: () => {
        this.#heard();
        void this.#greet();
      },
      onMessage: (data) => {
        this.#receive(data);
      },
      onClose: (code) => {
        if (code === socketCloseCodes.displaced) this.#end('displaced');
        else if (code === socketCloseCodes.signedOut) this.#end('refused');
        else this.#lose();
      },
    });
    this.#socket = socket;
    this.#heard();
    this.#watch(DEAD_AFTER_MS);
  }

  async #greet(): Promise<void> {
    const socket = this.#socket;
    const followed = this.#followed;
    try {
      const reply = await this.#ask(
        'hello',
        {
          protocolVersion: PROTOCOL_VERSION,
          as: this.#as,
          ...(followed && {
            resume: { token: followed.token, epoch: followed.epoch, lastSeq: followed.lastSeq },
          }),
        },
        {},
      );
      if (this.#socket !== socket) return;
      if (reply.resumed === false) this.unfollow();
      this.#policy.reset();
      this.#moves = 0;
      this.#beat();
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
        this.#failPending();
        this.#connect();
        return true;
      }
      default:
        return false;
    }
  }

  #ask<Name extends RequestName>(
    name: Name,
    data: RequestData<Name>,
    { signal, timeoutMs = REQUEST_TIMEOUT_MS }: RequestOptions,
  ): Promise<RequestReply<Name>> {
    const socket = this.#socket;
    if (!socket) return Promise.reject(offline());
    if (signal?.aborted) return Promise.reject(abortReason(signal));
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const settle = () => {
        this.#pending.delete(id);
        stopTimer();
        signal?.removeEventListener('abort', onAbort);
      };
      const fail = (error: Error) => {
        settle();
        reject(error);
      };
      const onAbort = () => {
        fail(abortReason(signal));
      };
      const stopTimer = this.#environment.setTimer(() => {
        fail(new FernblickError('OFFLINE', `no answer to ${name}`));
      }, timeoutMs);
      signal?.addEventListener('abort', onAbort);
      this.#pending.set(id, {
        resolve: (answer) => {
          const reply = requests[name].reply.safeParse(answer);
          if (!reply.success) {
            fail(new FernblickError('BAD_DATA', `unexpected reply to ${name}`));
            return;
          }
          settle();
          // Parsed by this very name's schema, which TypeScript cannot follow through the table.
          resolve(reply.data as RequestReply<Name>);
        },
        reject: fail,
      });
      this.#send(socket, { t: 'req', id, name, data });
    });
  }

  #send(socket: Socket, message: ClientMessage): void {
    socket.send(JSON.stringify(message));
  }

  #receive(data: unknown): void {
    this.#heard();
    const message = parseMessage(data);
    switch (message?.t) {
      case 'res': {
        const pending = this.#pending.get(message.id);
        if (!message.ok)
          pending?.reject(
            new FernblickError(message.error.code, message.error.message, message.error.details),
          );
        else pending?.resolve(message.data);
        break;
      }
      case 'ev':
        if (message.stamp)
          this.#deliverNumbered({ name: message.name, data: message.data, stamp: message.stamp });
        else this.#deliver(message.name, message.data);
        break;
      case 'error':
        this.#endedBy(new FernblickError(message.error.code, message.error.message, message.error.details));
        break;
      case 'pong':
      case undefined:
        break;
    }
  }

  #deliverNumbered(event: NumberedEvent): void {
    const followed = this.#followed;
    if (!followed) {
      if (this.#early.length < MAX_EARLY_EVENTS) this.#early.push(event);
      return;
    }
    if (event.stamp.epoch !== followed.epoch || event.stamp.seq <= followed.lastSeq) return;
    followed.lastSeq = event.stamp.seq;
    this.#deliver(event.name, event.data);
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

  #heard(): void {
    this.#lastHeard = this.#environment.now();
  }

  #beat(): void {
    this.#stopHeartbeat = this.#environment.setTimer(() => {
      if (this.#socket) this.#send(this.#socket, { t: 'ping' });
      this.#beat();
    }, HEARTBEAT_MS);
  }

  /** Gives the line up when nothing was heard for that long. */
  #watch(patience: number): void {
    this.#stopWatch?.();
    const silence = this.#environment.now() - this.#lastHeard;
    this.#stopWatch = this.#environment.setTimer(
      () => {
        if (this.#environment.now() - this.#lastHeard >= patience) this.#lose();
        else this.#watch(DEAD_AFTER_MS);
      },
      Math.max(patience - silence, 0),
    );
  }

  /** The network is there again or the page is seen: no waiting, and a line that only seems to stand is found out. */
  #wake(): void {
    if (this.#state === 'waiting') this.#connect();
    else if (this.#state === 'open' && this.#socket) {
      this.#send(this.#socket, { t: 'ping' });
      // From now on, however long it was silent before.
      this.#heard();
      this.#watch(PROBE_MS);
    }
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
    this.#failPending();
  }

  #end(state: 'stopped' | 'refused' | 'outdated' | 'displaced'): void {
    this.#stopReconnect?.();
    this.#stopReconnect = undefined;
    this.#stopWake?.();
    this.#stopWake = undefined;
    this.#dropSocket();
    this.unfollow();
    this.#setState(state);
    this.#failPending();
  }

  #dropSocket(): void {
    this.#stopHeartbeat?.();
    this.#stopWatch?.();
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  #failPending(): void {
    const pending = [...this.#pending.values()];
    for (const request of pending) request.reject(offline());
  }

  #setState(state: SignalState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#states.tell(state);
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

function offline(): FernblickError {
  return new FernblickError('OFFLINE', 'no line to the server');
}

/** Why there will be no line, if that is so. */
function deadLine(state: SignalState): FernblickError | undefined {
  if (state === 'outdated') return new FernblickError('VERSION_UNSUPPORTED', 'the page is too old');
  if (state === 'refused') return new FernblickError('NOT_SIGNED_IN', 'the server does not know us');
  if (state === 'stopped' || state === 'displaced') return offline();
  return undefined;
}

function abortReason(signal: AbortSignal | undefined): Error {
  return signal?.reason instanceof Error ? signal.reason : new Error('aborted');
}
