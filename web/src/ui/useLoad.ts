import { shallowRef } from 'vue';
import type { ShallowRef } from 'vue';

export interface Load<Value> {
  value: Readonly<ShallowRef<Value | undefined>>;
  error: Readonly<ShallowRef<unknown>>;
  loading: Readonly<ShallowRef<boolean>>;
  /** Loads anew; what was there stays seen meanwhile. */
  reload: () => Promise<void>;
  set: (value: Value) => void;
}

/** What a page fetches: value, problem, and whether it is on its way. Only the newest answer counts. */
export function useLoad<Value>(fetcher: (signal: AbortSignal) => Promise<Value>): Load<Value> {
  const value = shallowRef<Value>();
  const error = shallowRef<unknown>();
  const loading = shallowRef(false);
  let running: AbortController | undefined;

  async function reload(): Promise<void> {
    running?.abort();
    const own = new AbortController();
    running = own;
    loading.value = true;
    try {
      const loaded = await fetcher(own.signal);
      if (own.signal.aborted) return;
      value.value = loaded;
      error.value = undefined;
    } catch (cause) {
      if (!own.signal.aborted) error.value = cause;
    } finally {
      if (running === own) loading.value = false;
    }
  }

  return {
    value,
    error,
    loading,
    reload,
    set: (next) => {
      value.value = next;
    },
  };
}
