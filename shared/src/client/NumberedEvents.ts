import type { EventStamp } from '../protocol/index.ts';

export interface NumberedEvent {
  name: string;
  data: unknown;
  stamp: EventStamp;
}

/** Where the numbered events of a participation go on: after `seq` of the epoch. */
export interface Participation {
  token: string;
  epoch: string;
  seq: number;
}

/** Numbered events that came before the reply they belong to. */
const MAX_EARLY = 1_000;

/** Passes a participation's numbered events on once and in order, over any number of sockets. */
export class NumberedEvents {
  readonly #deliver: (event: NumberedEvent) => void;
  #followed: Participation | undefined;
  #early: NumberedEvent[] = [];

  constructor(deliver: (event: NumberedEvent) => void) {
    this.#deliver = deliver;
  }

  /** What was passed on last, for resuming behind it. */
  get followed(): Readonly<Participation> | undefined {
    return this.#followed;
  }

  /** From now on; what came early and is numbered after `seq` is passed on now. */
  follow({ token, epoch, seq }: Participation): void {
    this.#followed = { token, epoch, seq };
    const early = this.#early;
    this.#early = [];
    for (const event of early) this.take(event);
  }

  /** Forgets the participation; what is numbered waits for the next `follow`. */
  unfollow(): void {
    this.#followed = undefined;
    this.#early = [];
  }

  take(event: NumberedEvent): void {
    const followed = this.#followed;
    if (!followed) {
      if (this.#early.length < MAX_EARLY) this.#early.push(event);
      return;
    }
    if (event.stamp.epoch !== followed.epoch || event.stamp.seq <= followed.seq) return;
    followed.seq = event.stamp.seq;
    this.#deliver(event);
  }
}
