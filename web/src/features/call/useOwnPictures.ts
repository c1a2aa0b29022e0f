import { openCamera, openScreen } from '@fernblick/shared/client';
import { onScopeDispose, shallowRef } from 'vue';
import { useI18n } from '../../i18n/useI18n.ts';
import { useProblem } from '../../ui/useProblem.ts';
import type { Call } from './useCall.ts';

const openers = {
  camera: () => openCamera({ facing: 'user' }),
  screen: openScreen,
};
export type OwnSource = keyof typeof openers;

/** Our own camera and screen: both optional, both off until asked for. */
export function useOwnPictures(call: Call) {
  const { t } = useI18n();
  const problem = useProblem();
  const own = {
    camera: shallowRef<MediaStreamTrack>(),
    screen: shallowRef<MediaStreamTrack>(),
  };

  async function stop(source: OwnSource): Promise<void> {
    own[source].value?.stop();
    own[source].value = undefined;
    await call.client.value?.stopTrack(source).catch(() => undefined);
  }

  async function toggle(source: OwnSource): Promise<void> {
    if (own[source].value) return stop(source);
    try {
      const track = await openers[source]();
      own[source].value = track;
      // The browser has its own button that ends a shared screen.
      track.addEventListener('ended', () => {
        if (own[source].value === track) void stop(source);
      });
      await call.client.value?.sendTrack(source, track);
    } catch (error) {
      await stop(source);
      // Whoever closes the browser's question has changed their mind.
      if (source === 'screen' && isDenied(error)) return;
      problem.note(t(source === 'camera' ? 'call.cameraProblem' : 'call.shareProblem'), 'i-lucide-video-off');
    }
  }

  onScopeDispose(() => {
    own.camera.value?.stop();
    own.screen.value?.stop();
  });
  return { ...own, toggle };
}

function isDenied(error: unknown): boolean {
  return error instanceof Error && 'problem' in error && error.problem === 'denied';
}

export type OwnPictures = ReturnType<typeof useOwnPictures>;
