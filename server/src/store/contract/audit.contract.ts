import { describe, expect, test, vi } from 'vitest';
import { newId, OrgId } from '@fernblick/shared/protocol';
import { useStores, type MakeHarness } from './harness.ts';
import { makeCase, makeEvent, makePerson } from './testData.ts';

export function describeAudit(makeHarness: MakeHarness): void {
  describe('audit', () => {
    const stores = useStores(makeHarness);
    const orgId = newId(OrgId);
    const everything = { limit: 100 };

    test('events ride with the write and are copied once, by however many pumps', async () => {
      const other = await stores.open();
      const { cases, people, audit } = stores.first();
      const events = Array.from({ length: 4 }, (_, index) => makeEvent(orgId, { at: 1_000 + index }));
      const file = await cases.create(makeCase(orgId), events.slice(0, 1));
      const person = await people.create(makePerson(orgId), events.slice(1, 2));
      await people.patch(person.id, 1, { name: 'Ann Meier' }, events.slice(2, 3));
      await cases.update(file.id, () => ({ changes: { title: 'New' }, events: events.slice(3) }));
      await Promise.all([audit.pump(), other.audit.pump(), audit.pump()]);
      expect(await audit.pump()).toBe(0);
      expect((await audit.list(orgId, everything)).items).toEqual(events.toReversed());
      // The pump is no change that anybody has to know of.
      expect(await people.patch(person.id, 2, { role: 'admin' })).toMatchObject({
        version: 3,
        pendingEvents: [],
      });
    });

    test('a refused write leaves no event', async () => {
      const { people, audit } = stores.first();
      const { id, email } = await people.create(makePerson(orgId));
      const taken = people.create(makePerson(orgId, { email }), [makeEvent(orgId)]);
      await expect(taken).rejects.toMatchObject({ code: 'EMAIL_TAKEN' });
      await expect(people.patch(id, 7, { name: 'x' }, [makeEvent(orgId)])).rejects.toMatchObject({
        code: 'VERSION_CONFLICT',
      });
      expect((await audit.list(orgId, everything)).items).toEqual([]);
    });

    test('is copied without anybody asking', async () => {
      const { cases } = stores.first();
      const event = makeEvent(orgId);
      const { id } = await cases.create(makeCase(orgId), [event]);
      await vi.waitFor(async () => expect((await cases.get(id))?.pendingEvents).toEqual([]), {
        timeout: 10_000,
        interval: 100,
      });
    });

    test('the same event again is one; pages are complete', async () => {
      const { audit } = stores.first();
      const events = Array.from({ length: 12 }, (_, index) => makeEvent(orgId, { at: 1_000 + (index % 2) }));
      await audit.append(events.slice(0, 7));
      await audit.append(events);
      const seen = [];
      let cursor: string | undefined;
      do {
        const page = await audit.list(orgId, { cursor, limit: 5 });
        seen.push(...page.items);
        cursor = page.next;
      } while (cursor);
      expect(seen).toEqual(events.toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1)));
    });
  });
}
