import { onScopeDispose, ref, shallowRef } from 'vue';
import { RememberedDevice, SpeakerKeeper, browserDevices, canChooseSpeaker } from '@fernblick/shared/client';
import type { DeviceNews, KnownDevice } from '@fernblick/shared/client';
import { deviceStorage } from './deviceStorage.ts';

/** Where other people's sound goes, for as long as the calling scope lives. */
export function useSpeaker(onNews: (news: DeviceNews) => void = () => undefined) {
  const sink = ref('');
  const devices = shallowRef<readonly KnownDevice[]>([]);
  const keeper = new SpeakerKeeper({
    source: browserDevices('environment'),
    remembered: new RememberedDevice('speaker', deviceStorage),
    onSink: (deviceId) => {
      sink.value = deviceId;
    },
    onList: (list) => {
      devices.value = canChooseSpeaker() ? list : [];
    },
    onNews,
  });
  onScopeDispose(() => {
    keeper.close();
  });
  return {
    sink,
    devices,
    choose: (device: KnownDevice): void => {
      keeper.choose(device);
    },
  };
}

export type Speaker = ReturnType<typeof useSpeaker>;
