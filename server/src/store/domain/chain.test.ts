import { expect, test } from 'vitest';
import { CaseId, newId, OrgId, type TimelineEntry } from '@fernblick/shared/protocol';
import { makeEntry } from '../contract/testData.ts';
import { sealEntry, verifyChain, type BrokenChain } from './chain.ts';

const file = { orgId: newId(OrgId), id: newId(CaseId) };

function makeChain(): TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  for (let seq = 1; seq <= 4; seq++)
    entries.push(sealEntry(makeEntry(file, `Message ${seq}`), entries.at(-1), 9_000 - seq));
  return entries;
}

test('a chain holds, and its times never run back', () => {
  const entries = makeChain();
  expect(verifyChain(entries)).toBeUndefined();
  expect(entries.map(({ at }) => at)).toEqual([8_999, 8_999, 8_999, 8_999]);
  expect(verifyChain([])).toBeUndefined();
});

test('an entry of which body and salt were erased keeps its place in the chain', () => {
  const entries = makeChain().map((entry) =>
    entry.seq === 2
      ? { ...entry, body: { kind: 'tombstone' as const, reason: 'GDPR Art. 17' }, salt: '' }
      : entry,
  );
  expect(verifyChain(entries)).toBeUndefined();
});

test.each<[string, (entries: TimelineEntry[]) => TimelineEntry[], BrokenChain]>([
  [
    'a word',
    (entries) => change(entries, 2, { body: { kind: 'message', text: 'Never said' } }),
    { seq: 2, reason: 'body' },
  ],
  ['a time', (entries) => change(entries, 3, { at: 1 }), { seq: 3, reason: 'hash' }],
  ['who sees it', (entries) => change(entries, 1, { visibility: 'internal' }), { seq: 1, reason: 'hash' }],
  ['a missing entry', (entries) => entries.toSpliced(1, 1), { seq: 3, reason: 'order' }],
  ['a missing beginning', (entries) => entries.slice(1), { seq: 2, reason: 'order' }],
  [
    'an entry of another chain',
    (entries) => entries.with(2, makeChain()[2] ?? fail()),
    { seq: 3, reason: 'previous' },
  ],
])('%s that was changed is found', (_what, tamper, broken) => {
  expect(verifyChain(tamper(makeChain()))).toEqual(broken);
});

function change(entries: TimelineEntry[], seq: number, changes: Partial<TimelineEntry>): TimelineEntry[] {
  return entries.map((entry) => (entry.seq === seq ? { ...entry, ...changes } : entry));
}

function fail(): never {
  throw new Error('unreachable');
}
