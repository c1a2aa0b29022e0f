import type { RemoteTrack } from '@fernblick/shared/client';
import type { Participant, SurfaceId } from '@fernblick/shared/protocol';
import { computed, shallowRef, watch } from 'vue';
import type { Call } from './useCall.ts';
import type { OwnPictures } from './useOwnPictures.ts';
import { useWanted } from './useWanted.ts';

/** A live picture that can be looked at and drawn on. */
export interface LivePicture {
  surfaceId: SurfaceId;
  track: RemoteTrack;
  participant: Participant | undefined;
  /** Our own camera or screen. */
  mine: boolean;
}

/**
 * The large picture: the first of the chosen ones that is there; otherwise the first technician's camera, then any
 * camera, then a screen. Our own is large only when it was chosen.
 */
export function mainPicture(
  pictures: readonly LivePicture[],
  ...chosen: (SurfaceId | undefined)[]
): LivePicture | undefined {
  const isCamera = ({ track }: LivePicture) => track.producer.source === 'camera';
  for (const wish of chosen) {
    const found = wish && pictures.find(({ surfaceId }) => surfaceId === wish);
    if (found) return found;
  }
  const others = pictures.filter(({ mine }) => !mine);
  return (
    others.find((picture) => isCamera(picture) && picture.participant?.role === 'technician') ??
    others.find(isCamera) ??
    others[0]
  );
}

/** How many pictures stand side by side at most. */
const GRID = 4;

/** The pictures that stand side by side: the large one among them, at the place it has in the list. */
export function sideBySide(pictures: readonly LivePicture[], main: LivePicture | undefined): LivePicture[] {
  const others = pictures.filter((picture) => picture !== main && !picture.mine);
  const chosen = new Set([...(main ? [main] : []), ...others].slice(0, GRID));
  return pictures.filter((picture) => chosen.has(picture));
}

/** The live pictures of a call and which is the large one; asks the server for what is seen and heard. */
export function usePictures({ client, call, tracks, me }: Call, own: OwnPictures) {
  /** Large for ourselves alone. */
  const picked = shallowRef<SurfaceId>();
  const stage = computed(() => call.value?.stage);
  /** Large for everybody. */
  const staged = computed(() => (stage.value?.kind === 'live' ? stage.value.surfaceId : undefined));

  const streams = new WeakMap<MediaStreamTrack, MediaStream>();
  function streamOf(track: MediaStreamTrack): MediaStream {
    const known = streams.get(track) ?? new MediaStream([track]);
    streams.set(track, known);
    return known;
  }

  const pictures = computed((): LivePicture[] => {
    const { producers = [], participants = [], me: myId } = call.value ?? {};
    const found = tracks.value.flatMap((track): LivePicture[] => {
      const { surfaceId, kind, participantId, producerId } = track.producer;
      if (kind !== 'video' || !surfaceId) return [];
      const participant = participants.find(({ id }) => id === participantId);
      // The track knows its producer as it was in the beginning.
      const producer = producers.find((one) => one.producerId === producerId) ?? track.producer;
      return [{ surfaceId, track: { ...track, producer }, participant, mine: false }];
    });
    for (const source of ['camera', 'screen'] as const) {
      const track = own[source].value;
      const producer = producers.find((one) => one.participantId === myId && one.source === source);
      if (!track || !producer?.surfaceId) continue;
      const sent = { producer, track, stream: streamOf(track), receiver: undefined };
      found.push({ surfaceId: producer.surfaceId, track: sent, participant: me.value, mine: true });
    }
    // In the order they came: a picture keeps its number.
    const places = new Map(producers.map(({ surfaceId }, place) => [surfaceId, place]));
    const place = ({ surfaceId }: LivePicture) => places.get(surfaceId) ?? producers.length;
    return found.sort((a, b) => place(a) - place(b));
  });
  const main = computed(() => mainPicture(pictures.value, picked.value, staged.value));

  watch(stage, (now, before) => {
    if (now?.kind !== 'live') return;
    const shownBefore = before?.kind === 'live' ? before.surfaceId : undefined;
    if (now.surfaceId === shownBefore && before?.kind === 'live') return;
    // Whoever shows something to all means us, too; when only that choice is gone, everybody keeps what they see.
    if (now.surfaceId) picked.value = undefined;
    else picked.value ??= shownBefore;
  });

  const setSeen = useWanted({ client, tracks });

  return { pictures, main, picked, staged, setSeen };
}
