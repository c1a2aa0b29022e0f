import type { FernblickError, RequestData, RequestReply } from '../protocol/index.ts';
import type { Environment } from './environment.ts';
import { OutboxLane } from './OutboxLane.ts';

/** What must arrive once and in order, whatever the line does. Each carries an id the server knows it by. */
export type OutboxItem =
  | { name: 'annotation.add'; data: RequestData<'annotation.add'> }
  | { name: 'chat.send'; data: RequestData<'chat.send'> };

export interface OutboxOptions {
  environment: Environment;
  send(item: OutboxItem): Promise<RequestReply<OutboxItem['name']>>;
  onAcknowledged(item: OutboxItem, seq: number): void;
  onRejected(item: OutboxItem, error: FernblickError): void;
}

/**
 * What was not acknowledged yet: strokes in their order, messages in theirs, so that drawing goes on while messages
 * wait for a store that is away. After a break each is sent again with the same id, which the server knows.
 */
export class Outbox {
  readonly #lanes: Record<OutboxItem['name'], OutboxLane>;

  constructor(options: OutboxOptions) {
    this.#lanes = {
      'annotation.add': new OutboxLane('annotation.add', options),
      'chat.send': new OutboxLane('chat.send', options),
    };
  }

  /** What is not acknowledged, oldest first of each kind. */
  get items(): readonly OutboxItem[] {
    return Object.values(this.#lanes).flatMap(({ items }) => items);
  }

  add(item: OutboxItem): void {
    this.#lanes[item.name].add(item);
  }

  /** The server shows this operation to everyone; it is acknowledged when it is stored. */
  numbered(id: string): void {
    this.#lanes['annotation.add'].numbered(id);
  }

  /** The line stands and we are in the session: everything unanswered goes out. */
  resume(): void {
    for (const lane of Object.values(this.#lanes)) lane.resume();
  }

  /** The line is lost: nothing is sent until `resume`. */
  pause(): void {
    for (const lane of Object.values(this.#lanes)) lane.pause();
  }
}
