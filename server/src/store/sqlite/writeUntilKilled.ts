import { CaseId, EntryId, newId, OrgId } from '@fernblick/shared/protocol';
import { makeEntry, makeEvent } from '../contract/testData.ts';
import { openStore } from '../openStore.ts';

// A process of a test: writes to a case and tells its parent of every entry that is confirmed.
const [dataDir = '', org, file] = process.argv.slice(2);
const place = { orgId: OrgId.parse(org), id: CaseId.parse(file) };
const { store } = await openStore({ dataDir });
await store.cases.update(place.id, () => ({
  changes: { title: 'Being written' },
  events: [makeEvent(place.orgId, { action: 'case.write' })],
}));
for (;;) {
  const ids = Array.from({ length: 5 }, () => newId(EntryId));
  await Promise.all(
    ids.map(async (id) => {
      await store.timeline.append(makeEntry(place, 'Written in a hurry', { id }));
      process.send?.(id);
    }),
  );
}
