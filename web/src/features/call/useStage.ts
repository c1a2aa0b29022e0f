import { snapshotPicture } from '@fernblick/shared/api';
import { watchFrames } from '@fernblick/shared/client';
import type { ShownFrame } from '@fernblick/shared/client';
import { SurfaceId, StrokeId, newId, authorOf } from '@fernblick/shared/protocol';
import type { LayerOp } from '@fernblick/shared/protocol';
import { computed, shallowRef, watch, watchEffect } from 'vue';
import type { Ref } from 'vue';
import { useAccount } from '../../stores/account.ts';
import type { DrawSurface } from '../draw/DrawSurface.ts';
import type { StrokeOrigin } from '../draw/StrokeDraft.ts';
import type { Call } from './useCall.ts';
import { useFreeze } from './useFreeze.ts';
import type { OwnPictures } from './useOwnPictures.ts';
import { usePictures } from './usePictures.ts';

/** What the stage shows: the live picture or a still, its size, and what is drawn on it. */
export function useStage(call: Call, video: Readonly<Ref<HTMLVideoElement | null>>, own: OwnPictures) {
  const account = useAccount();
  const { pictures, main, picked, staged, setSeen } = usePictures(call, own);
  /** The picture beside the large one that was drawn on last: undo and clear mean it. */
  const drawnBeside = shallowRef<SurfaceId>();
  /** The frame under the pointer now; not reactive beyond its size, since it changes with every frame. */
  let shown: ShownFrame | undefined;
  const videoSize = shallowRef<{ width: number; height: number }>();

  watch(
    [video, () => main.value?.track.stream],
    ([element, stream], _before, onCleanup) => {
      shown = undefined;
      if (!element) return;
      if (element.srcObject !== (stream ?? null)) element.srcObject = stream ?? null;
      if (!stream) {
        videoSize.value = undefined;
        return;
      }
      void element.play().catch(() => undefined);
      onCleanup(
        watchFrames(element, (frame) => {
          shown = frame;
          if (videoSize.value?.width !== frame.width || videoSize.value.height !== frame.height)
            videoSize.value = { width: frame.width, height: frame.height };
        }),
      );
    },
    { flush: 'post' },
  );

  const freeze = useFreeze({
    call,
    video: () => video.value,
    picture: () => main.value,
    frame: () => shown,
  });

  /** The still on the stage; `url` is missing while its bytes are on their way. */
  const still = computed(() => {
    const own = freeze.mine.value;
    const stage = freeze.stage.value;
    if (own) {
      // The frame from here may have been taken over by somebody else meanwhile.
      const shown = stage?.kind === 'snapshot' && stage.snapshotId === own.snapshotId;
      const mine = !shown || stage.holder === call.call.value?.me;
      return { snapshotId: own.snapshotId, url: own.url, ...own.frame, mine };
    }
    if (stage?.kind !== 'snapshot') return undefined;
    const { snapshotId, width, height, ready, holder } = stage;
    const url = ready ? snapshotPicture(snapshotId, 'preview') : undefined;
    return { snapshotId, url, width, height, mine: holder === call.call.value?.me };
  });

  // While a still that is not here yet is announced, the last live frame stands in for it.
  watchEffect(() => {
    const element = video.value;
    if (!element || freeze.mine.value) return;
    if (still.value && !still.value.url) element.pause();
    else if (element.paused && element.srcObject) void element.play().catch(() => undefined);
  });

  const frame = computed(() => still.value ?? videoSize.value);
  const surfaceId = computed(() =>
    still.value ? SurfaceId.parse(still.value.snapshotId) : main.value?.surfaceId,
  );

  const strokes = computed(() => {
    const layers = call.call.value?.layers;
    const layer = surfaceId.value && layers?.get(surfaceId.value);
    if (layer) return layer.strokes;
    // The server copies the live strokes to a new freeze: until it has, they are shown as they were.
    const from = freeze.mine.value?.from;
    return (from && layers?.get(from)?.strokes) ?? [];
  });
  const previews = computed(() =>
    [...(call.call.value?.previews.values() ?? [])].filter(
      (preview) => preview.surfaceId === surfaceId.value,
    ),
  );

  function here(): StrokeOrigin | undefined {
    const own = freeze.mine.value;
    if (own)
      return {
        surfaceId: SurfaceId.parse(own.snapshotId),
        frame: own.frame,
        trackId: own.trackId,
        rtpTimestamp: own.rtpTimestamp,
      };
    if (still.value) {
      const { snapshotId, width, height } = still.value;
      return { surfaceId: SurfaceId.parse(snapshotId), frame: { width, height } };
    }
    const picture = main.value;
    if (!picture || !videoSize.value) return undefined;
    return {
      surfaceId: picture.surfaceId,
      frame: videoSize.value,
      trackId: picture.track.producer.trackId,
      rtpTimestamp: shown?.rtpTimestamp,
    };
  }

  function begin(): StrokeOrigin | undefined {
    drawnBeside.value = undefined;
    if (call.call.value?.autoFreeze && !still.value) freeze.freeze();
    return here();
  }

  function annotate(op: LayerOp): void {
    const own = freeze.mine.value;
    const add = () => call.client.value?.annotate(op);
    // The server knows the frozen frame's surface only once it has taken the freeze.
    if (own && own.snapshotId === String(op.surfaceId)) void own.taken.then((taken) => taken && add());
    else add();
  }

  const me = computed(() => account.person && authorOf(account.person));
  const mayChangeOthers = computed(() => account.may('annotate.others'));
  const surface = computed((): DrawSurface | undefined =>
    me.value && surfaceId.value
      ? {
          key: surfaceId.value,
          strokes: strokes.value,
          previews: previews.value,
          me: me.value,
          mayChangeOthers: mayChangeOthers.value,
          begin,
          here,
          annotate,
          preview: (preview) => call.client.value?.preview(preview),
        }
      : undefined,
  );

  const target = computed(() => drawnBeside.value ?? surfaceId.value);
  watch(surfaceId, () => {
    drawnBeside.value = undefined;
  });
  function clear(scope: 'mine' | 'all'): void {
    if (target.value) annotate({ op: 'clear', id: newId(StrokeId), surfaceId: target.value, scope });
  }
  const canUndo = computed(() => {
    // The stack lives in the client; it changes with the call's state.
    void call.state.value;
    return target.value !== undefined && (call.client.value?.canUndo(target.value) ?? false);
  });
  const canRedo = computed(() => {
    void call.state.value;
    return target.value !== undefined && (call.client.value?.canRedo(target.value) ?? false);
  });

  return {
    pictures,
    main,
    still,
    frame,
    surface,
    surfaceId,
    freeze,
    clear,
    canUndo,
    canRedo,
    mayChangeOthers,
    undo: () => target.value && call.client.value?.undo(target.value),
    redo: () => target.value && call.client.value?.redo(target.value),
    me,
    staged,
    setSeen,
    /** A picture beside the large one is being drawn on. */
    noteDrawn: (picture: SurfaceId): void => {
      drawnBeside.value = picture;
    },
    /** Makes a picture large for oneself; while a still is held up, for all, since that takes the still away. */
    pick: (picture: SurfaceId): void => {
      picked.value = picture;
      if (still.value) void freeze.live(picture);
    },
  };
}

export type StageState = ReturnType<typeof useStage>;
