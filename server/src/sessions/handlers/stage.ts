import { FernblickError } from '@fernblick/shared/protocol';
import { noteAnnotation } from '../../snapshots/noteAnnotation.ts';
import type { LiveSession } from '../LiveSession.ts';
import type { ParticipantSlot } from '../ParticipantSlot.ts';
import { surfaceOfSnapshot } from '../SessionSurfaces.ts';
import { type Handlers, joined } from './context.ts';

export const stageHandlers: Pick<
  Handlers,
  'stage.freeze' | 'stage.show' | 'stage.live' | 'snapshot.request' | 'snapshot.progress'
> = {
  'stage.freeze': async (context, data) => {
    const { session, slot } = joined(context);
    const strokes = session.surfaces.layer(data.from)?.strokes;
    if (!strokes || !session.surfaces.ownerOf(data.from)) throw new FernblickError('SURFACE_NOT_FOUND');
    if (await context.services.store.snapshots.get(data.snapshotId)) throw new FernblickError('ID_CONFLICT');
    leaveStage(session, slot);
    const stage = await session.stage.freeze(slot, data, strokes, session.moment);
    openLayer(session, data.snapshotId);
    session.emit('stage.changed', { stage });
    return { stage };
  },

  'stage.show': async (context, { snapshotId, takeOver }) => {
    const { session, slot } = joined(context);
    const doc = await context.services.store.snapshots.get(snapshotId);
    if (doc?.caseId !== session.case.id) throw new FernblickError('SNAPSHOT_NOT_FOUND');
    leaveStage(session, slot);
    const stage = await session.stage.show(slot, doc, takeOver);
    openLayer(session, snapshotId);
    session.emit('stage.changed', { stage });
    return { stage };
  },

  'stage.live': async (context, { surfaceId }) => {
    const { session, slot } = joined(context);
    leaveStage(session, slot);
    const stage = session.stage.live(surfaceId);
    session.emit('stage.changed', { stage });
    return { stage };
  },

  'snapshot.request': async (context, { snapshotId, from }) => {
    const { session, slot } = joined(context);
    const owner = session.surfaces.ownerOf(from);
    if (!owner) throw new FernblickError('SURFACE_NOT_FOUND');
    const device = session.slots.get(owner.participantId);
    if (device?.state.state !== 'connected') throw new FernblickError('NO_CAMERA');
    const strokes = session.surfaces.layer(from)?.strokes ?? [];
    await session.stage.ask(snapshotId, { by: slot.who, from }, strokes, session.moment);
    session.emit('snapshot.requested', { snapshotId, from, by: slot.who }, [device.id]);
    session.tell('snapshot.progressed', { snapshotId, step: 'taking' });
    return {};
  },

  'snapshot.progress': async (context, progress) => {
    const { session, slot } = joined(context);
    session.tell('snapshot.progressed', progress, slot);
    return {};
  },
};

/** The layer as everybody starts from, with what was copied to it. */
function openLayer(session: LiveSession, snapshotId: string): void {
  const surfaceId = surfaceOfSnapshot(snapshotId);
  const layer = session.surfaces.layer(surfaceId);
  if (layer) session.emit('layer.opened', { layer }, 'all', { surfaceId });
}

/** Drawing on the picture on stage has come to a rest: it goes into the case. */
function leaveStage(session: LiveSession, slot: ParticipantSlot): void {
  const { stage } = session.stage;
  if (stage.kind !== 'snapshot' || !stage.ready) return;
  const { store, logs, news, log } = session.services;
  noteAnnotation({ store, logs, news }, stage.snapshotId, slot.who, session.id).catch((error: unknown) =>
    log.warn({ err: error, snapshotId: stage.snapshotId }, 'the annotated frame is not in the timeline yet'),
  );
}
