import type { RemoteTrack } from '@fernblick/shared/client';
import type { Participant, SurfaceId } from '@fernblick/shared/protocol';
import { computed, watchEffect } from 'vue';
import type { Call } from './useCall.ts';

/** A live picture that can be looked at and drawn on. */
export interface LivePicture {
  surfaceId: SurfaceId;
  track: RemoteTrack;
  participant: Participant | undefined;
}

/**
 * The picture everybody looks at: the one chosen for all; otherwise the first technician's camera, then any
 * camera, then a screen.
 */
export function mainPicture(
  pictures: readonly LivePicture[],
  chosen: SurfaceId | undefined,
): LivePicture | undefined {
  const isCamera = ({ track }: LivePicture) => track.producer.source === 'camera';
  return (
    pictures.find(({ surfaceId }) => surfaceId === chosen) ??
    pictures.find((picture) => isCamera(picture) && picture.participant?.role === 'technician') ??
    pictures.find(isCamera) ??
    pictures[0]
  );
}

/** The live pictures of a call and which is the large one; asks the server for what is seen and heard. */
export function usePictures({ client, call, tracks }: Call) {
  const pictures = computed((): LivePicture[] =>
    tracks.value.flatMap((track) => {
      const { surfaceId, kind, participantId } = track.producer;
      if (kind !== 'video' || !surfaceId) return [];
      const participant = call.value?.participants.find(({ id }) => id === participantId);
      return [{ surfaceId, track, participant }];
    }),
  );
  const main = computed(() => {
    const stage = call.value?.stage;
    return mainPicture(pictures.value, stage?.kind === 'live' ? stage.surfaceId : undefined);
  });
  watchEffect(() => {
    for (const { producer } of tracks.value) client.value?.setWanted(producer.producerId, true);
  });
  return { pictures, main };
}
