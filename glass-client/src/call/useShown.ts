import { computed, ref, watch } from 'vue';
import type { SurfaceId } from '@fernblick/shared/protocol';
import type { ShownPreview } from '../overlay/paintSurface.ts';
import { chooseView, viewKey } from './chooseView.ts';
import type { View } from './chooseView.ts';
import type { Call } from './useCall.ts';

/** What fills the screen, with the strokes that lie on it. */
export function useShown({ call, client, tracks }: Pick<Call, 'call' | 'client' | 'tracks'>) {
  /** The shown thing that the person has put away to see the own camera. */
  const putAway = ref<string>();
  const offered = computed<View>(() =>
    call.value ? chooseView(call.value) : { kind: 'camera', surfaceId: undefined },
  );
  const isPutAway = computed(() => putAway.value !== undefined && viewKey(offered.value) === putAway.value);

  const ownProducer = computed(() =>
    call.value?.producers.find(
      ({ participantId, source }) => participantId === call.value?.me && source === 'camera',
    ),
  );
  // While the line is lost nothing is sent, but what was drawn stays where it is.
  const ownSurface = ref<SurfaceId>();
  watch(
    () => ownProducer.value?.surfaceId,
    (surfaceId) => {
      ownSurface.value = surfaceId ?? ownSurface.value;
    },
    { immediate: true },
  );

  const view = computed<View>(() => {
    const { value } = offered;
    const notYet = value.kind === 'snapshot' && !value.ready;
    return isPutAway.value || notYet ? { kind: 'camera', surfaceId: ownSurface.value } : value;
  });
  const shownSurface = computed(() => {
    if (view.value.kind === 'camera') return ownSurface.value;
    return view.value.kind === 'remote' ? view.value.producer.surfaceId : view.value.surfaceId;
  });
  const remoteTrack = computed(() => {
    const { value } = view;
    if (value.kind !== 'remote') return undefined;
    return tracks.value.find(({ producer }) => producer.producerId === value.producer.producerId)?.track;
  });

  // Only what is seen is received.
  const wanted = new Map<string, boolean>();
  watch(
    () => [tracks.value, view.value] as const,
    ([remote, shown]) => {
      for (const { producer } of remote) {
        if (producer.kind !== 'video') continue;
        const seen = shown.kind === 'remote' && shown.producer.producerId === producer.producerId;
        if (wanted.get(producer.producerId) === seen) continue;
        wanted.set(producer.producerId, seen);
        client.setWanted(producer.producerId, seen);
      }
    },
    { immediate: true },
  );

  return {
    view,
    /** What the corner's words are about. */
    told: computed(() => (isPutAway.value ? view.value : offered.value)),
    ownProducer,
    ownSurface,
    shownSurface,
    remoteTrack,
    canComeBack: computed(() => isPutAway.value && offered.value.kind !== 'camera'),
    putAway: (): void => {
      putAway.value = viewKey(offered.value);
    },
    bringBack: (): void => {
      putAway.value = undefined;
    },
    strokesOf: (surfaceId: SurfaceId | undefined) =>
      (surfaceId && call.value?.layers.get(surfaceId)?.strokes) ?? [],
    previewsOf: (surfaceId: SurfaceId | undefined): ShownPreview[] =>
      [...(call.value?.previews.values() ?? [])].filter((preview) => preview.surfaceId === surfaceId),
  };
}

export type Shown = ReturnType<typeof useShown>;
