import type { ParticipantQuality } from '@fernblick/shared/protocol';
import { onScopeDispose, shallowRef, watch, type Ref } from 'vue';
import type { Call } from './useCall.ts';

const EVERY_MS = 3_000;

/** How good everybody's line is; asked for only while somebody looks at it. */
export function useCallQuality(call: Call, open: Readonly<Ref<boolean>>) {
  const lines = shallowRef<readonly ParticipantQuality[]>();
  const failed = shallowRef(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = false;

  async function ask(): Promise<void> {
    clearTimeout(timer);
    try {
      const found = await call.client.value?.readQuality();
      if (found) lines.value = found;
      failed.value = found === undefined;
    } catch {
      // The line is lost, or the call over: what was known stays, marked as old.
      failed.value = true;
    }
    if (open.value && !over) timer = setTimeout(() => void ask(), EVERY_MS);
  }

  watch(open, (isOpen) => {
    if (isOpen) void ask();
    else clearTimeout(timer);
  });
  onScopeDispose(() => {
    over = true;
    clearTimeout(timer);
  });
  return { lines, failed };
}
