import { computed, onScopeDispose, ref, shallowRef } from 'vue';
import { cameraControls, openCamera, setTorch } from '@fernblick/shared/client';
import { CodeReader } from './CodeReader.ts';

/** Between two looks, in milliseconds. */
const LOOK_MS = 150;

/**
 * The camera with an eye for codes, for as long as the calling scope lives.
 * @param onRead told each text once until another comes
 */
export function useScan(onRead: (text: string) => void, onFailed: (error: unknown) => void) {
  const video = shallowRef<HTMLVideoElement>();
  const track = shallowRef<MediaStreamTrack>();
  const torchOn = ref(false);
  let last: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  async function open(): Promise<void> {
    const [camera, reader] = await Promise.all([openCamera(), CodeReader.open()]);
    // Another screen came while the person was asked.
    if (closed) {
      camera.stop();
      return;
    }
    track.value = camera;
    look(reader);
  }

  function look(reader: CodeReader): void {
    timer = setTimeout(() => {
      const element = video.value;
      void (element ? reader.read(element) : Promise.resolve(undefined))
        .catch(() => undefined)
        .then((text) => {
          if (closed) return;
          if (text !== undefined && text !== last) {
            last = text;
            onRead(text);
          }
          look(reader);
        });
    }, LOOK_MS);
  }
  open().catch(onFailed);

  onScopeDispose(() => {
    closed = true;
    clearTimeout(timer);
    track.value?.stop();
  });

  return {
    video,
    track,
    torchOn,
    canLight: computed(() => track.value !== undefined && cameraControls(track.value).torch),
    setLight: async (on: boolean): Promise<void> => {
      if (!track.value) return;
      await setTorch(track.value, on);
      torchOn.value = on;
    },
  };
}
