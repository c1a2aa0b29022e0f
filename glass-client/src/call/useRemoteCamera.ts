import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import { AskedCamera, browserEnvironment, cameraAbilities, cameraSettings } from '@fernblick/shared/client';
import type { Author, CameraCommand } from '@fernblick/shared/protocol';
import { obeyCamera } from '../capture/obeyCamera.ts';
import { messages } from '../i18n/index.ts';
import type { Call } from './useCall.ts';

/** Others may ask for our camera: what it can is told to them, and whoever wears the device is asked once. */
export function useRemoteCamera({ client, call, state, media, say }: Call) {
  const question = shallowRef<Author>();
  const asked = new AskedCamera({
    line: client.line,
    environment: browserEnvironment,
    obey: (command) => obeyCamera(command, media, client),
    onQuestion: (by) => {
      question.value = by;
    },
    onDone: (by, command) => {
      say(wordsOf(by, command));
    },
  });
  onScopeDispose(() => {
    asked.close();
  });

  // Told when the line is there (again) and whenever the camera is another or set otherwise.
  let told = '';
  watch(
    [() => state.value.phase, media.camera, media.severalCameras, media.torch, media.zoom],
    ([phase, track, several], [before]) => {
      if (phase !== before) told = '';
      if (phase !== 'active' || !track) return;
      const report = { can: cameraAbilities(track, several), now: cameraSettings(track) };
      const text = JSON.stringify(report);
      if (text === told) return;
      told = text;
      client.line.request('camera.report', report).catch(() => {
        told = '';
      });
    },
    { immediate: true },
  );

  const consent = computed(
    () =>
      call.value?.cameras?.find(({ participantId }) => participantId === call.value?.me)?.consent ?? 'open',
  );
  function attempt(work: () => Promise<void>): void {
    work().catch(() => {
      say(messages.value.failure.media);
    });
  }
  return {
    question,
    consent,
    allow: (): void => {
      attempt(() => asked.allow());
    },
    notNow: (): void => {
      asked.notNow();
    },
    forbid: (): void => {
      attempt(() => asked.forbid());
    },
    permit: (): void => {
      attempt(() => asked.permit());
    },
  };
}

function wordsOf({ name }: Author, command: CameraCommand): string {
  const { done } = messages.value.cameraControl;
  if (command.do === 'torch') return command.on ? done.lightOn(name) : done.lightOff(name);
  return command.do === 'zoom' ? done.zoom(name) : done.switch(name);
}

export type RemoteCamera = ReturnType<typeof useRemoteCamera>;
