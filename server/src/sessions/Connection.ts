import { randomUUID } from 'node:crypto';
import type {
  CaseId,
  ErrorBody,
  EventData,
  EventName,
  EventStamp,
  Principal,
  ServerMessage,
} from '@fernblick/shared/protocol';
import { socketCloseCodes } from '@fernblick/shared/protocol';
import { RateLimits } from './RateLimits.ts';
import type { LiveSession } from './LiveSession.ts';
import type { ParticipantSlot } from './ParticipantSlot.ts';

/** The socket as a connection needs it; `ws` in the product, a pair in memory in tests. */
export interface Wire {
  send(text: string): void;
  close(code: number, reason: string): void;
  /** Bytes that were sent and are not out yet. */
  readonly bufferedAmount: number;
}

/** A client so slow that this many bytes wait for it is cut; it comes back and resumes. */
const MAX_BUFFERED_BYTES = 4 * 1024 * 1024;
/** Volatile events are left out for a client that is this far behind. */
const LAGGING_BYTES = 256 * 1024;

/** Why the server closes a socket; clients act on the number. */
export const closeCodes = { ...socketCloseCodes, tooSlow: 4008, flood: 4029, stopping: 4012 } as const;

/** One socket: who is at its other end, and what it takes part in. */
export class Connection {
  readonly id = randomUUID();
  readonly limits = new RateLimits();
  readonly watching = new Set<CaseId>();
  principal: Principal | undefined;
  deskOpen = false;
  /** A technician's or guest's page that rings when they are called. */
  reachable = false;
  participation: { session: LiveSession; slot: ParticipantSlot } | undefined;
  #open = true;
  readonly #wire: Wire;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  get open(): boolean {
    return this.#open;
  }

  reply(id: number, data: unknown): void {
    this.#send({ t: 'res', id, ok: true, data });
  }

  refuse(id: number, error: ErrorBody): void {
    this.#send({ t: 'res', id, ok: false, error });
  }

  /** For a message that cannot be answered, since it has no number. */
  complain(error: ErrorBody): void {
    this.#send({ t: 'error', error });
  }

  pong(): void {
    this.#send({ t: 'pong' });
  }

  /** An event; without a stamp it is volatile and left out for a client that lags behind. */
  event<Name extends EventName>(name: Name, data: EventData<Name>, stamp?: EventStamp): void {
    if (!stamp && this.#wire.bufferedAmount > LAGGING_BYTES) return;
    this.#send({ t: 'ev', name, data, ...(stamp && { stamp }) });
  }

  /** Ends the socket; what it took part in learns of it by the socket's own close. */
  close(code: number, reason: string): void {
    if (!this.#open) return;
    this.#open = false;
    this.#wire.close(code, reason);
  }

  /** The socket is gone. */
  lost(): void {
    this.#open = false;
  }

  #send(message: ServerMessage): void {
    if (!this.#open) return;
    if (this.#wire.bufferedAmount > MAX_BUFFERED_BYTES) {
      this.close(closeCodes.tooSlow, 'too slow');
      return;
    }
    this.#wire.send(JSON.stringify(message));
  }
}
