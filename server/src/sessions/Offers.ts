import type {
  Author,
  CallOffer,
  CallTarget,
  OfferId,
  OfferOutcome,
  RequestData,
} from '@fernblick/shared/protocol';
import { FernblickError } from '@fernblick/shared/protocol';
import type { LiveSession } from './LiveSession.ts';
import { noteHandOver, noteMissedOffer } from './noteOffer.ts';
import type { ParticipantSlot } from './ParticipantSlot.ts';

/** The one who is called may lose their last page for so long before a colleague counts as gone. */
export const REACH_MS = 6_000;

interface Open {
  offer: CallOffer;
  /** The maker's place in the session; they leave it when a hand-over is accepted. */
  maker: ParticipantSlot;
  timer: NodeJS.Timeout;
  goneTimer: NodeJS.Timeout | undefined;
}

/**
 * People who are called by name into one session: by an expert from the case, to bring one in, or to hand over.
 * Whoever joins the session while they are called has accepted; there is no other way, so nothing can be half accepted.
 */
export class Offers {
  readonly #session: LiveSession;
  readonly #open = new Map<OfferId, Open>();
  readonly #answered = new Map<OfferId, CallOffer>();
  #stopWatching: (() => void) | undefined;

  constructor(session: LiveSession) {
    this.#session = session;
  }

  get all(): CallOffer[] {
    return [...this.#open.values()].map(({ offer }) => offer);
  }

  /** Calls that ring for this person or guest now. */
  for(principalId: string): CallOffer[] {
    return this.all.filter(({ to }) => to.id === principalId);
  }

  /**
   * Calls somebody. Called anew, they are rung for the new reason; a second hand-over takes the place of the first.
   * @throws ALREADY_JOINED, NOT_REACHABLE (a colleague without an open desk)
   */
  make(
    maker: ParticipantSlot,
    to: Author,
    { offerId, kind, video, word }: RequestData<'offer.make'>,
  ): { offer: CallOffer; reached: boolean } {
    const { hub, times } = this.#session.services;
    const reached = hub.isReachable(to.id);
    const before = this.#open.get(offerId)?.offer ?? this.#answered.get(offerId);
    if (before) {
      if (before.to.id !== to.id || before.by.id !== maker.who.id) throw new FernblickError('ID_CONFLICT');
      return { offer: before, reached };
    }
    if (this.#session.over) throw new FernblickError('SESSION_OVER');
    if (this.#session.present.some(({ who }) => who.id === to.id)) throw new FernblickError('ALREADY_JOINED');
    if (!reached && kind !== 'call') throw new FernblickError('NOT_REACHABLE');
    for (const { offer } of [...this.#open.values()]) {
      if (offer.to.id === to.id || (kind === 'handOver' && offer.kind === kind))
        this.#close(offer.id, 'withdrawn');
    }
    const { id, case: about, doc } = this.#session;
    const offer: CallOffer = {
      id: offerId,
      kind,
      sessionId: id,
      caseId: about.id,
      caseNumber: about.number,
      caseTitle: about.title,
      ...(about.asset && { asset: about.asset }),
      ...(about.customer && { customer: about.customer }),
      by: maker.who,
      to,
      video,
      ...(word && { word }),
      since: Date.now(),
      sessionSince: doc.startedAt,
      people: this.#session.present.map(({ who }) => who.name),
    };
    const timer = setTimeout(() => this.#close(offerId, 'noAnswer'), times.ringMs);
    timer.unref();
    this.#open.set(offerId, { offer, maker, timer, goneTimer: undefined });
    this.#stopWatching ??= hub.onGone((principalId) => this.#lookAfter(principalId));
    this.#session.emit('offer.opened', { offer });
    hub.toReachable(to.id, 'offer.rang', { offer });
    return { offer, reached };
  }

  /** Only who called may take it back. */
  withdraw(by: Author, offerId: OfferId): void {
    const open = this.#open.get(offerId);
    if (!open) throw new FernblickError('CALL_OVER');
    if (open.offer.by.id !== by.id) throw new FernblickError('FORBIDDEN');
    this.#close(offerId, 'withdrawn');
  }

  /** The one who is called says no, with a word if they like. */
  decline(by: CallTarget, offerId: OfferId, word: string | undefined): void {
    const open = this.#open.get(offerId);
    if (!open) throw new FernblickError('CALL_OVER');
    if (open.offer.to.id !== by.id || open.offer.to.kind !== by.kind) throw new FernblickError('FORBIDDEN');
    this.#close(offerId, 'declined', word);
  }

  /** Somebody is in the session: what called them is accepted. */
  joined(slot: ParticipantSlot): void {
    for (const { offer } of [...this.#open.values()]) {
      if (offer.to.id !== slot.who.id) continue;
      this.#close(offer.id, 'joined');
      if (offer.kind !== 'handOver') continue;
      this.#session.keep(() => noteHandOver(this.#session, offer));
      for (const one of [...this.#session.slots.values()])
        if (one.who.id === offer.by.id) this.#session.remove(one, 'handedOver');
    }
  }

  /** Whoever called is gone: a hand-over still stands, somebody must come; the others have lost their reason. */
  left(slot: ParticipantSlot): void {
    for (const { offer, maker } of [...this.#open.values()])
      if (maker === slot && offer.kind !== 'handOver') this.#close(offer.id, 'withdrawn');
  }

  /** The session is over. */
  close(): void {
    for (const id of [...this.#open.keys()]) this.#close(id, 'withdrawn');
    this.#stopWatching?.();
    this.#stopWatching = undefined;
  }

  #close(offerId: OfferId, outcome: OfferOutcome, word?: string): void {
    const open = this.#open.get(offerId);
    if (!open) return;
    const { offer, timer, goneTimer } = open;
    clearTimeout(timer);
    clearTimeout(goneTimer);
    this.#open.delete(offerId);
    this.#answered.set(offerId, offer);
    this.#session.emit('offer.closed', { offer, outcome, ...(word && { word }) });
    const { hub } = this.#session.services;
    hub.toReachable(offer.to.id, 'offer.stopped', { offerId, sessionId: offer.sessionId, outcome });
    if (offer.kind === 'call' && outcome !== 'joined')
      this.#session.keep(() => noteMissedOffer(this.#session, offer, outcome, word));
  }

  /** A colleague whose last page is gone will not answer; somebody of the case may open their page any time. */
  #lookAfter(principalId: string): void {
    const { hub, times } = this.#session.services;
    for (const open of this.#open.values()) {
      const { offer } = open;
      if (offer.to.id !== principalId || offer.kind === 'call' || hub.isReachable(principalId)) continue;
      clearTimeout(open.goneTimer);
      open.goneTimer = setTimeout(() => {
        if (!hub.isReachable(principalId)) this.#close(offer.id, 'offline');
      }, times.reachMs);
      open.goneTimer.unref();
    }
  }
}
