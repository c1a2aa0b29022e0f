import { computed, ref, watch } from 'vue';
import type { SurfaceId } from '@fernblick/shared/protocol';
import type { ShownPreview } from '../overlay/paintSurface.ts';
import { viewKey, viewsOf } from './chooseView.ts';
import type { View } from './chooseView.ts';
import type { Call } from './useCall.ts';

/** What fills the screen, with the strokes that lie on it. */
export function useShown({ call, client, tracks }: Pick<Call, 'call' | 'client' | 'tracks'>) {
  /** What the person has chosen to see instead of what is shown to them. */
  const picked = ref<string>();
  const views = computed<View[]>(() => (call.value ? viewsOf(call.value) : []));
  const offered = computed<View>(() => views.value[0] ?? { kind: 'camera', surfaceId: undefined });
  const chosen = computed(() => views.value.find((one) => viewKey(one) === picked.value));
  // Something new is shown: it comes in front.
  watch(
    () => viewKey(offered.value),
    () => {
      picked.value = undefined;
    },
  );

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
    const value = chosen.value ?? offered.value;
    const notYet = value.kind === 'snapshot' && !value.ready;
    return value.kind === 'camera' || notYet ? { kind: 'camera', surfaceId: ownSurface.value } : value;
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
    told: computed(() => (chosen.value ? view.value : offered.value)),
    ownProducer,
    ownSurface,
    shownSurface,
    remoteTrack,
    canComeBack: computed(
      () => view.value.kind === 'camera' && picked.value !== undefined && offered.value.kind !== 'camera',
    ),
    /** There is more to see than the own camera and what is shown. */
    hasMore: computed(() => views.value.length > (offered.value.kind === 'camera' ? 1 : 2)),
    putAway: (): void => {
      picked.value = viewKey({ kind: 'camera', surfaceId: undefined });
    },
    bringBack: (): void => {
      picked.value = undefined;
    },
    /** Goes round all pictures of the call. */
    showNext: (): void => {
      const keys = views.value.map(viewKey);
      picked.value = keys[(keys.indexOf(viewKey(view.value)) + 1) % keys.length];
    },
    strokesOf: (surfaceId: SurfaceId | undefined) =>
      (surfaceId && call.value?.layers.get(surfaceId)?.strokes) ?? [],
    previewsOf: (surfaceId: SurfaceId | undefined): ShownPreview[] =>
      [...(call.value?.previews.values() ?? [])].filter((preview) => preview.surfaceId === surfaceId),
  };
}

export type Shown = ReturnType<typeof useShown>;
