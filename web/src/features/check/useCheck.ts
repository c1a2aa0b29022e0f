import {
  DeviceKeeper,
  RememberedDevice,
  browserCheck,
  browserDevices,
  playTestSound,
  runChecks,
} from '@fernblick/shared/client';
import type { CheckResult } from '@fernblick/shared/client';
import { computed, onScopeDispose, ref, shallowRef } from 'vue';
import { rememberChecked } from './firstCall.ts';

/** The check before a call; camera and microphone are open for as long as the page is seen. */
export function useCheck() {
  const results = shallowRef<readonly CheckResult[]>([]);
  const running = ref(false);
  const tracks = {
    microphone: shallowRef<MediaStreamTrack>(),
    camera: shallowRef<MediaStreamTrack>(),
  };
  const keepers = {
    microphone: keep('microphone'),
    camera: keep('camera'),
  };

  function keep(kind: 'microphone' | 'camera'): DeviceKeeper {
    return new DeviceKeeper({
      kind,
      source: browserDevices('user'),
      remembered: new RememberedDevice(kind, localStorage),
      onTrack: (track) => {
        tracks[kind].value = track;
      },
      onNews: () => undefined,
    });
  }

  async function run(): Promise<void> {
    if (running.value) return;
    running.value = true;
    results.value = [];
    const parts = {
      ...browserCheck('person'),
      open: async (kind: 'microphone' | 'camera') => {
        await keepers[kind].open();
        return tracks[kind].value?.label ?? '';
      },
      play: () => playTestSound(new RememberedDevice('speaker', localStorage).get()?.deviceId),
      cameraNeeded: false,
    };
    await runChecks(parts, (result) => {
      results.value = [...results.value, result];
    });
    running.value = false;
    rememberChecked();
  }
  onScopeDispose(() => {
    keepers.microphone.close();
    keepers.camera.close();
  });

  const summary = computed(() => {
    const states = results.value.map(({ state }) => state);
    if (states.includes('problem')) return 'problem';
    return states.includes('note') ? 'note' : 'ok';
  });
  return { results, running, summary, microphone: tracks.microphone, camera: tracks.camera, run };
}
