import { ref, shallowRef } from 'vue';
import {
  CaptureError,
  cameraControls,
  captureErrorOf,
  listCameras,
  openCamera,
  openCameraAndMicrophone,
  openMicrophone,
  setTorch,
  setZoom,
  switchCamera,
} from '@fernblick/shared/client';
import type { CameraControls } from '@fernblick/shared/client';

/** The device's own camera and microphone; whoever opened it closes it. */
export class LocalMedia {
  readonly camera = shallowRef<MediaStreamTrack>();
  readonly microphone = shallowRef<MediaStreamTrack>();
  readonly controls = shallowRef<CameraControls>({ torch: false });
  readonly severalCameras = ref(false);
  readonly torch = ref(false);
  readonly zoom = ref(1);
  #closed = false;

  /**
   * Asks once for camera and microphone, rear camera first; takes what there is when one of them is missing.
   * @throws CaptureError when neither can be had
   */
  static async open(): Promise<LocalMedia> {
    const media = new LocalMedia();
    try {
      const { camera, microphone } = await openCameraAndMicrophone();
      media.#setCamera(camera);
      media.microphone.value = microphone;
    } catch (error) {
      const first = captureErrorOf(error);
      if (first.problem !== 'none' && first.problem !== 'inUse') throw first;
      await media.#openOne(first);
    }
    return media;
  }

  async #openOne(first: CaptureError): Promise<void> {
    const camera = await openCamera().catch(() => undefined);
    if (camera) this.#setCamera(camera);
    else
      this.microphone.value = await openMicrophone().catch(() => {
        throw first;
      });
  }

  #setCamera(track: MediaStreamTrack): MediaStreamTrack {
    if (this.#closed) {
      track.stop();
      return track;
    }
    this.camera.value = track;
    this.controls.value = cameraControls(track);
    this.torch.value = false;
    this.zoom.value = 1;
    void listCameras()
      .catch(() => [])
      .then((cameras) => {
        this.severalCameras.value = cameras.length > 1;
      });
    return track;
  }

  /** Goes on to the next camera; back to the former where that fails. */
  async switchCamera(): Promise<MediaStreamTrack | undefined> {
    const current = this.camera.value;
    if (!current) return undefined;
    const { deviceId } = current.getSettings();
    try {
      return this.#setCamera(await switchCamera(current));
    } catch {
      if (current.readyState === 'live') return current;
      return this.#setCamera(await openCamera(deviceId ? { deviceId } : {}));
    }
  }

  /**
   * Takes the camera again when it has ended: another app had it, the page was hidden, or taking a photo ended it.
   * @returns the new track; undefined when the old one still runs, or there never was one
   */
  async revive(): Promise<MediaStreamTrack | undefined> {
    const current = this.camera.value;
    if (!current || current.readyState === 'live' || this.#closed) return undefined;
    const { deviceId } = current.getSettings();
    const track = await openCamera(deviceId ? { deviceId } : {}).catch(() => openCamera());
    return this.#setCamera(track);
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
    this.camera.value?.stop();
    this.microphone.value?.stop();
  }
}
