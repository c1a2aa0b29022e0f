import type { DeviceKind, DeviceNews } from '@fernblick/shared/client';
import type { Messages } from '../i18n/en.ts';

/** What is said of a device that was unplugged or is back. */
export function deviceWords(kind: DeviceKind, news: DeviceNews, m: Messages): string {
  const texts = m.devices;
  if (news.kind === 'gone') return texts.gone[kind];
  return texts[news.kind][kind](news.label || texts.another);
}
