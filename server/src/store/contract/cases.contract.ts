import { describe, expect, test } from 'vitest';
import { newId, OrgId, PersonId, type Author } from '@fernblick/shared/protocol';
import type { CaseFilter } from '../Store.ts';
import { race, useStores, type MakeHarness } from './harness.ts';
import { ann, makeCase, makeOrg, makePerson, makeSnapshot, makeEntry, makeEvent } from './testData.ts';

export function describeCases(makeHarness: MakeHarness): void {
  describe('cases', () => {
    const stores = useStores(makeHarness);
    const orgId = newId(OrgId);

    test('every case has a number of its own, per organisation; a repeated request uses up none', async () => {
      const racers = [stores.first(), await stores.open()];
      const fresh = Array.from({ length: 20 }, () => makeCase(orgId));
      const created = await Promise.all(
        race(racers, 20, (store, index) => store.cases.create(fresh[index] ?? makeCase(orgId))),
      );
      const numbers = created.map((doc) => doc?.number ?? 0).toSorted((a, b) => a - b);
      expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
      const { cases } = stores.first();
      expect(await cases.create({ ...makeCase(orgId), ...fresh[3], activeAt: 9_000 })).toEqual(created[3]);
      expect((await cases.create(makeCase(orgId))).number).toBe(21);
      expect((await cases.create(makeCase(newId(OrgId)))).number).toBe(1);
      expect(await cases.byNumber(orgId, 22)).toBeUndefined();
    });

    test('pages are complete while cases are added', async () => {
      const { cases } = stores.first();
      // Many of the same moment: the id decides.
      const fresh = Array.from({ length: 23 }, (_, index) =>
        makeCase(orgId, { activeAt: 1_000 + (index % 3) }),
      );
      for (const doc of fresh) await cases.create(doc);
      const expected = fresh
        .toSorted((a, b) => b.activeAt - a.activeAt || (a.id < b.id ? 1 : -1))
        .map(({ id }) => id);
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await cases.list(orgId, {}, { cursor, limit: 5 });
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.next;
        await cases.create(makeCase(orgId, { activeAt: 5_000 }));
      } while (cursor);
      expect(seen).toEqual(expected);
      const nonsense = cases.list(orgId, {}, { cursor: 'x', limit: 5 });
      await expect(nonsense).rejects.toMatchObject({ code: 'BAD_DATA' });
    });

    test('finds by words in any spelling, number, status and member', async () => {
      const { cases } = stores.first();
      const bob: Author = { kind: 'guest', id: newId(PersonId), name: 'Bob' };
      const titles = ['Kühlwasserpumpe undicht', 'Motor 12 heiß', 'Café (100%) [a-b]'];
      const [pump, motor, cafe] = await Promise.all(
        titles.map((title, index) =>
          cases.create(
            makeCase(orgId, {
              ...{ title, asset: 'ANLAGE', customer: index === 1 ? 'Straßenbau Groß' : 'Harbour' },
              members: index === 1 ? [ann, bob, ann] : [ann],
            }),
          ),
        ),
      );
      await cases.create(makeCase(newId(OrgId), { title: 'Kühlwasserpumpe', members: [bob] }));
      const find = async (filter: CaseFilter) =>
        (await cases.list(orgId, filter, { limit: 10 })).items.map(({ title }) => title).toSorted();
      for (const q of ['kuhlwasser', 'KUEHLWASSER', 'kühl undicht', 'WasserPumpe harbour']) {
        expect(await find({ q }), q).toEqual([titles[0]]);
      }
      expect(await find({ q: 'strassenbau gross heiss' })).toEqual([titles[1]]);
      expect(await find({ q: 'cafe (100%) [a-b]' })).toEqual([titles[2]]);
      expect(await find({ q: 'anlage motor pump' })).toEqual([]);
      expect(await find({ q: `#${cafe?.number}` })).toEqual([titles[2]]);
      expect(await find({ q: String(pump?.number), memberId: ann.id })).toContain(titles[0]);
      expect(await find({ memberId: bob.id })).toEqual([titles[1]]);
      if (!motor) throw new Error('unreachable');
      await cases.patch(motor.id, 1, { status: 'closed', members: [ann] });
      expect(await find({ memberId: bob.id })).toEqual([]);
      expect(await find({ status: ['closed', 'solved'] })).toEqual([titles[1]]);
      expect(await find({ status: [] })).toEqual([]);
    });
  });

  describe('a demo organisation', () => {
    const stores = useStores(makeHarness);

    test('goes with everything it has, names its blobs, and leaves the others alone', async () => {
      const store = stores.first();
      const fill = async (demo: boolean) => {
        const org = await store.orgs.create(makeOrg({ demo }));
        const person = await store.people.create(makePerson(org.id));
        await store.accounts.create('user', { id: person.id, email: person.email });
        await store.accounts.create('signIn', { token: person.id, userId: person.id });
        const file = await store.cases.create(makeCase(org.id), [makeEvent(org.id)]);
        const snapshot = await store.snapshots.create(makeSnapshot(file));
        const entry = await store.timeline.append(makeEntry(file));
        return { org, person, file, snapshot, entry };
      };
      const demo = await fill(true);
      const real = await fill(false);
      await expect(store.removeDemo(real.org.id)).rejects.toMatchObject({ code: 'FORBIDDEN' });

      const { original, preview, thumbnail } = demo.snapshot;
      const keys = await store.removeDemo(demo.org.id);
      expect(keys.toSorted()).toEqual([original.key, preview.key, thumbnail.key].toSorted());
      const found = async ({ org, person, file, snapshot, entry }: typeof demo) => [
        (await store.orgs.get(org.id)) !== undefined,
        (await store.people.byEmail(person.email)) !== undefined,
        (await store.cases.get(file.id)) !== undefined,
        (await store.snapshots.get(snapshot.id)) !== undefined,
        (await store.timeline.get(entry.id)) !== undefined,
        (await store.accounts.count('user', [
          { field: 'id', operator: 'eq', value: person.id, connector: 'AND' },
        ])) === 1,
        (await store.accounts.count('signIn', [
          { field: 'userId', operator: 'eq', value: person.id, connector: 'AND' },
        ])) === 1,
        (await store.audit.list(org.id, { limit: 10 })).items.length === 1,
      ];
      expect(await found(demo)).toEqual(Array(8).fill(false));
      expect(await found(real)).toEqual(Array(8).fill(true));
      await expect(store.removeDemo(demo.org.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });
  });
}
