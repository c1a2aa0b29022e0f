/** What this camera can do; read from the track, never guessed. */
export interface CameraControls {
  torch: boolean;
  zoom?: { min: number; max: number; step: number };
}

/** Torch and zoom stand in the Image Capture specification, not in the DOM library's types. */
interface ExtraCapabilities extends MediaTrackCapabilities {
  torch?: boolean | boolean[];
  zoom?: { min?: number; max?: number; step?: number };
}
interface ExtraSettings extends MediaTrackSettings {
  torch?: boolean;
  zoom?: number;
}
interface ExtraConstraints extends MediaTrackConstraintSet {
  torch?: boolean;
  zoom?: number;
}

/** What can be set on this camera. Firefox has no getCapabilities: then nothing. */
export function cameraControls(track: MediaStreamTrack): CameraControls {
  if (!('getCapabilities' in track)) return { torch: false };
  const { torch, zoom }: ExtraCapabilities = track.getCapabilities();
  // Chromium says `torch: true`, WebKit `[true, false]`.
  const hasTorch = Array.isArray(torch) ? torch.includes(true) : torch === true;
  if (zoom?.min === undefined || zoom.max === undefined || zoom.max <= zoom.min) return { torch: hasTorch };
  return { torch: hasTorch, zoom: { min: zoom.min, max: zoom.max, step: zoom.step ?? 0.1 } };
}

async function apply(track: MediaStreamTrack, set: ExtraConstraints): Promise<ExtraSettings> {
  // `advanced` is skipped, not refused, where the camera cannot: the settings tell what came of it.
  await track.applyConstraints({ ...track.getConstraints(), advanced: [set] }).catch(() => undefined);
  return track.getSettings();
}

/** @returns whether the light is on now, as the camera says */
export async function setTorch(track: MediaStreamTrack, on: boolean): Promise<boolean> {
  const { torch } = await apply(track, { torch: on });
  return torch ?? false;
}

/** @param zoom in the camera's own unit, see `cameraControls`; @returns the zoom that came of it */
export async function setZoom(track: MediaStreamTrack, zoom: number): Promise<number> {
  const controls = cameraControls(track);
  if (!controls.zoom) return 1;
  const asked = Math.min(Math.max(zoom, controls.zoom.min), controls.zoom.max);
  const settings = await apply(track, { zoom: asked });
  return settings.zoom ?? 1;
}
