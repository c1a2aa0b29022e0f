import type { SessionStatus } from '@fernblick/shared/api';
import type { LiveSession } from '../sessions/LiveSession.ts';

/** A running session as the admin sees it: who takes part, and how good their lines are. */
export function sessionStatus(session: LiveSession): SessionStatus {
  const quality = new Map(session.quality.view().map((one) => [one.participantId, one]));
  return {
    sessionId: session.id,
    caseNumber: session.case.number,
    caseTitle: session.case.title,
    since: session.doc.startedAt,
    ringing: session.ringing !== undefined,
    participants: [...session.slots.values()].map(({ id, who, role, device, state }) => {
      const line = quality.get(id);
      return {
        name: who.name,
        role,
        device: device.kind,
        state: state.state,
        ...(line && { quality: line }),
      };
    }),
  };
}
