import { computed } from 'vue';
import type { Ref } from 'vue';
import { dispatch, useCommands } from '../input/commandBus.ts';
import type { Offer } from '../input/commandBus.ts';
import type { CommandId } from '../input/commandTable.ts';
import { onGlasses } from '../input/deviceProfile.ts';
import type { Call } from './useCall.ts';
import type { RemoteCamera } from './useRemoteCamera.ts';
import type { Alone } from './useRinging.ts';
import type { Shown } from './useShown.ts';

interface CallScreen {
  current: Call;
  remoteCamera: RemoteCamera;
  shown: Shown;
  alone: Readonly<Ref<Alone | undefined>>;
  openMessages: () => void;
  openMore: () => void;
  openDevices: () => void;
  startDrawing: () => void;
}

/** At the foot, the most needed first; on glasses three of them with MORE and END CALL. */
const footOnGlasses: CommandId[] = [
  'ringAgain',
  'showCamera',
  'showPicture',
  'nextPicture',
  'microphoneOff',
  'microphoneOn',
  'cameraOn',
  'takePhoto',
  'lightOn',
  'lightOff',
];
const footOnPhone: CommandId[] = [
  'microphoneOff',
  'microphoneOn',
  'lightOn',
  'lightOff',
  'takePhoto',
  'cameraOn',
  'switchCamera',
];
const underMore: CommandId[] = [
  'nextPicture',
  'takePhoto',
  'writeMessage',
  'lightOn',
  'lightOff',
  'zoomCloser',
  'zoomWider',
  'switchCamera',
  'cameraOn',
  'devices',
  'forbidControl',
  'permitControl',
];

const ZOOM_STEP = 1.5;

/** The call's commands: what each does, when it can be given, and which of them stand on the screen. */
export function useCallCommands({
  current,
  remoteCamera,
  shown,
  alone,
  openMessages,
  openMore,
  openDevices,
  startDrawing,
}: CallScreen) {
  const { state, call, microphoneOn, media } = current;
  const { controls, severalCameras, torch, zoom, camera, microphone } = media;

  const offers: Partial<Record<CommandId, Offer>> = {
    microphoneOff: {
      run: () => {
        current.setMicrophone(false);
      },
      enabled: () => microphone.value !== undefined && microphoneOn.value,
    },
    microphoneOn: {
      run: () => {
        current.setMicrophone(true);
      },
      enabled: () => microphone.value !== undefined && !microphoneOn.value,
    },
    takePhoto: { run: current.takePhoto, enabled: () => camera.value !== undefined },
    lightOn: {
      run: () => {
        current.setTorch(true);
      },
      enabled: () => controls.value.torch && !torch.value,
    },
    lightOff: {
      run: () => {
        current.setTorch(false);
      },
      enabled: () => controls.value.torch && torch.value,
    },
    zoomCloser: {
      run: () => {
        current.zoomBy(ZOOM_STEP);
      },
      enabled: () => zoom.value < (controls.value.zoom?.max ?? 0),
    },
    zoomWider: {
      run: () => {
        current.zoomBy(1 / ZOOM_STEP);
      },
      enabled: () => zoom.value > (controls.value.zoom?.min ?? Infinity),
    },
    switchCamera: {
      run: current.switchCamera,
      enabled: () => severalCameras.value && camera.value !== undefined,
    },
    cameraOn: { run: current.turnCameraOn, enabled: () => camera.value === undefined },
    showCamera: { run: shown.putAway, enabled: () => shown.view.value.kind !== 'camera' },
    showPicture: { run: shown.bringBack, enabled: () => shown.canComeBack.value },
    nextPicture: { run: shown.showNext, enabled: () => shown.hasMore.value },
    ringAgain: {
      run: current.ring,
      enabled: () => alone.value !== undefined && alone.value !== 'calling',
    },
    writeMessage: { run: openMessages, enabled: () => call.value !== undefined },
    draw: {
      run: startDrawing,
      enabled: () =>
        state.value.phase === 'active' && !onGlasses.value && shown.shownSurface.value !== undefined,
    },
    more: { run: openMore, enabled: () => more.value.length > 0 },
    endCall: { run: current.leave },
  };
  /** Those that only the sheet has. */
  const sheetOffers: Partial<Record<CommandId, Offer>> = {
    ...offers,
    devices: { run: openDevices },
    forbidControl: {
      run: remoteCamera.forbid,
      enabled: () => camera.value !== undefined && remoteCamera.consent.value !== 'forbidden',
    },
    permitControl: {
      run: remoteCamera.permit,
      enabled: () => camera.value !== undefined && remoteCamera.consent.value === 'forbidden',
    },
  };
  const can = (id: CommandId) => {
    const offer = offers[id];
    return offer !== undefined && (offer.enabled?.() ?? true);
  };

  const foot = computed<CommandId[]>(() =>
    onGlasses.value
      ? [...footOnGlasses.filter(can).slice(0, 3), 'more', 'endCall']
      : [...footOnPhone.filter(can), 'endCall'],
  );
  const more = computed(() => underMore.filter((id) => !foot.value.includes(id)));

  useCommands(
    'call',
    // There is no way back out of a call but to end it.
    { ...offers, back: () => dispatch('endCall') },
    { bar: () => foot.value },
  );
  return { sheetOffers, foot, more };
}
