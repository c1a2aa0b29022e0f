import { authorOfMe } from '@fernblick/shared/client';
import type { CallData } from '@fernblick/shared/client';
import type { StillMetadata } from '@fernblick/shared/api';
import type { CallTarget } from '../call/useCall.ts';
import { waiting } from './waitingHere.ts';

/** Keeps a picture of a call until the server has it. */
export async function keepPhoto(
  { as, caseId }: CallTarget,
  call: CallData | undefined,
  { picture, about }: { picture: Blob; about: StillMetadata },
): Promise<{ sent: () => void; failed: () => void }> {
  const id = about.snapshotId;
  if (call) {
    const { number: caseNumber, title: caseTitle } = call.case;
    const who = authorOfMe(call).id;
    const at = Date.now();
    await waiting.keep({ id, kind: 'photo', who, as, caseId, caseNumber, caseTitle, at, picture, about });
  }
  return {
    sent: () => void waiting.sent(id),
    failed: () => {
      waiting.settled(id);
    },
  };
}
