import { ref, shallowRef } from 'vue';
import {
  CaptureError,
  DeviceKeeper,
  RememberedDevice,
  browserDevices,
  cameraControls,
  captureErrorOf,
  openCamera,
  openCameraAndMicrophone,
  openMicrophone,
  setTorch,
  setZoom,
  switchCamera,
} from '@fernblick/shared/client';
import type { CameraControls, DeviceNews, KnownDevice } from '@fernblick/shared/client';
import { deviceStorage } from './deviceStorage.ts';

/** The device's own camera and microphone; whoever opened it closes it. */
export class LocalMedia {
  readonly camera = shallowRef<MediaStreamTrack>();
  readonly microphone = shallowRef<MediaStreamTrack>();
  readonly controls = shallowRef<CameraControls>({ torch: false });
  readonly severalCameras = ref(false);
  readonly torch = ref(false);
  readonly zoom = ref(1);
  readonly cameras = shallowRef<readonly KnownDevice[]>([]);
  readonly microphones = shallowRef<readonly KnownDevice[]>([]);
  /** Told of what was unplugged and what is back; set by whoever has words for it. */
  onNews: (kind: 'camera' | 'microphone', news: DeviceNews) => void = () => undefined;
  readonly #keepers: Record<'camera' | 'microphone', DeviceKeeper>;
  #closed = false;

  private constructor() {
    const source = browserDevices('environment');
    this.#keepers = {
      camera: new DeviceKeeper({
        kind: 'camera',
        source,
        remembered: remembered('camera'),
        onList: (list) => {
          this.cameras.value = list;
          this.severalCameras.value = list.length > 1;
        },
        onTrack: (track) => {
          this.#setCamera(track);
        },
        onNews: (news) => {
          this.onNews('camera', news);
        },
      }),
      microphone: new DeviceKeeper({
        kind: 'microphone',
        source,
        remembered: remembered('microphone'),
        onList: (list) => {
          this.microphones.value = list;
        },
        onTrack: (track) => {
          this.microphone.value = track;
        },
        onNews: (news) => {
          this.onNews('microphone', news);
        },
      }),
    };
  }

  /**
   * Asks once for camera and microphone, rear camera first; takes what there is when one of them is missing.
   * @param voice by voice alone: no camera is opened
   * @throws CaptureError when neither can be had
   */
  static async open(voice = false): Promise<LocalMedia> {
    const media = new LocalMedia();
    if (voice) {
      await media.#keepers.microphone.adopt(await openMicrophone());
      return media;
    }
    try {
      const { camera, microphone } = await openCameraAndMicrophone({
        cameraId: remembered('camera').get()?.deviceId,
        microphoneId: remembered('microphone').get()?.deviceId,
      });
      await media.#keepers.camera.adopt(camera);
      await media.#keepers.microphone.adopt(microphone);
    } catch (error) {
      const first = captureErrorOf(error);
      if (first.problem !== 'none' && first.problem !== 'inUse') throw first;
      await media.#openOne(first);
    }
    return media;
  }

  async #openOne(first: CaptureError): Promise<void> {
    const camera = await openCamera().catch(() => undefined);
    if (camera) {
      await this.#keepers.camera.adopt(camera);
      return;
    }
    const microphone = await openMicrophone().catch(() => {
      throw first;
    });
    await this.#keepers.microphone.adopt(microphone);
  }

  #setCamera(track: MediaStreamTrack | undefined): void {
    this.camera.value = track;
    this.controls.value = track ? cameraControls(track) : { torch: false };
    this.torch.value = false;
    this.zoom.value = 1;
  }

  /** @throws CaptureError `none` where it could not be opened */
  nameOf(kind: 'camera' | 'microphone'): string {
    const track = this[kind].value;
    if (!track) throw new CaptureError('none');
    return track.label;
  }

  /** The person's choice, kept for the next call. @throws CaptureError */
  choose(kind: 'camera' | 'microphone', device: KnownDevice): Promise<void> {
    return this.#keepers[kind].choose(device);
  }

  /** Opens the camera where none was opened: after a call by voice alone. */
  async turnCameraOn(): Promise<MediaStreamTrack> {
    const before = this.camera.value;
    if (before) return before;
    const track = await openCamera();
    await this.#keepers.camera.adopt(track);
    return track;
  }

  /** Goes on to the next camera; back to the former where that fails. */
  async switchCamera(): Promise<MediaStreamTrack | undefined> {
    const current = this.camera.value;
    if (!current) return undefined;
    try {
      const track = await switchCamera(current);
      await this.#keepers.camera.adopt(track);
      return track;
    } catch {
      if (current.readyState === 'live') return current;
      return this.revive();
    }
  }

  /**
   * Takes the camera again when it has ended: another app had it, the page was hidden, or taking a photo ended it.
   * @returns the new track; undefined when the old one still runs, or there never was one
   */
  async revive(): Promise<MediaStreamTrack | undefined> {
    return this.#closed ? undefined : this.#keepers.camera.revive();
  }

  async setTorch(on: boolean): Promise<boolean> {
    const track = this.camera.value;
    if (track) this.torch.value = await setTorch(track, on);
    return this.torch.value;
  }

  /** Sets the zoom in the camera's own unit, within what it can. */
  async setZoom(to: number): Promise<void> {
    const track = this.camera.value;
    if (track && this.controls.value.zoom) this.zoom.value = await setZoom(track, to);
  }

  /** Zooms by a factor within what the camera can. */
  async zoomBy(factor: number): Promise<void> {
    const track = this.camera.value;
    const range = this.controls.value.zoom;
    if (!track || !range) return;
    const wanted = Math.min(range.max, Math.max(range.min, this.zoom.value * factor));
    this.zoom.value = await setZoom(track, wanted);
  }

  close(): void {
    this.#closed = true;
    this.#keepers.camera.close();
    this.#keepers.microphone.close();
  }
}

function remembered(kind: 'camera' | 'microphone'): RememberedDevice {
  return new RememberedDevice(kind, deviceStorage);
}
