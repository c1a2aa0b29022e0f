import type {
  LayerOp,
  ProducerInfo,
  RequestData,
  RequestReply,
  StrokeBody,
  SurfaceId,
} from '@fernblick/shared/protocol';
import { newId, StrokeId, TrackId } from '@fernblick/shared/protocol';
import { vp8 } from '../sfu/fixtures.ts';
import type { TestClient } from './fixtures.ts';

/** What a browser says of the camera that it is about to send. */
export const camera = (transportId: string): RequestData<'producer.produce'> => ({
  transportId,
  kind: 'video',
  source: 'camera',
  trackId: newId(TrackId),
  rtpParameters: vp8(),
});

/** Somebody who has joined says that a camera is sent; no packet of it ever comes. */
export async function sendCamera(
  client: TestClient,
  { sendTransport }: Pick<RequestReply<'session.join'>, 'sendTransport'>,
): Promise<{ producer: ProducerInfo; surfaceId: SurfaceId }> {
  const { producer } = await client.request('producer.produce', camera(sendTransport.id));
  if (!producer.surfaceId) throw new Error('a camera has a surface');
  return { producer, surfaceId: producer.surfaceId };
}

const line: StrokeBody['points'] = [
  [0.1, 0.2, 0],
  [0.4, 0.5, 120],
];

/** A new stroke of the pen. */
export const penStroke = (surfaceId: SurfaceId, points = line): LayerOp & { op: 'add' } => ({
  op: 'add',
  id: newId(StrokeId),
  surfaceId,
  body: { tool: 'pen', color: '#ff3b30', width: 0.006, points, frame: { width: 1280, height: 720 } },
});
