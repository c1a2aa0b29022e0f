import { CameraAskId, newId } from '../../protocol/index.ts';
import type { CameraCommand, CameraSettings, ParticipantId } from '../../protocol/index.ts';
import type { SignalClient } from '../SignalClient.ts';

/** Longer than the server gives the asked person, so that its word on it is heard. */
const ANSWER_MS = 55_000;

/**
 * Asks another device's camera for something; its person may be asked first.
 * @returns how the camera is set then
 * @throws FernblickError: NO_CAMERA, CAMERA_UNABLE, CAMERA_DENIED, CAMERA_TIMEOUT, FORBIDDEN, OFFLINE
 */
export async function askCamera(
  line: Pick<SignalClient, 'request'>,
  participantId: ParticipantId,
  command: CameraCommand,
): Promise<CameraSettings> {
  const data = { askId: newId(CameraAskId), participantId, command };
  return (await line.request('camera.ask', data, { timeoutMs: ANSWER_MS })).now;
}
