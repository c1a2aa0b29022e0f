import { describe, expect, test } from 'vitest';
import { newId, OrgId, PersonId } from '@fernblick/shared/protocol';
import { race, useStores, type MakeHarness } from './harness.ts';
import { makeGroup, makeLink, makeOrg, makePerson, makeSnapshot, makeCase, makeBlobRef } from './testData.ts';

export function describeDocuments(makeHarness: MakeHarness): void {
  describe('documents', () => {
    const stores = useStores(makeHarness);
    const orgId = newId(OrgId);

    test('whether it takes writes can be asked by several at once, again and again', async () => {
      const racers = [stores.first(), await stores.open()];
      await Promise.all(race(racers, 8, (store) => store.probe(1_000)));
      await stores.first().probe(1_000);
      const [, other] = racers;
      await other?.close();
      await expect(other?.probe(1_000)).rejects.toThrow();
    });

    test('creating the same again returns what is stored now; other content is a conflict', async () => {
      const { people } = stores.first();
      const fresh = makePerson(orgId);
      const created = await people.create(fresh);
      expect(created).toEqual({ ...fresh, schemaVersion: 1, version: 1, pendingEvents: [] });
      const patched = await people.patch(fresh.id, 1, { name: 'Ann Meier' });
      // A repeated request comes later; the time is the server's and does not count.
      expect(await people.create({ ...fresh, createdAt: 2_000 })).toEqual(patched);
      await expect(people.create({ ...fresh, role: 'admin' })).rejects.toMatchObject({ code: 'ID_CONFLICT' });
      expect(await people.get(fresh.id)).toEqual(patched);
    });

    test('the same picture uploaded again keeps its first blobs', async () => {
      const { snapshots } = stores.first();
      const fresh = makeSnapshot({ orgId, id: makeCase(orgId).id });
      const created = await snapshots.create(fresh);
      const { sha256 } = fresh.original;
      const again = { ...fresh, at: 2_000, original: { ...makeBlobRef(orgId), sha256 } };
      expect(await snapshots.create(again)).toEqual(created);
      const other = { ...fresh, original: makeBlobRef(orgId) };
      await expect(snapshots.create(other)).rejects.toMatchObject({ code: 'ID_CONFLICT' });
    });

    test('an email is taken once, by creation and by change', async () => {
      const { people } = stores.first();
      const ann = await people.create(makePerson(orgId, { email: 'ann@example.com' }));
      const bob = await people.create(makePerson(orgId, { email: 'bob@example.com' }));
      const third = makePerson(newId(OrgId), { email: 'ann@example.com' });
      await expect(people.create(third)).rejects.toMatchObject({ code: 'EMAIL_TAKEN' });
      const change = people.patch(bob.id, 1, { email: 'ann@example.com' });
      await expect(change).rejects.toMatchObject({ code: 'EMAIL_TAKEN' });
      expect(await people.get(third.id)).toBeUndefined();
      expect(await people.byEmail('Ann@Example.com')).toEqual(ann);
      expect(await people.byEmail('bob@example.com')).toEqual(bob);
    });

    test('a change needs the current version; null removes a member', async () => {
      const { people } = stores.first();
      const { id } = await people.create(makePerson(orgId, { lastSignInAt: 7 }));
      const second = await people.patch(id, 1, { lastSignInAt: null, name: 'Ann Meier' });
      expect(second).toMatchObject({ version: 2, name: 'Ann Meier' });
      expect(second).not.toHaveProperty('lastSignInAt');
      await expect(people.patch(id, 1, { name: 'Late' })).rejects.toMatchObject({
        code: 'VERSION_CONFLICT',
        details: { version: 2 },
      });
      expect(await people.get(id)).toEqual(second);
      const nobody = people.patch(newId(PersonId), 1, { name: 'Nobody' });
      await expect(nobody).rejects.toMatchObject({ code: 'NOT_FOUND' });
      expect(await people.update(id, () => undefined)).toEqual(second);
    });

    test('of 50 racing changes to one version exactly one wins', async () => {
      const racers = [stores.first(), await stores.open()];
      const { id } = await stores.first().people.create(makePerson(orgId));
      const results = await Promise.allSettled(
        race(racers, 50, (store, index) => store.people.patch(id, 1, { name: `Racer ${index}` })),
      );
      const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      expect(won).toHaveLength(1);
      expect(await stores.first().people.get(id)).toEqual(won[0]);
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'VERSION_CONFLICT' });
      }
    });

    test('racing updates of two processes lose nothing', async () => {
      const racers = [stores.first(), await stores.open()];
      const { id } = await stores.first().groups.create(makeGroup(orgId));
      const members = Array.from({ length: 30 }, () => newId(PersonId));
      await Promise.all(
        race(racers, 30, (store, index) =>
          store.groups.update(id, ({ memberIds }) => ({
            changes: { memberIds: [...memberIds, ...members.slice(index, index + 1)] },
          })),
        ),
      );
      const group = await stores.first().groups.get(id);
      expect(group?.version).toBe(31);
      expect(group?.memberIds.toSorted()).toEqual(members.toSorted());
    });

    test('a one-time link is used by one of 20, for its purpose and in time', async () => {
      const racers = [stores.first(), await stores.open()];
      const link = await stores.first().links.create(makeLink(orgId));
      const { links } = stores.first();
      expect(await links.consume(link.tokenHash, 'activate', 5_000)).toBeUndefined();
      expect(await links.consume(link.tokenHash, 'setup', link.expiresAt)).toBeUndefined();
      const results = await Promise.all(
        race(racers, 20, (store) => store.links.consume(link.tokenHash, 'setup', 5_000)),
      );
      expect(results.filter(Boolean)).toEqual([{ ...link, usedAt: 5_000, version: 2 }]);
      expect(await links.byTokenHash(link.tokenHash)).toMatchObject({ usedAt: 5_000 });
    });

    test('what is read after a restart equals what was there before', async () => {
      const store = stores.first();
      const org = await store.orgs.create(makeOrg());
      const person = await store.people.create(makePerson(org.id, { name: 'Jürgen Ä 🛠' }));
      const [file] = await Promise.all([store.cases.create(makeCase(org.id))]);
      await store.close();
      const again = await stores.open();
      expect(await again.orgs.first()).toEqual(org);
      expect(await again.people.list(org.id)).toEqual([person]);
      expect(await again.cases.byNumber(org.id, file.number)).toEqual(file);
      await expect(store.people.get(person.id)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    });
  });
}
