import { expect, it } from 'vitest';
import { CaseId, EntryId, FernblickError, newId } from '@fernblick/shared/protocol';
import { Waiting } from './Waiting.ts';
import type { WaitingDb } from './waitingDb.ts';
import type { WaitingItem } from './WaitingItem.ts';

/** A disk that outlives the pages. */
function disk(): WaitingDb & { rows: Map<string, WaitingItem> } {
  const rows = new Map<string, WaitingItem>();
  return {
    rows,
    all: () => Promise.resolve([...rows.values()]),
    put: (item) => Promise.resolve(void rows.set(item.id, item)),
    remove: (id) => Promise.resolve(void rows.delete(id)),
  };
}

const caseId = newId(CaseId);
function words(text: string, at: number, who = 'toni'): WaitingItem {
  const entryId = newId(EntryId);
  return {
    id: entryId,
    entryId,
    kind: 'text',
    text,
    who,
    as: 'person',
    caseId,
    caseNumber: 7,
    caseTitle: 'P',
    at,
  };
}

it('keeps what is sent until it is there, and a later page sends what was left, oldest first', async () => {
  const db = disk();
  const page = new Waiting(db, () => Promise.reject(new Error('not from here')));
  const [first, second, third] = [words('one', 1), words('two', 2), words('three', 3)];
  for (const item of [third, first, second]) await page.keep(item);
  await page.sent(second.id);
  // The call still sends the others: they are not sent a second time.
  await page.retry('toni');
  expect(page.items.value).toHaveLength(2);

  const sent: string[] = [];
  const later = new Waiting(db, (item) => Promise.resolve(void sent.push(item.id)));
  await later.load();
  expect(later.items.value).toEqual([first, third]);
  await later.retry('toni');
  expect(sent).toEqual([first.id, third.id]);
  expect([later.items.value, db.rows.size]).toEqual([[], 0]);
});

it('stops at a missing line, and leaves what is refused for the person to decide', async () => {
  const db = disk();
  let code: 'OFFLINE' | 'CASE_CLOSED' = 'OFFLINE';
  const tried: string[] = [];
  const page = new Waiting(db, (item) => {
    tried.push(item.id);
    return Promise.reject(new FernblickError(code));
  });
  const [first, second] = [words('one', 1), words('two', 2)];
  for (const item of [first, second]) await db.put(item);
  await db.put(words('of somebody else', 3, 'rosa'));
  await page.load();
  await page.retry('toni');
  expect(tried).toEqual([first.id]);
  code = 'CASE_CLOSED';
  await page.retry('toni');
  expect(tried).toEqual([first.id, first.id, second.id]);
  expect(page.trying.value.get(second.id)).toEqual({ state: 'failed', code: 'CASE_CLOSED' });
  await page.discard(second.id);
  expect(page.items.value.map(({ who }) => who)).toEqual(['toni', 'rosa']);
});

it('goes on without a database', async () => {
  const refused = () => Promise.reject(new Error('private window'));
  const page = new Waiting({ all: refused, put: refused, remove: refused }, () => Promise.resolve());
  await page.load();
  const item = words('one', 1);
  await page.keep(item);
  page.settled(item.id);
  await page.retry('toni');
  expect(page.items.value).toEqual([]);
});
