import { FernblickError } from '@fernblick/shared/protocol';
import { apiFetch, errorOf, uploadStill } from '@fernblick/shared/client';
import { AnyAnswer } from '@fernblick/shared/api';
import type { WaitingItem } from './WaitingItem.ts';

/** Sends one thing that waited, outside of any call. @throws FernblickError; OFFLINE: no line */
export async function sendWaiting(item: WaitingItem): Promise<void> {
  if (item.kind === 'photo') return uploadStill(item.picture, item.about);
  const { entryId: id, text, at: clientAt } = item;
  const path = `/api/cases/${item.caseId}/entries`;
  const body = { id, text, visibility: 'shared', clientAt };
  if (item.as === 'person') {
    await apiFetch('POST', path, { body, reply: AnyAnswer });
    return;
  }
  // A device may also be signed in: it says that it asks as the guest.
  const response = await fetch(path, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json', 'x-fernblick-as': 'guest' },
    body: JSON.stringify(body),
  }).catch((error: unknown) => {
    throw new FernblickError('OFFLINE', String(error));
  });
  if (response.ok) return;
  const answer: unknown = await response.json().catch(() => undefined);
  throw errorOf(answer, response.status);
}
