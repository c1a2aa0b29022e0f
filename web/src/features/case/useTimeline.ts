import { EntryList } from '@fernblick/shared/api';
import { apiFetch } from '@fernblick/shared/client';
import { EntryId, EntryView, newId } from '@fernblick/shared/protocol';
import type { CaseId, Visibility } from '@fernblick/shared/protocol';
import { computed, onScopeDispose, ref, shallowRef } from 'vue';
import { useDesk } from '../../stores/desk.ts';
import { mergeEntries } from './mergeEntries.ts';

const PAGE = 60;
/** Beyond every number: pages are read backwards from it. */
const END = 2_000_000_000;

/** A case's timeline: the newest page first, older ones on demand, new entries as they come. */
export function useTimeline(caseId: CaseId) {
  const desk = useDesk();
  const entries = shallowRef<readonly EntryView[]>([]);
  const error = shallowRef<unknown>();
  const loaded = ref(false);
  const loading = ref(false);
  const first = computed(() => entries.value[0]?.seq ?? 1);
  const complete = ref(false);

  function add(more: readonly EntryView[]): void {
    entries.value = mergeEntries(entries.value, more);
  }

  function fetchPage(query: string): Promise<(typeof EntryList)['_output']> {
    return apiFetch('GET', `/api/cases/${caseId}/entries?${query}`, { reply: EntryList });
  }

  async function run(work: () => Promise<void>): Promise<void> {
    loading.value = true;
    try {
      await work();
      error.value = undefined;
    } catch (cause) {
      error.value = cause;
    } finally {
      loading.value = false;
    }
  }

  const load = () =>
    run(async () => {
      const page = await fetchPage(`before=${END}&limit=${PAGE}`);
      add(page.entries);
      complete.value = page.entries.length < PAGE;
      loaded.value = true;
    });

  const older = () =>
    run(async () => {
      const page = await fetchPage(`before=${first.value}&limit=${PAGE}`);
      add(page.entries);
      complete.value = page.entries.length < PAGE;
    });

  /** What was appended while the line was down. */
  async function catchUp(): Promise<void> {
    const last = entries.value.at(-1)?.seq;
    if (!loaded.value || last === undefined) return load();
    for (let after = last, more = true; more;) {
      const page = await fetchPage(`after=${after}&limit=${PAGE}`).catch(() => undefined);
      if (!page) return;
      add(page.entries);
      more = page.entries.length === PAGE;
      after = page.entries.at(-1)?.seq ?? after;
    }
  }

  async function write(text: string, visibility: Visibility): Promise<void> {
    const body = { id: newId(EntryId), text, visibility, clientAt: Date.now() };
    add([await apiFetch('POST', `/api/cases/${caseId}/entries`, { body, reply: EntryView })]);
  }

  onScopeDispose(
    desk.on('entry.appended', ({ entry }) => {
      if (entry.caseId === caseId) add([entry]);
    }),
  );
  onScopeDispose(desk.onGreeted(() => void catchUp()));
  void load();

  return { entries, error, loaded, loading, complete, load, older, write };
}
