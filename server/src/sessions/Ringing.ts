import type {
  Author,
  CallStopReason,
  CaseId,
  GroupId,
  OrgId,
  PersonId,
  RingingCall,
  SessionId,
} from '@fernblick/shared/protocol';
import type { Hub } from './Hub.ts';

/** So long a call rings before it counts as missed. */
export const RING_MS = 60_000;

/** So long it rings on at desks that are all closed. */
export const LONELY_MS = 10_000;

export interface CallFacts {
  sessionId: SessionId;
  orgId: OrgId;
  caseId: CaseId;
  caseNumber: number;
  caseTitle: string;
  asset: string;
  customer: string;
}

export interface Group {
  id: GroupId;
  name: string;
  people: readonly { id: PersonId; name: string }[];
}

export type StopReason = CallStopReason;

/** One ringing of one group for a session: who is rung, who declined, and how it ended. */
export class Ringing {
  readonly call: RingingCall;
  readonly caller: Author;
  readonly #hub: Hub;
  readonly #orgId: OrgId;
  readonly #people: Group['people'];
  readonly #declined = new Set<string>();
  readonly #timer: NodeJS.Timeout;
  readonly #lonelyTimer: NodeJS.Timeout;
  #word: string | undefined;
  #over = false;

  constructor(
    hub: Hub,
    facts: CallFacts,
    group: Group,
    caller: Author,
    onUnanswered: (reason: 'noAnswer' | 'nobodyOnline') => void,
    { ringMs, lonelyMs } = { ringMs: RING_MS, lonelyMs: LONELY_MS },
  ) {
    const { sessionId, caseId, caseNumber, caseTitle, asset, customer, orgId } = facts;
    this.#hub = hub;
    this.#orgId = orgId;
    this.#people = group.people;
    this.caller = caller;
    this.call = {
      sessionId,
      caseId,
      caseNumber,
      caseTitle,
      ...(asset && { asset }),
      ...(customer && { customer }),
      caller,
      groupName: group.name,
      rung: group.people.map(({ name }) => name),
      since: Date.now(),
    };
    this.#timer = setTimeout(() => onUnanswered('noAnswer'), ringMs);
    this.#timer.unref();
    // Nobody is at a desk: it is kinder to say so soon than to let the caller wait for a minute.
    this.#lonelyTimer = setTimeout(() => {
      if (!this.#ids.some((id) => hub.isOnline(id))) onUnanswered('nobodyOnline');
    }, lonelyMs);
    this.#lonelyTimer.unref();
    hub.toDesks(orgId, 'call.rang', this.call, this.#ids);
  }

  get #ids(): string[] {
    return this.#people.map(({ id }) => id);
  }

  /** What the last one who declined said. */
  get word(): string | undefined {
    return this.#word;
  }

  rings(personId: string): boolean {
    return !this.#over && this.#ids.includes(personId) && !this.#declined.has(personId);
  }

  /** Somebody has the call; the others are told who. */
  answered(by: Author): void {
    if (!this.#end()) return;
    this.#hub.toDesks(this.#orgId, 'call.answered', { sessionId: this.call.sessionId, by }, this.#ids);
  }

  /** @returns whether nobody who is at a desk is left to answer */
  decline(personId: string, word: string | undefined): boolean {
    this.#declined.add(personId);
    this.#word = word ?? this.#word;
    return this.#people.every(({ id }) => this.#declined.has(id) || !this.#hub.isOnline(id));
  }

  stopped(reason: StopReason): void {
    if (!this.#end()) return;
    this.#hub.toDesks(this.#orgId, 'call.stopped', { sessionId: this.call.sessionId, reason }, this.#ids);
  }

  #end(): boolean {
    if (this.#over) return false;
    this.#over = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#lonelyTimer);
    return true;
  }
}
