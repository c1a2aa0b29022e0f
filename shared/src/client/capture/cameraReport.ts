import { CameraSettings } from '../../protocol/index.ts';
import type { CameraAbilities } from '../../protocol/index.ts';
import { cameraControls } from './cameraControls.ts';

/** How a camera is set now, as it says itself; what it says oddly is left out. */
export function cameraSettings(track: MediaStreamTrack): CameraSettings {
  const { torch, zoom, width, height, facingMode }: MediaTrackSettings & { torch?: unknown; zoom?: unknown } =
    track.getSettings();
  const facing = CameraSettings.shape.facing.safeParse(facingMode).data;
  return {
    ...(typeof torch === 'boolean' && { torch }),
    ...(typeof zoom === 'number' && { zoom }),
    ...(width !== undefined && { width: Math.round(width) }),
    ...(height !== undefined && { height: Math.round(height) }),
    ...(facing && { facing }),
    ...(track.label && { label: track.label.slice(0, 120) }),
  };
}

/** What others may ask this camera for. @param several there is another one to go on to */
export function cameraAbilities(track: MediaStreamTrack, several: boolean): CameraAbilities {
  return { ...cameraControls(track), switch: several };
}
