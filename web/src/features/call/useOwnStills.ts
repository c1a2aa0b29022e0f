import { takeStill, uploadStill } from '@fernblick/shared/client';
import { watch } from 'vue';
import type { Call } from './useCall.ts';
import type { OwnPictures } from './useOwnPictures.ts';

/** Somebody asks this desk for a still of its camera or screen, as they would ask a technician's device. */
export function useOwnStills({ client, call }: Call, own: OwnPictures): void {
  watch(
    client,
    (now, _before, onCleanup) => {
      if (!now) return;
      const stop = now.onSnapshotRequested(({ snapshotId, from }) => {
        const data = call.value;
        const producer = data?.producers.find(
          ({ surfaceId, participantId }) => surfaceId === from && participantId === data.me,
        );
        const track = producer && producer.source !== 'microphone' ? own[producer.source].value : undefined;
        const taking = async () => {
          if (!data || !track) throw new Error('the picture has ended');
          const { blob, method } = await takeStill(track);
          const about = { snapshotId, caseId: data.case.id, sessionId: data.sessionId, from };
          await uploadStill(
            blob,
            { ...about, kind: 'still', method },
            {
              onProgress: (share) => {
                now.reportSnapshot({ snapshotId, step: 'uploading', share });
              },
            },
          );
        };
        taking().catch(() => {
          now.reportSnapshot({ snapshotId, step: 'failed' });
        });
      });
      onCleanup(stop);
    },
    { immediate: true },
  );
}
