import { CallTaskId, OfferId, newId } from '../protocol/index.ts';
import type {
  CallOffer,
  CallTarget,
  CaseId,
  EventData,
  OfferKind,
  ParticipantId,
} from '../protocol/index.ts';
import type { SignalClient } from './SignalClient.ts';

/** What the host of a call can do with it besides drawing and speaking, and what a caller in vain can leave behind. */
export class CallHosting {
  readonly #signal: Pick<SignalClient, 'request' | 'on'>;
  readonly #wish = newId(CallTaskId);
  #held = false;

  constructor(signal: Pick<SignalClient, 'request' | 'on'>) {
    this.#signal = signal;
  }

  /** Whether we have put the call on hold. */
  get held(): boolean {
    return this.#held;
  }

  /** Neither seen nor heard, in both directions, until taken off hold. @throws FernblickError */
  async hold(held: boolean): Promise<void> {
    this.#held = held;
    await this.#signal.request('call.hold', { held });
  }

  /** After joining anew: a server that was started again does not know of the hold. */
  rejoined(isHeld: boolean): void {
    if (this.#held !== isHeld) this.hold(this.#held).catch(() => undefined);
  }

  /** Calls somebody by name. @throws FernblickError (NOT_REACHABLE, ALREADY_JOINED) */
  async offer(
    kind: OfferKind,
    to: CallTarget,
    options: { video: boolean; word?: string },
  ): Promise<CallOffer> {
    const { video, word } = options;
    const { offer } = await this.#signal.request('offer.make', {
      offerId: newId(OfferId),
      kind,
      to,
      video,
      ...(word && { word }),
    });
    return offer;
  }

  async withdraw(offerId: OfferId): Promise<void> {
    await this.#signal.request('offer.withdraw', { offerId });
  }

  /** Takes somebody out of the call; resolves when nothing flows from or to them any more. */
  async remove(participantId: ParticipantId): Promise<void> {
    await this.#signal.request('participant.remove', { participantId });
  }

  async letIn(participantId: ParticipantId): Promise<void> {
    await this.#signal.request('participant.letIn', { participantId });
  }

  /** Somebody who was taken out asks to come in again. */
  onKnocked(listener: (knock: EventData<'participant.knocked'>) => void): () => void {
    return this.#signal.on('participant.knocked', listener);
  }

  /** Asks to be called back: one wish, however often it is sent. */
  async askBack(caseId: CaseId, word?: string): Promise<void> {
    await this.#signal.request('callBack.ask', { caseId, taskId: this.#wish, ...(word && { word }) });
  }
}
