import type { Principal, RequestData, RequestReply } from '@fernblick/shared/protocol';
import { FernblickError, TransportParameters } from '@fernblick/shared/protocol';
import { can } from '@fernblick/shared/policy';
import { viewSnapshot } from '../../snapshots/viewSnapshot.ts';
import { viewEntry } from '../../cases/viewEntry.ts';
import type { LiveSession } from '../LiveSession.ts';
import type { ParticipantSlot } from '../ParticipantSlot.ts';
import { ringGroup } from '../ringGroup.ts';
import type { SessionRegistry } from '../SessionRegistry.ts';
import { turnServers } from '../turnServers.ts';
import { type Context, greeted, type HandlerOf } from './context.ts';

/** Messages and snapshots that the reply carries. */
const RECENT = 100;

/** Everything a client needs to be in the session, in one round trip. */
export const joinSession: HandlerOf<'session.join'> = async (context, data) => {
  const principal = greeted(context);
  const { connection, registry, services } = context;
  const before = context.participation;
  if (before && before.slot.id !== data.participantId) throw new FernblickError('ALREADY_JOINED');
  const session = await find(registry, principal, data);
  if (data.mode === 'ringing' && !can(principal, 'call.answer', session.resource))
    throw new FernblickError('FORBIDDEN');
  await session.removals.assertMayJoin(principal);
  const slot = await session.admit(principal, data);
  const peer = slot.peer;
  const [consumers, entries, snapshots, org] = await Promise.all([
    session.media.consumeAll(slot),
    services.store.timeline.list(session.case.id, { before: Number.MAX_SAFE_INTEGER, limit: RECENT }),
    services.store.snapshots.listByCase(session.case.id),
    services.store.orgs.get(principal.orgId),
  ]);
  if (!peer || slot.peer !== peer || session.over) throw session.whyNot(slot);
  // The media worker went meanwhile: what it had made is of no use, and nobody would tell this client.
  if (peer.closed) throw new FernblickError('MEDIA_UNAVAILABLE', 'the media worker is being replaced');
  const resumeToken = slot.renewToken();
  session.attach(slot, connection);
  if (data.mode === 'ringing' && slot.state.state !== 'connected') slot.state = { state: 'ringing' };
  else session.setConnected(slot);
  await ringIfAsked(context, session, slot, data);
  // The socket may have gone meanwhile; its close was told before there was a participant.
  context.afterReply.push(() => {
    if (!connection.open) session.lost(slot, connection);
  });

  const { epoch, seq } = session.events;
  // What is told between this reply and its sending is in neither; it is sent right after.
  return {
    sessionId: session.id,
    case: { id: session.case.id, number: session.case.number, title: session.case.title },
    participant: slot.view(),
    resumeToken,
    epoch,
    seq,
    t: Math.round(session.events.t),
    sendTransport: TransportParameters.parse(peer.transportParameters.send),
    recvTransport: TransportParameters.parse(peer.transportParameters.recv),
    iceServers: turnServers(services.turn, slot.id),
    participants: [...session.slots.values()]
      .filter((one) => one === slot || one.present)
      .map((one) => one.view())
      // The host may let those in again who were taken out.
      .concat(slot.staff ? session.outsiders : []),
    consumers,
    stage: session.stage.stage,
    layers: session.surfaces.layers,
    snapshots: snapshots.slice(-RECENT).map((doc) =>
      viewSnapshot(
        doc,
        session.surfaces.layers.find(({ surfaceId }) => surfaceId === String(doc.id)) ?? {
          seq: 0,
          strokes: [],
        },
      ),
    ),
    messages: entries
      .filter(
        ({ body, visibility }) =>
          body.kind === 'message' && (visibility === 'shared' || slot.who.kind !== 'guest'),
      )
      .map(viewEntry),
    rung: session.ringing?.call.rung ?? [],
    offers: session.offers.all,
    autoFreeze: org?.settings.autoFreeze ?? false,
    cameras: session.cameras.viewsFor(slot),
  } satisfies RequestReply<'session.join'>;
};

async function find(
  registry: SessionRegistry,
  principal: Principal,
  data: RequestData<'session.join'>,
): Promise<LiveSession> {
  if (data.open !== 'enter') return registry.open(principal, data);
  const session = await registry.locate(data.caseId);
  if (!session) throw new FernblickError('SESSION_OVER');
  return session;
}

/** Rings if somebody of the office is needed and nobody is there. */
async function ringIfAsked(
  { services, afterReply }: Context,
  session: LiveSession,
  slot: ParticipantSlot,
  { open, groupId }: RequestData<'session.join'>,
): Promise<void> {
  if (open !== 'ring' || session.ringing) return;
  if (session.present.some((other) => other !== slot && other.staff)) return;
  const rung = await ringGroup(services, session, slot, groupId);
  if (rung.length === 0) afterReply.push(() => session.tellUnrung());
}
