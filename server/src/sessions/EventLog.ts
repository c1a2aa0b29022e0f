import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type {
  EventData,
  EventName,
  EventStamp,
  OrgId,
  ParticipantId,
  SessionId,
} from '@fernblick/shared/protocol';
import type { SessionEventDoc } from '../store/documents.ts';
import type { Store } from '../store/Store.ts';

/** Events kept in memory for those who come back; who missed more joins anew. */
const KEPT = 5_000;

export type Audience = 'all' | readonly ParticipantId[];

/** An event with its place, as it is sent (and sent again). */
export interface LoggedEvent {
  stamp: EventStamp;
  audience: Audience;
  name: EventName;
  send(to: {
    event<Name extends EventName>(name: Name, data: EventData<Name>, stamp?: EventStamp): void;
  }): void;
}

/** Media plumbing means nothing once the session is over. */
const notStored: ReadonlySet<EventName> = new Set(['consumer.opened', 'consumer.closed']);

/**
 * A session's numbered events on two clocks: UTC for people, monotonic for the recording.
 * A restart of the server begins a new epoch.
 */
export class EventLog {
  readonly epoch = randomBytes(9).toString('base64url');
  readonly #store: Store;
  readonly #sessionId: SessionId;
  readonly #orgId: OrgId;
  readonly #startedMono = performance.now();
  readonly #offset: number;
  #events: LoggedEvent[] = [];
  #seq = 0;
  #waiting: SessionEventDoc[] = [];
  #flushing: Promise<void> | undefined;

  /**
   * @param startedAt UTC ms when the session began: after a restart its clock goes on from there
   * @param lastT of the last event before a restart: where the wall's clock went back meanwhile, it goes on from that
   */
  constructor(store: Store, sessionId: SessionId, orgId: OrgId, startedAt: number, lastT = 0) {
    this.#store = store;
    this.#sessionId = sessionId;
    this.#orgId = orgId;
    this.#offset = Math.max(lastT, Date.now() - startedAt);
  }

  get seq(): number {
    return this.#seq;
  }

  /** Monotonic milliseconds since the session began. */
  get t(): number {
    return this.#offset + (performance.now() - this.#startedMono);
  }

  /** Numbers an event. `stored` replaces the data in the store where that would only repeat what is kept elsewhere. */
  append<Name extends EventName>(
    name: Name,
    data: EventData<Name>,
    audience: Audience = 'all',
    stored: unknown = data,
  ): LoggedEvent {
    const stamp: EventStamp = { epoch: this.epoch, seq: ++this.#seq, at: Date.now(), t: Math.round(this.t) };
    const event: LoggedEvent = { stamp, audience, name, send: (to) => to.event(name, data, stamp) };
    this.#events.push(event);
    if (this.#events.length > KEPT) this.#events.shift();
    if (!notStored.has(name)) {
      this.#waiting.push({
        sessionId: this.#sessionId,
        orgId: this.#orgId,
        ...stamp,
        name,
        data: stored,
        audience: audience === 'all' ? 'all' : [...audience],
      });
      this.#flushing ??= this.#flush().finally(() => (this.#flushing = undefined));
    }
    return event;
  }

  /** What a participant missed after `seq`; undefined if that is not in memory any more. */
  since(seq: number, participantId: ParticipantId): LoggedEvent[] | undefined {
    if (seq > this.#seq) return undefined;
    const oldest = this.#events[0]?.stamp.seq ?? this.#seq + 1;
    if (seq + 1 < oldest) return undefined;
    return this.#events.filter(
      ({ stamp, audience }) => stamp.seq > seq && (audience === 'all' || audience.includes(participantId)),
    );
  }

  async settled(): Promise<void> {
    while (this.#flushing) await this.#flushing;
  }

  async #flush(): Promise<void> {
    let failures = 0;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, 500);
      try {
        await this.#store.sessions.appendEvents(batch);
        this.#waiting.splice(0, batch.length);
        failures = 0;
      } catch {
        // The event log must never stop a call: it is kept and tried again, up to a bound.
        if (this.#waiting.length > KEPT) this.#waiting.splice(0, this.#waiting.length - KEPT);
        await delay(Math.min(5_000, 100 * 2 ** failures++), undefined, { ref: false });
      }
    }
  }
}
