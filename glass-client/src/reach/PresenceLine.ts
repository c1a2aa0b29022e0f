import { SignalClient } from '@fernblick/shared/client';
import type { CallOffer, CallTask } from '@fernblick/shared/protocol';

/** What rings for whoever holds this page, and what they missed. */
export interface Reach {
  offers: readonly CallOffer[];
  missed: readonly CallTask[];
}

/** The line of a page that is in no call: while it stands, its person or guest can be called. */
export class PresenceLine {
  readonly as: 'person' | 'guest';
  readonly #signal: SignalClient;
  readonly #onChanged: (reach: Reach) => void;
  #reach: Reach = { offers: [], missed: [] };

  constructor(as: 'person' | 'guest', onChanged: (reach: Reach) => void) {
    this.as = as;
    this.#onChanged = onChanged;
    this.#signal = new SignalClient({ as });
    this.#signal.onGreeted(() => void this.#open());
    this.#signal.on('offer.rang', ({ offer }) => {
      const others = this.#reach.offers.filter(({ id }) => id !== offer.id);
      this.#change({ offers: [...others, offer] });
    });
    this.#signal.on('offer.stopped', ({ offerId, outcome }) => {
      this.#change({ offers: this.#reach.offers.filter(({ id }) => id !== offerId) });
      // What was missed just now stands with what was missed before.
      if (outcome === 'noAnswer' || outcome === 'withdrawn') void this.#open();
    });
    this.#signal.start();
  }

  /** Says no, with a word for whoever calls. */
  async decline({ id, caseId, sessionId }: CallOffer, word: string): Promise<void> {
    this.#change({ offers: this.#reach.offers.filter((offer) => offer.id !== id) });
    await this.#signal.request('offer.decline', { offerId: id, caseId, sessionId, ...(word && { word }) });
  }

  /** Missed calls are known now. */
  async see(tasks: readonly CallTask[]): Promise<void> {
    this.#change({ missed: this.#reach.missed.filter((task) => !tasks.includes(task)) });
    await Promise.all(tasks.map(({ id }) => this.#signal.request('missed.see', { taskId: id })));
  }

  close(): void {
    this.#signal.stop();
  }

  async #open(): Promise<void> {
    const reach = await this.#signal.request('presence.open', {}).catch(() => undefined);
    if (reach) this.#change(reach);
  }

  #change(reach: Partial<Reach>): void {
    this.#reach = { ...this.#reach, ...reach };
    this.#onChanged(this.#reach);
  }
}
