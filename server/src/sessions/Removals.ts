import type { ParticipantId, Principal } from '@fernblick/shared/protocol';
import { FernblickError, GuestId } from '@fernblick/shared/protocol';
import type { LiveSession } from './LiveSession.ts';

/**
 * Who was taken out of a session stays out until they are let in. It stands in the session's own record, so that a
 * restart of the server changes nothing.
 */
export class Removals {
  readonly #session: LiveSession;

  constructor(session: LiveSession) {
    this.#session = session;
  }

  /** The records of those who are out. People of the office are not kept out: they could let themselves in. */
  get out() {
    return this.#session.records.filter(
      ({ role, leaveReason }) => role === 'technician' && leaveReason === 'removed',
    );
  }

  /**
   * Keeps out who was removed, and any new guest who comes by the same link; the host hears that they knocked.
   * @throws PARTICIPANT_REMOVED
   */
  async assertMayJoin(principal: Principal): Promise<void> {
    const { out } = this;
    if (out.length === 0) return;
    const own = out.find(({ who }) => who.id === principal.id);
    const removed = own ?? (await this.#bySameLink(principal));
    if (!removed) return;
    this.#session.tell('participant.knocked', {
      participantId: removed.id,
      who: { kind: principal.kind, id: principal.id, name: principal.name },
    });
    throw new FernblickError('PARTICIPANT_REMOVED', 'the host has to let you in');
  }

  /** They may come in again. @throws NOT_FOUND */
  letIn(participantId: ParticipantId) {
    const record = this.out.find(({ id }) => id === participantId);
    if (!record) throw new FernblickError('NOT_FOUND');
    for (const { id, who } of this.out) if (who.id === record.who.id) this.#session.forgive(id);
    return record;
  }

  async #bySameLink(principal: Principal) {
    // Another guest of the same link who has been here all along may come back.
    if (principal.kind !== 'guest' || this.#session.records.some(({ who }) => who.id === principal.id))
      return undefined;
    const { guests } = this.#session.services.store;
    const link = (await guests.get(principal.id))?.invitationId;
    if (!link) return undefined;
    for (const record of this.out) {
      const { data: guestId } = GuestId.safeParse(record.who.id);
      if (record.who.kind === 'guest' && guestId && (await guests.get(guestId))?.invitationId === link)
        return record;
    }
    return undefined;
  }
}
