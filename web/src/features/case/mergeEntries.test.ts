import { CaseId, EntryId, OrgId, newId } from '@fernblick/shared/protocol';
import type { EntryView } from '@fernblick/shared/protocol';
import { expect, it } from 'vitest';
import { mergeEntries } from './mergeEntries.ts';

const [orgId, caseId] = [newId(OrgId), newId(CaseId)];

function entry(seq: number, rev = 1, text = `entry ${seq}`): EntryView {
  return {
    id: newId(EntryId),
    orgId,
    caseId,
    seq,
    rev,
    kind: 'message',
    visibility: 'shared',
    author: { kind: 'person', id: orgId, name: 'Jo' },
    clientAt: seq,
    at: seq,
    body: { kind: 'message', text },
  };
}

it('puts pages and single entries in order, each once', () => {
  const live = mergeEntries([entry(5), entry(6)], [entry(7), entry(6)]);
  expect(mergeEntries(live, [entry(3), entry(4), entry(5)]).map(({ seq }) => seq)).toEqual([3, 4, 5, 6, 7]);
});

it('never lets an older revision replace a newer one', () => {
  const erased = entry(2, 2, 'erased');
  expect(mergeEntries([erased], [entry(2, 1)])).toEqual([erased]);
  expect(mergeEntries([entry(2, 1)], [erased])).toEqual([erased]);
});
