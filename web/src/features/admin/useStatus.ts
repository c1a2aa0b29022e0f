import { ServerStatus } from '@fernblick/shared/api';
import { apiFetch } from '@fernblick/shared/client';
import { useDocumentVisibility } from '@vueuse/core';
import { onScopeDispose, shallowRef, watch } from 'vue';

const EVERY_MS = 5_000;
const HOUR_MS = 3_600_000;

/** The server's status, asked for every five seconds while the page is seen; of the hour only what is new. */
export function useStatus() {
  const status = shallowRef<ServerStatus>();
  const error = shallowRef<unknown>();
  const life = new AbortController();
  const visibility = useDocumentVisibility();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let loading = false;

  async function load(): Promise<void> {
    clearTimeout(timer);
    if (loading) return;
    loading = true;
    const known = status.value;
    const since = known?.samples.at(-1)?.at ?? 0;
    try {
      const fresh = await apiFetch('GET', `/api/status?since=${since}`, {
        reply: ServerStatus,
        signal: life.signal,
      });
      // Another process: what the former one measured is gone with it.
      const before = known && known.startedAt === fresh.startedAt ? known.samples : [];
      const samples = [...before, ...fresh.samples].filter(({ at }) => at > fresh.now - HOUR_MS);
      status.value = { ...fresh, samples };
      error.value = undefined;
    } catch (cause) {
      if (!life.signal.aborted) error.value = cause;
    } finally {
      loading = false;
      if (!life.signal.aborted)
        timer = setTimeout(() => visibility.value === 'visible' && void load(), EVERY_MS);
    }
  }

  watch(visibility, (seen) => {
    if (seen === 'visible') void load();
  });
  onScopeDispose(() => {
    life.abort();
    clearTimeout(timer);
  });
  void load();
  return { status, error, load };
}
