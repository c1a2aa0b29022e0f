import { openScreen } from '@fernblick/shared/client';
import { onScopeDispose, shallowRef } from 'vue';
import { useI18n } from '../../i18n/useI18n.ts';
import { useProblem } from '../../ui/useProblem.ts';
import type { Call } from './useCall.ts';
import { useOwnCamera } from './useOwnCamera.ts';

export type OwnSource = 'camera' | 'screen';

/** Our own camera and screen: both optional, both off until asked for. */
export function useOwnPictures(call: Call) {
  const { t } = useI18n();
  const problem = useProblem();
  const own = useOwnCamera(call);
  const screen = shallowRef<MediaStreamTrack>();

  async function stopScreen(): Promise<void> {
    screen.value?.stop();
    screen.value = undefined;
    await call.client.value?.stopTrack('screen').catch(() => undefined);
  }

  async function toggleScreen(): Promise<void> {
    if (screen.value) return stopScreen();
    try {
      const track = await openScreen();
      screen.value = track;
      // The browser has its own button that ends a shared screen.
      track.addEventListener('ended', () => {
        if (screen.value === track) void stopScreen();
      });
      await call.client.value?.sendTrack('screen', track);
    } catch (error) {
      await stopScreen();
      // Whoever closes the browser's question has changed their mind.
      if (isDenied(error)) return;
      problem.note(t('call.shareProblem'), 'i-lucide-video-off');
    }
  }

  onScopeDispose(() => {
    screen.value?.stop();
  });
  const { toggle: toggleCamera, ...camera } = own;
  return {
    ...camera,
    screen,
    toggle: (source: OwnSource) => (source === 'camera' ? toggleCamera() : toggleScreen()),
  };
}

function isDenied(error: unknown): boolean {
  return error instanceof Error && 'problem' in error && error.problem === 'denied';
}

export type OwnPictures = ReturnType<typeof useOwnPictures>;
