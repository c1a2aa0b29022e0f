import { CaptureError, captureErrorOf } from './captureError.ts';

export type Facing = 'environment' | 'user';

/** The camera runs as large as 1080p so that a still has all its pixels; what is sent is scaled down to 720p. */
const cameraSize: MediaTrackConstraints = {
  width: { ideal: 1920, max: 1920 },
  height: { ideal: 1080, max: 1080 },
  frameRate: { ideal: 30, max: 30 },
};

function mediaDevices(): MediaDevices {
  if (!globalThis.isSecureContext) throw new CaptureError('insecure');
  // Old WebViews lack it even on https, whatever the type says.
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  if (!devices) throw new CaptureError('unsupported');
  return devices;
}

async function firstTrack(stream: Promise<MediaStream>, kind: 'audio' | 'video'): Promise<MediaStreamTrack> {
  try {
    const track = (await stream).getTracks().find((candidate) => candidate.kind === kind);
    if (!track) throw new CaptureError('none');
    return track;
  } catch (error) {
    throw captureErrorOf(error);
  }
}

/**
 * Opens the camera that looks the given way, or the given one.
 * `ideal`, never `exact`: glasses and laptops have a single camera that faces nowhere.
 * @throws CaptureError
 */
export async function openCamera({
  facing = 'environment',
  deviceId,
}: { facing?: Facing; deviceId?: string } = {}): Promise<MediaStreamTrack> {
  const devices = mediaDevices();
  const which: MediaTrackConstraints = deviceId
    ? { deviceId: { exact: deviceId } }
    : { facingMode: { ideal: facing } };
  return firstTrack(devices.getUserMedia({ video: { ...cameraSize, ...which } }), 'video');
}

/**
 * Camera and microphone with a single permission question.
 * @throws CaptureError; for a missing microphone ask again with `openCamera` alone
 */
export async function openCameraAndMicrophone({
  facing = 'environment',
  cameraId,
  microphoneId,
}: { facing?: Facing; cameraId?: string | undefined; microphoneId?: string | undefined } = {}): Promise<{
  camera: MediaStreamTrack;
  microphone: MediaStreamTrack;
}> {
  const wished = (deviceId: string | undefined) => (deviceId ? { deviceId: { ideal: deviceId } } : {});
  const stream = mediaDevices().getUserMedia({
    // A chosen camera looks where it looks.
    video: { ...cameraSize, ...(cameraId ? wished(cameraId) : { facingMode: { ideal: facing } }) },
    audio: { ...microphoneConstraints, ...wished(microphoneId) },
  });
  const camera = await firstTrack(stream, 'video');
  const microphone = await firstTrack(stream, 'audio');
  return { camera, microphone };
}

/** The cameras by name. Names are empty until a camera was allowed once. */
export async function listCameras(): Promise<MediaDeviceInfo[]> {
  const devices = await mediaDevices().enumerateDevices();
  return devices.filter(({ kind }) => kind === 'videoinput');
}

/**
 * The camera after the one in use. Phones cannot open two at once, so the old track is stopped first;
 * when the next one fails the caller opens the former again.
 * @throws CaptureError; `none` when there is no other camera (the old track then still runs)
 */
export async function switchCamera(current: MediaStreamTrack): Promise<MediaStreamTrack> {
  const cameras = await listCameras();
  const { deviceId, facingMode } = current.getSettings();
  if (cameras.length < 2) throw new CaptureError('none');
  current.stop();
  if (facingMode === 'environment' || facingMode === 'user')
    return openCamera({ facing: facingMode === 'user' ? 'environment' : 'user' });
  const at = cameras.findIndex((camera) => camera.deviceId === deviceId);
  const next = cameras[(at + 1) % cameras.length];
  return openCamera(next ? { deviceId: next.deviceId } : {});
}

/** Echo cancellation keeps the expert's voice from coming back, and later from giving commands. */
const microphoneConstraints: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};

/** @throws CaptureError */
export async function openMicrophone(deviceId?: string): Promise<MediaStreamTrack> {
  const which: MediaTrackConstraints = deviceId ? { deviceId: { exact: deviceId } } : {};
  return firstTrack(mediaDevices().getUserMedia({ audio: { ...microphoneConstraints, ...which } }), 'audio');
}

/** Asks the person for a screen or window: sharp at a few frames a second rather than smooth. @throws CaptureError */
export async function openScreen(): Promise<MediaStreamTrack> {
  const devices = mediaDevices();
  if (!('getDisplayMedia' in devices)) throw new CaptureError('unsupported');
  return firstTrack(
    devices.getDisplayMedia({ video: { frameRate: { ideal: 8, max: 15 } }, audio: false }),
    'video',
  );
}
