import { DeviceKeeper, RememberedDevice, browserDevices } from '@fernblick/shared/client';
import type { KnownDevice } from '@fernblick/shared/client';
import { onScopeDispose, ref, shallowRef } from 'vue';
import { useI18n } from '../../i18n/useI18n.ts';
import { useProblem } from '../../ui/useProblem.ts';
import type { Call } from './useCall.ts';
import { useDeviceNews } from './useDeviceNews.ts';

/** Our own camera: off until asked for; which one may be chosen before that too. */
export function useOwnCamera(call: Call) {
  const { t } = useI18n();
  const problem = useProblem();
  const tellNews = useDeviceNews();
  const camera = shallowRef<MediaStreamTrack>();
  const cameras = shallowRef<readonly KnownDevice[]>([]);
  const remembered = new RememberedDevice('camera', localStorage);
  const chosenCamera = ref(remembered.get()?.deviceId);
  const keeper = new DeviceKeeper({
    kind: 'camera',
    source: browserDevices('user'),
    remembered,
    onList: (list) => {
      cameras.value = list;
    },
    onTrack: async (track) => {
      camera.value = track;
      const client = call.client.value;
      if (track) await client?.sendTrack('camera', track).catch(problem.tell);
      else await client?.stopTrack('camera').catch(() => undefined);
    },
    onNews: (news) => {
      tellNews('camera', news);
    },
  });
  onScopeDispose(() => {
    keeper.close();
  });

  async function attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch {
      problem.note(t('call.cameraProblem'), 'i-lucide-video-off');
    }
  }

  return {
    camera,
    cameras,
    chosenCamera,
    listCameras: () => keeper.refreshList(),
    toggle: () => attempt(() => (camera.value ? keeper.release() : keeper.open())),
    chooseCamera: async (device: KnownDevice): Promise<void> => {
      chosenCamera.value = device.deviceId;
      // Off, it is only kept for when it is switched on.
      if (camera.value) await attempt(() => keeper.choose(device));
      else keeper.prefer(device);
    },
  };
}
