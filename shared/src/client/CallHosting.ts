import { CallTaskId, OfferId, newId } from '../protocol/index.ts';
import type {
  CallOffer,
  CallTarget,
  CaseId,
  OfferKind,
  ParticipantId,
  Reachable,
} from '../protocol/index.ts';
import type { SignalClient } from './SignalClient.ts';

/** What the host of a call can do with it besides drawing and speaking, and what a caller in vain can leave behind. */
export class CallHosting {
  readonly #signal: Pick<SignalClient, 'request'>;
  readonly #wish = newId(CallTaskId);
  #held = false;

  constructor(signal: Pick<SignalClient, 'request'>) {
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

  /** Everybody who can be called into a case, and whether a page of theirs is open. */
  async people(caseId: CaseId): Promise<readonly Reachable[]> {
    return (await this.#signal.request('offer.people', { caseId })).people;
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

  /** Asks to be called back: one wish, however often it is sent. */
  async askBack(caseId: CaseId, word?: string): Promise<void> {
    await this.#signal.request('callBack.ask', { caseId, taskId: this.#wish, ...(word && { word }) });
  }
}
