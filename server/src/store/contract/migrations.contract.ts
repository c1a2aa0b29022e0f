import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newId, OrgId } from '@fernblick/shared/protocol';
import type { DocumentEngine } from '../engine/DocumentEngine.ts';
import type { Migration } from '../migrations/migrations.ts';
import type { MakeHarness } from './harness.ts';
import { makeCase, makePerson } from './testData.ts';

/** What an update does to what is stored. */
export function describeMigrations(makeHarness: MakeHarness): void {
  describe('migrations', () => {
    let harness: Awaited<ReturnType<MakeHarness>>;
    const orgId = newId(OrgId);
    beforeEach(async () => {
      harness = await makeHarness();
      const store = await harness.open();
      for (const title of ['Pump leaks', 'Valve stuck']) await store.cases.create(makeCase(orgId, { title }));
      await store.people.create(makePerson(orgId));
      await store.close();
    });
    afterEach(() => harness.remove());

    const titles = async (migrations: readonly Migration[] = []) => {
      const store = await harness.open(migrations);
      const { items } = await store.cases.list(orgId, {}, { limit: 10 });
      await store.close();
      return items.map(({ title }) => title).sort();
    };

    test('are applied in order, each once, also when several servers start at the same time', async () => {
      const ran: string[] = [];
      const all = [appending(2, ' (two)', ran), appending(3, ' (three)', ran)];
      const first = await Promise.allSettled([harness.open(all), harness.open(all), harness.open(all)]);
      const stores = first.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      // The embedded store may turn away who comes while the file is being changed; nobody gets half a change.
      expect(stores.length).toBeGreaterThan(0);
      for (const store of stores) await store.close();
      expect(await titles(all)).toEqual(['Pump leaks (two) (three)', 'Valve stuck (two) (three)']);
      expect(ran).toEqual([' (two)', ' (three)']);
    });

    test('of a newer Fernblick keep an older one away, which changes nothing', async () => {
      await titles([appending(2, '!', [])]);
      const before = await harness.dump();
      await expect(harness.open([])).rejects.toMatchObject({ code: 'VERSION_UNSUPPORTED' });
      await expect(harness.open([])).rejects.toThrow(/newer Fernblick \(shape 2, this one knows 1\)/);
      expect(await harness.dump()).toEqual(before);
    });

    test('that fail leave everything as it was; the version before starts on it', async () => {
      const before = content(await harness.dump());
      const failing: Migration = {
        to: 3,
        title: 'break',
        run: async (engine) => {
          await appending(3, ' broken', []).run(engine);
          await engine.insert('cases', [{ id: 'new', _rev: 1, orgId, number: 99 }]);
          await engine.remove('people', []);
          await engine.insert('people', [{ id: 'other', _rev: 1, orgId, email: 'x' }]);
          throw new Error('out of luck');
        },
      };
      await expect(harness.open([{ ...failing, to: 2 }])).rejects.toThrow(/"break" failed: out of luck/);
      expect(content(await harness.dump())).toEqual(before);
      expect(await titles()).toEqual(['Pump leaks', 'Valve stuck']);
      // Mended, the same update goes through.
      expect(await titles([appending(2, '!', [])])).toEqual(['Pump leaks!', 'Valve stuck!']);
    });
  });
}

/** A migration that changes every case, one after the other. */
function appending(to: number, text: string, ran: string[]): Migration {
  return {
    to,
    title: `append ${text}`,
    run: async (engine: DocumentEngine) => {
      ran.push(text);
      for (const doc of await engine.find('cases', { where: [] })) {
        const changed = { ...doc, _rev: doc._rev + 1, title: `${String(doc.title)}${text}` };
        await engine.replace('cases', changed);
      }
    },
  };
}

/** All but the counters of the migrations' own notes. */
const content = (dump: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(dump).filter(([name]) => !name.startsWith('meta/')));
