import * as z from 'zod';
import { StillMetadata } from '@fernblick/shared/api';
import { CaseId, EntryId, MessageText } from '@fernblick/shared/protocol';

const base = {
  /** The message's or the snapshot's own id: sent twice, it arrives once. */
  id: z.string(),
  /** Whose it is; on a device that several people use, each sees their own. */
  who: z.string(),
  as: z.enum(['person', 'guest']),
  caseId: CaseId,
  caseNumber: z.number().int(),
  caseTitle: z.string(),
  /** UTC milliseconds since when it waits. */
  at: z.number(),
};

/** Something that was said or photographed and that the server has not acknowledged; kept when the page closes. */
export const WaitingItem = z.discriminatedUnion('kind', [
  z.object({ ...base, kind: z.literal('text'), entryId: EntryId, text: MessageText }),
  z.object({ ...base, kind: z.literal('photo'), picture: z.instanceof(Blob), about: StillMetadata }),
]);
export type WaitingItem = z.infer<typeof WaitingItem>;
