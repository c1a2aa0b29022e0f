import { can } from '@fernblick/shared/policy';
import type { Author, CallTarget, OfferKind, Principal, Reachable } from '@fernblick/shared/protocol';
import { authorOf, FernblickError, GuestId, PersonId } from '@fernblick/shared/protocol';
import { caseResource } from '../../cases/caseResource.ts';
import type { CaseDoc, GuestDoc, PersonDoc } from '../../store/documents.ts';
import type { LiveSession } from '../LiveSession.ts';
import type { SessionServices } from '../services.ts';
import { greeted, type Handlers, joined } from './context.ts';

export const offerHandlers: Pick<
  Handlers,
  'offer.people' | 'offer.make' | 'offer.withdraw' | 'offer.decline'
> = {
  'offer.people': async (context, { caseId }) => {
    const { store, hub } = context.services;
    const principal = greeted(context);
    const about = await store.cases.get(caseId);
    if (!about || about.orgId !== principal.orgId) throw new FernblickError('CASE_NOT_FOUND');
    const people = (await store.people.list(about.orgId)).filter(({ id }) => String(id) !== principal.id);
    const reachable: Reachable[] = people
      .filter((person) => mayCome(about, principalOf(person), person.state === 'active'))
      .map((person) => ({
        ...{ target: { kind: 'person', id: person.id }, name: person.name, role: person.role },
        member: about.members.some(({ id }) => id === person.id),
        online: hub.isReachable(person.id),
        busy: hub.isInCall(person.id),
      }));
    for (const { kind, id } of about.members) {
      const guest = kind === 'guest' ? await store.guests.get(GuestId.parse(id)) : undefined;
      if (!guest || !isWelcome(guest) || !mayCome(about, guestPrincipal(guest), true)) continue;
      reachable.push({
        ...{ target: { kind: 'guest', id }, name: guest.name, role: 'guest', member: true },
        online: hub.isReachable(id),
        busy: hub.isInCall(id),
      });
    }
    return { people: reachable };
  },

  'offer.make': async (context, data) => {
    const { session, slot } = joined(context);
    const to = await find(context.services, session, data.to, data.kind);
    if (to.id === slot.who.id) throw new FernblickError('ALREADY_JOINED');
    return session.offers.make(slot, to, data);
  },

  'offer.withdraw': async (context, { offerId }) => {
    const { session, slot } = joined(context);
    session.offers.withdraw(slot.who, offerId);
    return {};
  },

  'offer.decline': async (context, { caseId, sessionId, offerId, word }) => {
    const session = context.registry.bySession(sessionId);
    if (session?.case.id !== caseId) throw new FernblickError('CALL_OVER');
    const { kind, id } = authorOf(greeted(context));
    if (kind !== 'person' && kind !== 'guest') throw new FernblickError('FORBIDDEN');
    session.offers.decline({ kind, id }, offerId, word);
    return {};
  },
};

/** Who is called: somebody who may join the session, and for colleagues also answer calls. @throws NOT_FOUND, FORBIDDEN */
async function find(
  { store }: SessionServices,
  session: LiveSession,
  target: CallTarget,
  kind: OfferKind,
): Promise<Author> {
  const principal = await principalBehind(store, target);
  if (!principal || principal.orgId !== session.doc.orgId) throw new FernblickError('NOT_FOUND');
  const needed = kind === 'call' ? 'session.join' : 'call.answer';
  if (!can(principal, needed, session.resource)) throw new FernblickError('FORBIDDEN');
  return authorOf(principal);
}

async function principalBehind(
  store: SessionServices['store'],
  { kind, id }: CallTarget,
): Promise<Principal | undefined> {
  if (kind === 'guest') {
    const guest = await store.guests.get(GuestId.parse(id));
    return guest && isWelcome(guest) ? guestPrincipal(guest) : undefined;
  }
  const person = await store.people.get(PersonId.parse(id));
  return person?.state === 'active' ? principalOf(person) : undefined;
}

function isWelcome({ expiresAt, revokedAt }: GuestDoc): boolean {
  return revokedAt === undefined && expiresAt > Date.now();
}

function mayCome(about: CaseDoc, principal: Principal, active: boolean): boolean {
  return active && can(principal, 'session.join', caseResource(about));
}

function principalOf({ id, orgId, name, role }: PersonDoc): Principal {
  return { kind: 'person', id, orgId, name, role };
}

function guestPrincipal({ id, orgId, name, caseId }: GuestDoc): Principal {
  return { kind: 'guest', id, orgId, name, caseIds: [caseId] };
}
