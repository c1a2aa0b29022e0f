import { grabShownFrame, uploadStill } from '@fernblick/shared/client';
import type { ShownFrame } from '@fernblick/shared/client';
import { SnapshotId, newId } from '@fernblick/shared/protocol';
import type { FrameSize, TrackId } from '@fernblick/shared/protocol';
import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import { useProblem } from '../../ui/useProblem.ts';
import type { Call } from './useCall.ts';
import type { LivePicture } from './usePictures.ts';

/** The frame that was frozen here: shown from memory, since nobody has it sooner. */
interface Frozen {
  snapshotId: SnapshotId;
  from: LivePicture['surfaceId'];
  frame: FrameSize;
  trackId: TrackId;
  rtpTimestamp?: number | undefined;
  url?: string;
  /** Settles when the server has taken it; what is drawn meanwhile waits for it. */
  taken: Promise<boolean>;
}

interface Options {
  call: Call;
  video: () => HTMLVideoElement | null;
  picture: () => LivePicture | undefined;
  frame: () => ShownFrame | undefined;
}

/** Freezing: our own decoded frame at once, uploaded and told to everybody; taking over; back to live. */
export function useFreeze({ call, video, picture, frame }: Options) {
  const problem = useProblem();
  const frozen = shallowRef<Frozen>();

  /** Asked for and not answered yet. */
  const pending = shallowRef(false);
  const stage = computed(() => call.call.value?.stage);
  /** The frame frozen here, as long as it is what the call shows or is about to show. */
  const mine = computed(() => {
    const own = frozen.value;
    if (!own) return undefined;
    const now = stage.value;
    return pending.value || (now?.kind === 'snapshot' && now.snapshotId === own.snapshotId) ? own : undefined;
  });

  function forget(): void {
    if (frozen.value?.url) URL.revokeObjectURL(frozen.value.url);
    frozen.value = undefined;
    void video()
      ?.play()
      .catch(() => undefined);
  }

  /** @returns what is drawn on from now on; undefined when there is no picture to freeze */
  function freeze(takeOver = false): Frozen | undefined {
    const [client, element, from, shown] = [call.client.value, video(), picture(), frame()];
    if (!client || !element || !from || element.videoWidth === 0) return undefined;
    const snapshotId = newId(SnapshotId);
    const size = { width: element.videoWidth, height: element.videoHeight };
    // The element keeps showing this very frame until the grabbed one is encoded.
    element.pause();
    const grabbed = grabShownFrame(element);
    const { trackId } = from.track.producer;
    const stamp = shown?.rtpTimestamp;
    pending.value = true;
    const taken = client
      .freeze({
        snapshotId,
        from: from.surfaceId,
        frame: size,
        trackId,
        ...(stamp !== undefined && { rtpTimestamp: stamp }),
        ...(takeOver && { takeOver }),
      })
      .then(
        () => true,
        (error: unknown) => {
          problem.tell(error);
          if (frozen.value?.snapshotId === snapshotId) forget();
          return false;
        },
      )
      .finally(() => {
        if (frozen.value?.snapshotId === snapshotId || !frozen.value) pending.value = false;
      });
    const own: Frozen = {
      snapshotId,
      from: from.surfaceId,
      frame: size,
      trackId,
      rtpTimestamp: stamp,
      taken,
    };
    frozen.value = own;
    void grabbed
      .then(async ({ blob, method }) => {
        if (frozen.value === own) frozen.value = { ...own, url: URL.createObjectURL(blob) };
        const data = call.call.value;
        if (!data || !(await taken)) return;
        // It goes on when the page is left: the others still look at this frame.
        await uploadStill(blob, {
          snapshotId,
          caseId: data.case.id,
          sessionId: data.sessionId,
          from: own.from,
          kind: 'freeze',
          method,
        });
      })
      .catch(problem.tell);
    return own;
  }

  async function run(work: Promise<void> | undefined): Promise<void> {
    try {
      await work;
    } catch (error) {
      problem.tell(error);
    }
  }

  const live = (surfaceId?: LivePicture['surfaceId']) => run(call.client.value?.live(surfaceId));
  const show = (snapshotId: SnapshotId) => run(call.client.value?.show(snapshotId, true));

  // Somebody else showed something else, or it is live again.
  watch([stage, pending], ([now, waits]) => {
    const own = frozen.value;
    if (own && !waits && !(now?.kind === 'snapshot' && now.snapshotId === own.snapshotId)) forget();
  });

  onScopeDispose(() => {
    if (frozen.value?.url) URL.revokeObjectURL(frozen.value.url);
  });

  return { stage, mine, freeze, live, show };
}
