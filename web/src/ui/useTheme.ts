import { useLocalStorage, usePreferredDark } from '@vueuse/core';
import { computed, watchEffect } from 'vue';
import { useRoute } from 'vue-router';

export const themes = ['system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

const chosen = useLocalStorage<Theme>('fernblick.theme', 'system');

/** The person's choice, kept on this device. */
export function useThemeChoice() {
  return chosen;
}

/** Puts the theme on the page. The call view is always dark: nothing there may outshine the picture. */
export function useTheme(): void {
  const route = useRoute();
  const systemDark = usePreferredDark();
  const dark = computed(
    () =>
      route.meta.dark === true || chosen.value === 'dark' || (chosen.value === 'system' && systemDark.value),
  );
  watchEffect(() => {
    document.documentElement.classList.toggle('dark', dark.value);
    document.documentElement.classList.toggle('light', !dark.value);
    document.documentElement.style.colorScheme = dark.value ? 'dark' : 'light';
  });
}
