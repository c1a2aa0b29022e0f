import { cameraSettings } from '@fernblick/shared/client';
import type { CallClient } from '@fernblick/shared/client';
import type { CameraCommand, CameraSettings } from '@fernblick/shared/protocol';
import type { LocalMedia } from './LocalMedia.ts';

/**
 * Does with the own camera what somebody asked for and was allowed to.
 * @returns how the camera is set then, as it says itself
 * @throws Error when the camera could not do it
 */
export async function obeyCamera(
  command: CameraCommand,
  media: LocalMedia,
  client: Pick<CallClient, 'replaceTrack' | 'report'>,
): Promise<CameraSettings> {
  const before = media.camera.value;
  if (!before) throw new Error('no camera');
  switch (command.do) {
    case 'zoom':
      await media.setZoom(command.zoom);
      break;
    case 'torch':
      if ((await media.setTorch(command.on)) !== command.on) throw new Error('the light stays as it is');
      client.report({ torch: command.on });
      break;
    case 'switch': {
      const track = await media.switchCamera();
      if (!track || track === before) throw new Error('no other camera');
      await client.replaceTrack('camera', track);
      client.report({ torch: false });
    }
  }
  const track = media.camera.value;
  return track ? cameraSettings(track) : {};
}
