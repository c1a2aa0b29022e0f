import { describe, expect, test } from 'vitest';
import { CaseId, newId, OrgId, SurfaceId } from '@fernblick/shared/protocol';
import { verifyChain } from '../domain/chain.ts';
import type { Store } from '../Store.ts';
import { race, useStores, type MakeHarness } from './harness.ts';
import { makeCase, makeEntry, makeLayerEntries } from './testData.ts';

export function describeTimeline(makeHarness: MakeHarness): void {
  describe('timeline', () => {
    const stores = useStores(makeHarness);
    const openCase = (store: Store = stores.first()) => store.cases.create(makeCase(newId(OrgId)));

    test('200 appends of two processes make one unbroken chain and move the case up', async () => {
      const racers = [stores.first(), await stores.open()];
      const file = await openCase();
      const entries = await Promise.all(
        race(racers, 200, (store, index) => store.timeline.append(makeEntry(file, `Message ${index}`))),
      );
      const { timeline, cases } = stores.first();
      const stored = await timeline.list(file.id, { limit: 1_000 });
      expect(stored.map(({ seq }) => seq)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
      expect(verifyChain(stored)).toBeUndefined();
      expect(stored).toEqual(entries.toSorted((a, b) => (a?.seq ?? 0) - (b?.seq ?? 0)));
      expect(await timeline.headSeq(file.id)).toBe(200);
      // Whoever was editing the case's title has no conflict because somebody wrote a message.
      expect(await cases.get(file.id)).toEqual({ ...file, activeAt: stored.at(-1)?.at });
    }, 60_000);

    test('the same entry again is the first one; another under its id is a conflict', async () => {
      const { timeline } = stores.first();
      const file = await openCase();
      const draft = makeEntry(file, 'First');
      const first = await timeline.append(draft);
      await timeline.append(makeEntry(file, 'Second'));
      expect(await timeline.append({ ...draft, clientAt: 9_999 })).toEqual(first);
      const other = makeEntry(file, 'Other', { id: draft.id });
      await expect(timeline.append(other)).rejects.toMatchObject({ code: 'ID_CONFLICT' });
      expect(await timeline.headSeq(file.id)).toBe(2);
      expect(await timeline.get(draft.id)).toEqual(first);
    });

    test('no entry without its case, nor under another organisation', async () => {
      const { timeline } = stores.first();
      const file = await openCase();
      const strays = [makeEntry({ ...file, id: newId(CaseId) }), makeEntry({ ...file, orgId: newId(OrgId) })];
      for (const stray of strays) {
        await expect(timeline.append(stray)).rejects.toMatchObject({ code: 'CASE_NOT_FOUND' });
      }
      expect(await timeline.headSeq(file.id)).toBe(0);
    });

    test('reads windows, and only what is shared', async () => {
      const { timeline } = stores.first();
      const file = await openCase();
      for (let seq = 1; seq <= 6; seq++) {
        const visibility = seq % 2 === 0 ? 'internal' : 'shared';
        await timeline.append(makeEntry(file, `Message ${seq}`, { visibility }));
      }
      const read = async (query: Parameters<typeof timeline.list>[1]) =>
        (await timeline.list(file.id, query)).map(({ seq }) => seq);
      expect(await read({ after: 4, limit: 10 })).toEqual([5, 6]);
      expect(await read({ before: 5, limit: 2 })).toEqual([3, 4]);
      expect(await read({ after: 1, before: 5, limit: 2 })).toEqual([2, 3]);
      expect(await read({ limit: 10, visibility: 'shared' })).toEqual([1, 3, 5]);
    });

    test('a text that is no proper Unicode does not break the chain', async () => {
      const file = await openCase();
      await stores.first().timeline.append(makeEntry(file, 'half \ud83d, nul \u0000, Ä'));
      const entries = await stores.first().timeline.list(file.id, { limit: 10 });
      expect(verifyChain(entries)).toBeUndefined();
    });
  });

  describe('layers', () => {
    const stores = useStores(makeHarness);

    test('continue what is stored; the same again is written once', async () => {
      const { layers, cases } = stores.first();
      const file = await cases.create(makeCase(newId(OrgId)));
      const surface = newId(SurfaceId);
      const entries = makeLayerEntries(file, surface, 1, 5);
      await layers.append(entries.slice(0, 3));
      // Only a part of it had arrived.
      await layers.append(entries);
      await layers.append(entries.slice(1, 2));
      expect(await layers.list(surface)).toEqual(entries);
      expect(await layers.list(surface, 3)).toEqual(entries.slice(3));
      expect(await layers.headSeq(surface)).toBe(5);
      for (const doc of entries) expect(await layers.byOpId(doc.entry.op.id)).toEqual(doc);
      expect(await layers.headSeq(newId(SurfaceId))).toBe(0);
    });

    test('refuse gaps, numbers that are taken and operations under a used id, and keep nothing of it', async () => {
      const { layers, cases } = stores.first();
      const file = await cases.create(makeCase(newId(OrgId)));
      const surface = newId(SurfaceId);
      const entries = makeLayerEntries(file, surface, 1, 2);
      await layers.append(entries);
      const refused = (seq: number) => layers.append(makeLayerEntries(file, surface, seq, 2));
      await expect(refused(4)).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });
      await expect(refused(2)).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });
      const [third, fourth] = makeLayerEntries(file, surface, 3, 2);
      const [used] = entries;
      if (!third || !fourth || !used) throw new Error('unreachable');
      const reused = {
        ...fourth,
        entry: { ...fourth.entry, op: { ...fourth.entry.op, id: used.entry.op.id } },
      };
      await expect(layers.append([third, { ...reused, digest: 'f'.repeat(64) }])).rejects.toMatchObject({
        code: 'ID_CONFLICT',
      });
      expect(await layers.list(surface)).toEqual(entries);
    });

    test('of two processes that append the same number one is refused', async () => {
      const racers = [stores.first(), await stores.open()];
      const file = await stores.first().cases.create(makeCase(newId(OrgId)));
      const surface = newId(SurfaceId);
      const results = await Promise.allSettled(
        racers.map((store) => store.layers.append(makeLayerEntries(file, surface, 1, 3))),
      );
      expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      expect(await stores.first().layers.list(surface)).toHaveLength(3);
    });
  });
}
