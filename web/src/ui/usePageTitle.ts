import { useTitle } from '@vueuse/core';
import { computed, toValue } from 'vue';
import type { MaybeRefOrGetter } from 'vue';

/** The document's title: what is shown, then the product. */
export function usePageTitle(text: MaybeRefOrGetter<string | undefined>): void {
  useTitle(
    computed(() => {
      const own = toValue(text);
      return own ? `${own} · Fernblick` : 'Fernblick';
    }),
  );
}
