import { AnyAnswer, CaseList, CaseView, CreatedInvitation, InvitationList } from '@fernblick/shared/api';
import { apiFetch } from '@fernblick/shared/client';
import { CaseId, InvitationId, newId } from '@fernblick/shared/protocol';

const LINK_MINUTES = 60;

/** A case that is marked as a test, with a link into it. */
export async function openTestCase(title: string): Promise<{ item: CaseView; link: string }> {
  const body = { id: newId(CaseId), title, test: true };
  const item = await apiFetch('POST', '/api/cases', { body, reply: CaseView });
  const { link } = await apiFetch('POST', `/api/cases/${item.id}/invitations`, {
    body: { id: newId(InvitationId), use: 'many', minutes: LINK_MINUTES },
    reply: CreatedInvitation,
  });
  return { item, link };
}

/** Its links stop working and it is closed; what a file has taken in is never deleted. */
export async function closeTestCase(id: CaseId): Promise<void> {
  const { invitations } = await apiFetch('GET', `/api/cases/${id}/invitations`, { reply: InvitationList });
  for (const invitation of invitations) {
    if (invitation.state !== 'revoked')
      await apiFetch('POST', `/api/invitations/${invitation.id}/revoke`, { reply: AnyAnswer });
  }
  const { version, status } = await apiFetch('GET', `/api/cases/${id}`, { reply: CaseView });
  if (status !== 'closed')
    await apiFetch('PATCH', `/api/cases/${id}`, { body: { version, status: 'closed' }, reply: CaseView });
}

/** What a page that was closed in the middle of a test has left open. */
export async function closeLeftTestCases(): Promise<void> {
  const { cases } = await apiFetch('GET', '/api/cases?mine=true&status=open', { reply: CaseList });
  for (const { id, test, live } of cases) if (test && !live) await closeTestCase(id);
}
