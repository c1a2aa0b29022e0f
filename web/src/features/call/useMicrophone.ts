import { CaptureError, listMicrophones, openMicrophone } from '@fernblick/shared/client';
import type { CaptureProblem } from '@fernblick/shared/client';
import { useLocalStorage } from '@vueuse/core';
import { computed, onScopeDispose, ref, shallowRef } from 'vue';
import { useProblem } from '../../ui/useProblem.ts';
import type { Call } from './useCall.ts';

export type MicrophoneState = 'off' | 'asking' | 'on' | 'muted';

/** Our own microphone: opened when the call is on, muted, changed; the call works without one. */
export function useMicrophone(call: Call) {
  const problem = useProblem();
  const state = ref<MicrophoneState>('off');
  const trouble = ref<CaptureProblem>();
  const devices = shallowRef<readonly MediaDeviceInfo[]>([]);
  const chosen = useLocalStorage<string>('fernblick.microphone', '');
  const track = shallowRef<MediaStreamTrack>();
  let stopped = false;

  async function listDevices(): Promise<void> {
    devices.value = await listMicrophones().catch(() => []);
  }

  async function openChosen(): Promise<MediaStreamTrack> {
    if (!chosen.value) return openMicrophone();
    return openMicrophone(chosen.value).catch((error: unknown) => {
      // It was unplugged: any other will do.
      if (error instanceof CaptureError && error.problem === 'none') return openMicrophone();
      throw error;
    });
  }

  async function open(): Promise<void> {
    if (state.value !== 'off') return;
    state.value = 'asking';
    trouble.value = undefined;
    try {
      const opened = await openChosen();
      if (stopped) {
        opened.stop();
        return;
      }
      track.value = opened;
      opened.addEventListener('ended', () => {
        if (track.value === opened) void lost();
      });
      await call.client.value?.sendTrack('microphone', opened);
      state.value = 'on';
      await listDevices();
    } catch (error) {
      close();
      if (error instanceof CaptureError) trouble.value = error.problem;
      else problem.tell(error);
    }
  }

  async function lost(): Promise<void> {
    close();
    trouble.value = 'none';
    await call.client.value?.stopTrack('microphone').catch(() => undefined);
  }

  function close(): void {
    track.value?.stop();
    track.value = undefined;
    state.value = 'off';
  }

  async function toggle(): Promise<void> {
    if (state.value === 'off') return open();
    if (state.value === 'asking') return;
    const mute = state.value === 'on';
    // At once, whatever the line does: muted means that nothing more is heard.
    if (track.value) track.value.enabled = !mute;
    state.value = mute ? 'muted' : 'on';
    await call.client.value?.setPaused('microphone', mute).catch(problem.tell);
  }

  async function choose(deviceId: string): Promise<void> {
    chosen.value = deviceId;
    if (!track.value) return open();
    try {
      const next = await openMicrophone(deviceId);
      next.enabled = state.value === 'on';
      const before = track.value;
      track.value = next;
      await call.client.value?.replaceTrack('microphone', next);
      before.stop();
    } catch (error) {
      if (error instanceof CaptureError) trouble.value = error.problem;
      else problem.tell(error);
    }
  }

  onScopeDispose(() => {
    stopped = true;
    track.value?.stop();
  });

  const current = computed(() => track.value?.getSettings().deviceId ?? chosen.value);
  return { state, trouble, devices, track, current, open, toggle, choose, listDevices };
}

export type Microphone = ReturnType<typeof useMicrophone>;
