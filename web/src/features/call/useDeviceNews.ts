import type { DeviceKind, DeviceNews } from '@fernblick/shared/client';
import { useI18n } from '../../i18n/useI18n.ts';
import { useProblem } from '../../ui/useProblem.ts';

/** Says in passing that a device was unplugged or is back. */
export function useDeviceNews() {
  const { t } = useI18n();
  const problem = useProblem();
  const icons = { microphone: 'i-lucide-mic', camera: 'i-lucide-video', speaker: 'i-lucide-volume-2' };
  return (kind: DeviceKind, news: DeviceNews): void => {
    const label = (news.kind !== 'gone' && news.label) || t('devices.another');
    problem.note(t(`devices.${news.kind}.${kind}`, { label }), icons[kind]);
  };
}
