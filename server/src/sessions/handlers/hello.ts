import { ACCEPTED_PROTOCOL_VERSIONS, FernblickError, PROTOCOL_VERSION } from '@fernblick/shared/protocol';
import { sha256 } from '../../secrets.ts';
import type { HandlerOf } from './context.ts';

/** Greets: who is it, and does a participant come back with it? What was missed follows the reply. */
export const hello: HandlerOf<'hello'> = async (context, { protocolVersion, as, resume }) => {
  const { connection, registry, services } = context;
  if (connection.principal) throw new FernblickError('ALREADY_GREETED');
  if (!ACCEPTED_PROTOCOL_VERSIONS.includes(protocolVersion)) {
    throw new FernblickError('VERSION_UNSUPPORTED', 'reload the page', {
      accepted: [...ACCEPTED_PROTOCOL_VERSIONS],
    });
  }
  const principal = await context.authenticate(as);
  if (!principal) throw new FernblickError('NOT_SIGNED_IN');
  // The socket may have gone while the store was asked.
  if (!connection.open) throw new FernblickError('NOT_JOINED');
  connection.principal = principal;
  services.hub.add(connection);
  const reply = { protocolVersion: PROTOCOL_VERSION, principal, serverTime: Date.now() };
  context.afterReply.push(() => services.hub.tellStorage(services.storage.state, [connection]));
  if (!resume) return reply;

  const found = registry.resume(sha256(resume.token));
  if (!found || !found.slot.isSame(principal)) return { ...reply, resumed: false };
  const { session, slot } = found;
  const missed =
    session.events.epoch === resume.epoch && slot.peer && session.events.since(resume.lastSeq, slot.id);
  if (!missed) return { ...reply, resumed: false };
  context.afterReply.push(() => {
    const late = session.events.since(resume.lastSeq, slot.id) ?? missed;
    session.attach(slot, connection);
    for (const event of late) event.send(connection);
    session.setConnected(slot);
    if (!connection.open) session.lost(slot, connection);
  });
  return { ...reply, resumed: true };
};
