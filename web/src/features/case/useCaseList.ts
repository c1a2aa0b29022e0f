import { CaseList } from '@fernblick/shared/api';
import type { CaseView, ListCasesQuery } from '@fernblick/shared/api';
import { apiFetch } from '@fernblick/shared/client';
import { useDebounceFn, watchDebounced } from '@vueuse/core';
import { onScopeDispose, ref, shallowRef, watch } from 'vue';
import type { Ref } from 'vue';
import { useDesk } from '../../stores/desk.ts';
import { useLoad } from '../../ui/useLoad.ts';
import { useProblem } from '../../ui/useProblem.ts';

const PAGE = 50;

/** The cases that fit, newest activity first; further pages are added by `more`. */
export function useCaseList(query: { q: Ref<string>; status: Ref<ListCasesQuery['status']> }) {
  const desk = useDesk();
  const problem = useProblem();
  const further = shallowRef<readonly CaseView[]>([]);
  const next = ref<string>();
  const loadingMore = ref(false);

  function fetchPage(cursor?: string, signal?: AbortSignal): Promise<(typeof CaseList)['_output']> {
    const params = new URLSearchParams({ status: query.status.value, limit: String(PAGE) });
    if (query.q.value.trim()) params.set('q', query.q.value.trim());
    if (cursor) params.set('cursor', cursor);
    return apiFetch('GET', `/api/cases?${params}`, { reply: CaseList, ...(signal && { signal }) });
  }

  const first = useLoad((signal) => fetchPage(undefined, signal));
  watch(first.value, (page) => {
    further.value = [];
    next.value = page?.next;
  });

  async function more(): Promise<void> {
    if (!next.value) return;
    loadingMore.value = true;
    try {
      const page = await fetchPage(next.value);
      further.value = [...further.value, ...page.cases];
      next.value = page.next;
    } catch (error) {
      problem.tell(error);
    } finally {
      loadingMore.value = false;
    }
  }

  watchDebounced(query.q, () => void first.reload(), { debounce: 180 });
  watch(query.status, () => void first.reload());
  // Whoever has paged on keeps what is on the screen.
  const refresh = useDebounceFn(() => further.value.length === 0 && first.reload(), 800);
  onScopeDispose(desk.on('case.changed', () => void refresh()));
  onScopeDispose(desk.on('live.changed', () => void refresh()));
  void first.reload();

  return { first: first.value, further, next, error: first.error, reload: first.reload, more, loadingMore };
}
