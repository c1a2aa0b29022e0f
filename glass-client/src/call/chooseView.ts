import type { CallData } from '@fernblick/shared/client';
import type { ProducerInfo, SnapshotId, SurfaceId } from '@fernblick/shared/protocol';

/** What fills the technician's screen. */
export type View =
  | { kind: 'camera'; surfaceId: SurfaceId | undefined }
  | {
      kind: 'snapshot';
      snapshotId: SnapshotId;
      surfaceId: SurfaceId;
      freeze: boolean;
      by: string;
      ready: boolean;
    }
  | { kind: 'remote'; producer: ProducerInfo; by: string };

/** The surface that strokes on our own camera belong to. */
export function ownSurface({ producers, me }: CallData): SurfaceId | undefined {
  return producers.find(({ participantId, source }) => participantId === me && source === 'camera')
    ?.surfaceId;
}

/**
 * What is shown to the technician: what somebody holds up, then the live picture chosen for all, then a shared
 * screen, otherwise the own camera.
 */
export function chooseView(call: CallData): View {
  const { stage, producers, participants, me } = call;
  const mine = ownSurface(call);
  if (stage.kind === 'snapshot') {
    const { snapshotId, surfaceId, freeze, holderName, ready } = stage;
    return { kind: 'snapshot', snapshotId, surfaceId, freeze, by: holderName, ready };
  }
  const remote = producers.filter(({ participantId, kind }) => participantId !== me && kind === 'video');
  const chosen = remote.find(({ surfaceId }) => surfaceId !== undefined && surfaceId === stage.surfaceId);
  const screen = stage.surfaceId
    ? undefined
    : remote.find(({ source, paused }) => source === 'screen' && !paused);
  const producer = chosen ?? screen;
  if (!producer) return { kind: 'camera', surfaceId: mine };
  const by = participants.find(({ id }) => id === producer.participantId)?.who.name ?? '';
  return { kind: 'remote', producer, by };
}

/** Names the shown thing: when it changes, what the person had put away comes back. */
export function viewKey(view: View): string {
  if (view.kind === 'snapshot') return view.snapshotId;
  return view.kind === 'remote' ? view.producer.producerId : 'camera';
}
