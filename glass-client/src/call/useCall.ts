import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import { CallClient, callOf, keepAwake } from '@fernblick/shared/client';
import type { CallState, RemoteTrack } from '@fernblick/shared/client';
import { FernblickError, ParticipantId, SessionId, SnapshotId, newId } from '@fernblick/shared/protocol';
import type { CaseId, GroupId } from '@fernblick/shared/protocol';
import { StillTaker } from '../capture/StillTaker.ts';
import { watchBattery } from '../capture/watchBattery.ts';
import type { LocalMedia } from '../capture/LocalMedia.ts';
import { describeDevice } from '../input/deviceProfile.ts';
import { messages } from '../i18n/index.ts';
import { keepPhoto } from '../outbox/keepPhoto.ts';
import { useKeepWords } from '../outbox/useKeepWords.ts';
import { waiting } from '../outbox/waitingHere.ts';
import { ownSurface } from './chooseView.ts';
import { deviceWords } from './deviceWords.ts';
import { useNotice } from './useNotice.ts';

export interface CallTarget {
  as: 'person' | 'guest';
  caseId: CaseId;
  /** The call that rang here and is taken; without it the call is our own. */
  answer?: { sessionId: SessionId; voice: boolean };
  /** Who is rung; the first group by default. */
  groupId?: GroupId;
}

/** One call from joining to its end. Client, camera and microphone are released with the calling scope. */
export function useCall(target: CallTarget, media: LocalMedia, onRefused: (error: unknown) => void) {
  const client = new CallClient({ as: target.as, device: describeDevice() });
  const state = shallowRef<CallState>(client.state);
  const tracks = shallowRef<readonly RemoteTrack[]>(client.tracks);
  const call = computed(() => callOf(state.value));
  const video = shallowRef<HTMLVideoElement>();
  const microphoneOn = shallowRef(media.microphone.value !== undefined);
  const { notice, say } = useNotice();
  const stills = new StillTaker(
    client,
    media,
    () => video.value,
    (order) => keepPhoto(target, call.value, order),
  );
  useKeepWords(target, call, waiting);

  const stops = [
    client.subscribe((next) => {
      state.value = next;
    }),
    client.subscribeTracks((next) => {
      tracks.value = next;
    }),
    client.onFailure(({ kind }) => {
      say(messages.value.failure[kind]);
    }),
    client.onSnapshotRequested(({ snapshotId, from }) => {
      const now = call.value;
      if (now)
        stills.take({ snapshotId, from, kind: 'still', caseId: now.case.id, sessionId: now.sessionId });
    }),
    watchBattery((battery, charging) => {
      client.report({ battery, charging });
    }),
    keepAwake(),
  ];

  async function join(): Promise<void> {
    const { camera, microphone } = media;
    // Said before joining, so that they go out with the first breath of the line.
    if (camera.value) await client.sendTrack('camera', camera.value);
    if (microphone.value) await client.sendTrack('microphone', microphone.value);
    if (target.answer?.voice) client.report({ voiceOnly: true });
    await client.join({
      caseId: target.caseId,
      sessionId: target.answer?.sessionId ?? newId(SessionId),
      participantId: newId(ParticipantId),
      open: target.answer ? 'enter' : 'ring',
      mode: 'active',
      ...(target.groupId && { groupId: target.groupId }),
    });
  }
  join().catch((error: unknown) => {
    // What the state tells by itself is told once.
    if (state.value.phase !== 'ended') onRefused(error);
  });

  async function replaceCamera(track: MediaStreamTrack | undefined): Promise<void> {
    if (track) await client.replaceTrack('camera', track);
    client.report({ torch: media.torch.value });
  }

  /** Camera work that fails is told and leaves the call alone. */
  function attempt(work: () => Promise<void>): void {
    work().catch(() => {
      say(messages.value.failure.media);
    });
  }

  // Another camera was chosen, or took the place of one that was unplugged or taken by another app.
  watch(media.camera, (track) => {
    attempt(() => (track ? replaceCamera(track) : client.stopTrack('camera')));
  });
  watch(media.microphone, (track) => {
    if (track) track.enabled = microphoneOn.value;
    attempt(() => {
      if (!track) return client.stopTrack('microphone');
      return client.sendTrack('microphone', track, { paused: !microphoneOn.value });
    });
  });
  media.onNews = (kind, news) => {
    // While the page is hidden the system has the camera: it is taken again when the page is seen.
    if (document.visibilityState === 'hidden') return;
    say(deviceWords(kind, news, messages.value));
  };

  const onVisibility = () => {
    const hidden = document.visibilityState === 'hidden';
    client.report({ cameraPaused: hidden });
    attempt(async () => {
      if (!media.camera.value) return;
      if (!hidden) await replaceCamera(await media.revive());
      await client.setPaused('camera', hidden);
    });
  };
  document.addEventListener('visibilitychange', onVisibility);

  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', onVisibility);
    for (const stop of stops) stop();
    client.close();
    media.close();
  });

  return {
    client,
    state,
    call,
    tracks,
    video,
    media,
    stills,
    notice,
    say,
    microphoneOn,
    setMicrophone: (on: boolean): void => {
      microphoneOn.value = on;
      const track = media.microphone.value;
      // The track falls silent at once, whatever the line does.
      if (track) track.enabled = on;
      attempt(() => client.setPaused('microphone', !on));
    },
    takePhoto: (): void => {
      const now = call.value;
      if (!now) return;
      stills.take({
        snapshotId: newId(SnapshotId),
        kind: 'photo',
        caseId: now.case.id,
        sessionId: now.sessionId,
        from: ownSurface(now),
      });
    },
    setTorch: (on: boolean): void => {
      attempt(async () => {
        client.report({ torch: await media.setTorch(on) });
      });
    },
    zoomBy: (factor: number): void => {
      attempt(() => media.zoomBy(factor));
    },
    turnCameraOn: (): void => {
      attempt(async () => {
        await client.sendTrack('camera', await media.turnCameraOn());
        client.report({ voiceOnly: false });
      });
    },
    switchCamera: (): void => {
      attempt(async () => {
        await replaceCamera(await media.switchCamera());
      });
    },
    ring: (): void => {
      client.ring(target.groupId).catch((error: unknown) => {
        say(error instanceof FernblickError ? error.code : messages.value.problem.unknown.title);
      });
    },
    leave: async (): Promise<void> => {
      await client.leave().catch(() => undefined);
    },
  };
}

export type Call = ReturnType<typeof useCall>;
