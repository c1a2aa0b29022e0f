import { FernblickError, type OrgId } from '@fernblick/shared/protocol';
import { SnapshotDoc } from '../documents.ts';
import { eq, isIn, type DocumentEngine } from '../engine/DocumentEngine.ts';
import { caseCounter } from './Cases.ts';
import { collections } from './collections.ts';

/**
 * Removes everything of an organisation that is a demo as a whole, the organisation itself last: whatever
 * interrupts it, it can be called again.
 * @returns keys of the blobs, which are now nobody's
 * @throws `NOT_FOUND`; `FORBIDDEN` if the organisation is a real one
 */
export async function removeDemo(
  engine: DocumentEngine,
  org: { id: OrgId; demo: boolean } | undefined,
): Promise<string[]> {
  if (!org) throw new FernblickError('NOT_FOUND');
  if (!org.demo) throw new FernblickError('FORBIDDEN', 'not a demo organisation');
  const ofOrg = [eq('orgId', org.id)];
  const snapshots = (await engine.find('snapshots', { where: ofOrg })).map((doc) => SnapshotDoc.parse(doc));
  const people = (await engine.find('people', { where: ofOrg })).map(({ id }) => id);

  // Sign-in records know no organisation: a user has the id of its person.
  for (const model of ['signIn', 'account'] as const) {
    await engine.remove(`account.${model}`, [isIn('values.userId', people)]);
  }
  await engine.remove('account.user', [isIn('id', people)]);
  for (const { name } of collections) {
    if (name !== 'orgs' && !name.startsWith('account.')) await engine.remove(name, ofOrg);
  }
  await engine.remove('counters', [eq('id', caseCounter(org.id))]);
  await engine.remove('orgs', [eq('id', org.id)]);

  return snapshots.flatMap(({ original, preview, thumbnail, annotated }) =>
    [original, preview, thumbnail, ...(annotated ? [annotated.blob] : [])].map(({ key }) => key),
  );
}
