import { computed } from 'vue';
import { useI18n } from '../i18n/useI18n.ts';
import { formatBitrate, formatBytes, formatMs, formatShare } from './formatAmount.ts';

/** Amounts with their units in the chosen language. */
export function useAmounts() {
  const { locale } = useI18n();
  const region = computed(() => (locale.value === 'de' ? 'de-DE' : 'en-GB'));
  return {
    bitrate: (value: number) => formatBitrate(value, region.value),
    bytes: (value: number) => formatBytes(value, region.value),
    share: (value: number) => formatShare(value, region.value),
    ms: (value: number) => formatMs(value, region.value),
    count: (value: number) => new Intl.NumberFormat(region.value).format(value),
  };
}
