import { CaptureError, DeviceKeeper, RememberedDevice, browserDevices } from '@fernblick/shared/client';
import type { CaptureProblem, KnownDevice } from '@fernblick/shared/client';
import { computed, onScopeDispose, ref, shallowRef } from 'vue';
import { useProblem } from '../../ui/useProblem.ts';
import type { Call } from './useCall.ts';
import { useDeviceNews } from './useDeviceNews.ts';

export type MicrophoneState = 'off' | 'asking' | 'on' | 'muted';

/** Our own microphone: opened when the call is on, muted, changed; the call works without one. */
export function useMicrophone(call: Call) {
  const problem = useProblem();
  const tellNews = useDeviceNews();
  const state = ref<MicrophoneState>('off');
  const trouble = ref<CaptureProblem>();
  const devices = shallowRef<readonly KnownDevice[]>([]);
  const track = shallowRef<MediaStreamTrack>();
  /** Kept over another microphone that takes its place: muted stays muted. */
  let muted = false;

  const keeper = new DeviceKeeper({
    kind: 'microphone',
    source: browserDevices('user'),
    remembered: new RememberedDevice('microphone', localStorage),
    onList: (list) => {
      devices.value = list;
    },
    onTrack: async (next) => {
      track.value = next;
      const client = call.client.value;
      if (!next) {
        state.value = 'off';
        await client?.stopTrack('microphone').catch(() => undefined);
        return;
      }
      next.enabled = !muted;
      state.value = muted ? 'muted' : 'on';
      trouble.value = undefined;
      await client?.sendTrack('microphone', next, { paused: muted }).catch(problem.tell);
    },
    onNews: (news) => {
      if (news.kind === 'gone') trouble.value = 'none';
      tellNews('microphone', news);
    },
  });

  async function attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (state.value === 'asking') state.value = 'off';
      if (error instanceof CaptureError) trouble.value = error.problem;
      else problem.tell(error);
    }
  }

  async function open(): Promise<void> {
    if (state.value !== 'off') return;
    state.value = 'asking';
    trouble.value = undefined;
    muted = false;
    await attempt(() => keeper.open());
  }

  async function toggle(): Promise<void> {
    if (state.value === 'off') return open();
    if (state.value === 'asking') return;
    muted = state.value === 'on';
    // At once, whatever the line does: muted means that nothing more is heard.
    if (track.value) track.value.enabled = !muted;
    state.value = muted ? 'muted' : 'on';
    await call.client.value?.setPaused('microphone', muted).catch(problem.tell);
  }

  onScopeDispose(() => {
    keeper.close();
  });

  return {
    state,
    trouble,
    devices,
    track,
    current: computed(() => track.value?.getSettings().deviceId),
    open,
    toggle,
    choose: (device: KnownDevice) => attempt(() => keeper.choose(device)),
    listDevices: () => keeper.refreshList(),
  };
}

export type Microphone = ReturnType<typeof useMicrophone>;
