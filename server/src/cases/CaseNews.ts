import type { TimelineEntry } from '@fernblick/shared/protocol';
import type { CaseDoc } from '../store/documents.ts';

/** Who wants to know at once what changed in a case; the rooms of live connections implement it. */
export interface CaseNews {
  entryAppended(about: CaseDoc, entry: TimelineEntry): void;
  caseChanged(about: CaseDoc): void;
}
