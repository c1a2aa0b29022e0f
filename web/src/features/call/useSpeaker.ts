import {
  RememberedDevice,
  SpeakerKeeper,
  browserDevices,
  canChooseSpeaker,
  playTestSound,
} from '@fernblick/shared/client';
import type { KnownDevice } from '@fernblick/shared/client';
import { onScopeDispose, ref, shallowRef } from 'vue';
import { useProblem } from '../../ui/useProblem.ts';
import { useI18n } from '../../i18n/useI18n.ts';
import { useDeviceNews } from './useDeviceNews.ts';

/** Where other people's sound goes, and a sound to hear whether it does. */
export function useSpeaker() {
  const { t } = useI18n();
  const problem = useProblem();
  const tell = useDeviceNews();
  const sink = ref('');
  const devices = shallowRef<readonly KnownDevice[]>([]);
  const testing = ref(false);
  const keeper = new SpeakerKeeper({
    source: browserDevices('user'),
    remembered: new RememberedDevice('speaker', localStorage),
    onSink: (deviceId) => {
      sink.value = deviceId;
    },
    onList: (list) => {
      devices.value = list;
    },
    onNews: (news) => {
      tell('speaker', news);
    },
  });
  onScopeDispose(() => {
    keeper.close();
  });

  async function test(): Promise<void> {
    if (testing.value) return;
    testing.value = true;
    try {
      await playTestSound(sink.value);
    } catch {
      problem.note(t('devices.testFailed'), 'i-lucide-volume-off');
    } finally {
      testing.value = false;
    }
  }
  return {
    sink,
    devices,
    testing,
    supported: canChooseSpeaker(),
    choose: (device: KnownDevice): void => {
      keeper.choose(device);
    },
    look: () => keeper.look(),
    test,
  };
}

export type Speaker = ReturnType<typeof useSpeaker>;
