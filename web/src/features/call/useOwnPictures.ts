import { openScreen } from '@fernblick/shared/client';
import { computed, onScopeDispose, shallowRef } from 'vue';
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
  const me = () => call.call.value?.me;
  const producers = computed(() => call.call.value?.producers ?? []);
  /** Our screen as the others get it. */
  const sharing = computed(() =>
    screen.value
      ? producers.value.find(({ participantId, source }) => participantId === me() && source === 'screen')
      : undefined,
  );
  /** Whoever began to share after us: their screen is what the technicians see. */
  const sharedOver = computed(() => {
    const last = producers.value.findLast(({ source }) => source === 'screen');
    if (!sharing.value || !last || last === sharing.value) return undefined;
    return call.call.value?.participants.find(({ id }) => id === last.participantId)?.who.name;
  });

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
      if (screen.value === track) await clearTheWay();
    } catch (error) {
      await stopScreen();
      // Whoever closes the browser's question has changed their mind.
      if (isDenied(error)) return;
      problem.note(t('call.shareProblem'), 'i-lucide-video-off');
    }
  }

  /**
   * Technicians see a shared screen unless something else was chosen for all: whoever shares wants it seen. What
   * somebody else holds up stays. Desks keep the picture they have.
   */
  async function clearTheWay(): Promise<void> {
    // Going back from a still first brings back the picture that was chosen before it.
    for (let step = 0; step < 2; step++) {
      const stage = call.call.value?.stage;
      if (!stage || (stage.kind === 'live' && !stage.surfaceId)) return;
      if (stage.kind === 'snapshot' && stage.holder !== me()) return;
      await call.client.value?.live();
    }
  }

  /** Our screen in front of somebody else's. */
  async function showMine(): Promise<void> {
    const surfaceId = sharing.value?.surfaceId;
    if (surfaceId) await call.client.value?.live(surfaceId).catch(problem.tell);
  }

  onScopeDispose(() => {
    screen.value?.stop();
  });
  const { toggle: toggleCamera, ...camera } = own;
  return {
    ...camera,
    screen,
    toggle: (source: OwnSource) => (source === 'camera' ? toggleCamera() : toggleScreen()),
    sharing,
    sharedOver,
    showMine,
  };
}

function isDenied(error: unknown): boolean {
  return error instanceof Error && 'problem' in error && error.problem === 'denied';
}

export type OwnPictures = ReturnType<typeof useOwnPictures>;
