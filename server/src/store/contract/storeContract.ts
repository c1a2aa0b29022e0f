import { describeAccounts } from './accounts.contract.ts';
import { describeAudit } from './audit.contract.ts';
import { describeCases } from './cases.contract.ts';
import { describeDocuments } from './documents.contract.ts';
import type { MakeHarness } from './harness.ts';
import { describeMigrations } from './migrations.contract.ts';
import { describeSessions } from './sessions.contract.ts';
import { describeTimeline } from './timeline.contract.ts';

/** What every store must keep, whichever database it is on. */
export function describeStore(makeHarness: MakeHarness): void {
  describeDocuments(makeHarness);
  describeTimeline(makeHarness);
  describeCases(makeHarness);
  describeSessions(makeHarness);
  describeAudit(makeHarness);
  describeAccounts(makeHarness);
  describeMigrations(makeHarness);
}
