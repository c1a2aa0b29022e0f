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
  // Our own camera may be the one chosen for all; a choice whose picture is gone counts no more.
  const isMine = stage.surfaceId !== undefined && stage.surfaceId === mine;
  // Whoever shares last takes over. From the end, without `findLast`, which old WebViews lack.
  const screen = isMine
    ? undefined
    : [...remote].reverse().find(({ source, paused }) => source === 'screen' && !paused);
  const producer = chosen ?? screen;
  if (!producer) return { kind: 'camera', surfaceId: mine };
  return remoteView(producer, participants);
}

function remoteView(producer: ProducerInfo, participants: CallData['participants']): View {
  const by = participants.find(({ id }) => id === producer.participantId)?.who.name ?? '';
  return { kind: 'remote', producer, by };
}

/**
 * All that the technician can look at, each once: what is shown to them first, then the own camera, then the other
 * screens and cameras.
 */
export function viewsOf(call: CallData): View[] {
  const { producers, participants, me } = call;
  const others = producers.filter(
    ({ participantId, kind, paused }) => participantId !== me && kind === 'video' && !paused,
  );
  const all: View[] = [
    chooseView(call),
    { kind: 'camera', surfaceId: ownSurface(call) },
    ...others.map((producer) => remoteView(producer, participants)),
  ];
  return all.filter((view, at) => all.findIndex((other) => viewKey(other) === viewKey(view)) === at);
}

/** Names the shown thing: when it changes, what the person had put away comes back. */
export function viewKey(view: View): string {
  if (view.kind === 'snapshot') return view.snapshotId;
  return view.kind === 'remote' ? view.producer.producerId : 'camera';
}
