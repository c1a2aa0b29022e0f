import { MAX_STILL_BYTES } from '../../api/index.ts';
import { CaptureError } from './captureError.ts';

export interface Still {
  blob: Blob;
  width: number;
  height: number;
  /** By the camera's still function, at the camera's full frame, or from the stream as it was. */
  method: 'photo' | 'frame' | 'stream';
}

/** Some cameras never answer takePhoto; after this long, in milliseconds, the next way is tried. */
export const PHOTO_TIMEOUT_MS = 5_000;

const JPEG_QUALITY = 0.92;

interface PhotoCamera {
  takePhoto(): Promise<Blob>;
  grabFrame?(): Promise<ImageBitmap>;
}

/** ImageCapture is missing in Safari and Firefox, and from the DOM library's types. */
function imageCaptureOf(track: MediaStreamTrack): PhotoCamera | undefined {
  const scope: { ImageCapture?: new (track: MediaStreamTrack) => PhotoCamera } = globalThis;
  return scope.ImageCapture && new scope.ImageCapture(track);
}

/**
 * Takes the best still this camera can give: its photo function, its full frame, or the picture as it is sent.
 * The live picture may stand still for a moment meanwhile.
 * @param video an element that shows the track, if the page has one; saves opening another
 * @throws CaptureError `inUse` when the camera has ended, also by taking the picture
 */
export async function takeStill(track: MediaStreamTrack, video?: HTMLVideoElement): Promise<Still> {
  if (track.readyState === 'ended') throw new CaptureError('inUse');
  const camera = imageCaptureOf(track);
  const still =
    (camera && ((await photo(camera)) ?? (await grabbedFrame(camera)))) ??
    (camera ? await frameOf(track, 'stream', video) : await raisedFrame(track, video));
  // Some drivers end the track when they take a photo: the caller opens the camera anew, the still is good.
  return still;
}

async function photo(camera: PhotoCamera): Promise<Still | undefined> {
  try {
    const blob = await inTime(camera.takePhoto(), PHOTO_TIMEOUT_MS);
    if (blob.size === 0 || blob.size > MAX_STILL_BYTES) return undefined;
    // Decoding proves that it is a picture and applies the turn that phones write into EXIF.
    const bitmap = await createImageBitmap(blob);
    const size = { width: bitmap.width, height: bitmap.height };
    bitmap.close();
    return { blob, ...size, method: 'photo' };
  } catch {
    return undefined;
  }
}

async function grabbedFrame(camera: PhotoCamera): Promise<Still | undefined> {
  if (!camera.grabFrame) return undefined;
  try {
    const bitmap = await inTime(camera.grabFrame(), PHOTO_TIMEOUT_MS);
    try {
      return await encode(bitmap, bitmap.width, bitmap.height, 'frame');
    } finally {
      bitmap.close();
    }
  } catch {
    return undefined;
  }
}

/** Without ImageCapture (iPhone): raise the track to all the camera has, take one frame, go back. */
async function raisedFrame(track: MediaStreamTrack, video?: HTMLVideoElement): Promise<Still> {
  const before = track.getConstraints();
  const { width, height } = 'getCapabilities' in track ? track.getCapabilities() : {};
  const now = track.getSettings();
  if (!width?.max || !height?.max || width.max <= (now.width ?? 0)) return frameOf(track, 'frame', video);
  try {
    await track.applyConstraints({
      ...before,
      width: { ideal: width.max },
      height: { ideal: height.max },
    });
    return await frameOf(track, 'frame');
  } catch {
    return await frameOf(track, 'stream', video);
  } finally {
    await track.applyConstraints(before).catch(() => undefined);
  }
}

async function frameOf(
  track: MediaStreamTrack,
  method: 'frame' | 'stream',
  shown?: HTMLVideoElement,
): Promise<Still> {
  const video = shown && shown.videoWidth > 0 ? shown : await openVideo(track);
  try {
    return await encode(video, video.videoWidth, video.videoHeight, method);
  } finally {
    if (video !== shown) video.srcObject = null;
  }
}

/** A video element of its own, playing, with a frame in it. */
async function openVideo(track: MediaStreamTrack): Promise<HTMLVideoElement> {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  await inTime(video.play(), PHOTO_TIMEOUT_MS).catch(() => {
    throw new CaptureError('inUse');
  });
  return video;
}

/**
 * The picture that a video element shows now, as a JPEG: what a freeze holds.
 * @throws CaptureError `none` before its first frame
 */
export async function grabShownFrame(video: HTMLVideoElement): Promise<Still> {
  return encode(video, video.videoWidth, video.videoHeight, 'stream');
}

async function encode(
  picture: CanvasImageSource,
  width: number,
  height: number,
  method: Still['method'],
): Promise<Still> {
  if (width === 0 || height === 0) throw new CaptureError('none');
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.drawImage(picture, 0, 0, width, height);
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/jpeg', JPEG_QUALITY);
  });
  if (!blob) throw new CaptureError('unsupported');
  return { blob, width, height, method };
}

function inTime<Value>(promise: Promise<Value>, milliseconds: number): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error('timed out'));
    }, milliseconds);
    promise.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}
