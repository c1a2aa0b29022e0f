import { FernblickError } from '../protocol/index.ts';
import type {
  Author,
  EntryView,
  EventData,
  ParticipantId,
  ProducerInfo,
  LayerOp,
  StrokePreview,
} from '../protocol/index.ts';
import type { DataEvent } from './callEvents.ts';
import type { CallData, ChatMessage, LivePreview, SnapshotProgress } from './callState.ts';
import { emptyView, viewOf, withEntry, withPending, withoutPending } from './layerView.ts';
import type { LayerView } from './layerView.ts';

/** A preview without news for so long is over, however its end got lost. Milliseconds. */
export const PREVIEW_LIFE_MS = 4_000;

/** What is known of a call after an event. Pure; @param now local milliseconds, for what fades by itself */
export function reduceData(call: CallData, event: DataEvent, now: number): CallData {
  switch (event.type) {
    case 'participant.reported': {
      const { participantId, report } = event.data;
      return {
        ...call,
        participants: call.participants.map((one) =>
          one.id === participantId ? { ...one, report: { ...one.report, ...report } } : one,
        ),
      };
    }
    case 'call.declined':
      return { ...call, declined: event.data };
    case 'rung':
      return { ...call, rung: event.names, wasRung: event.names, declined: undefined, unanswered: undefined };
    case 'offer.opened':
      return { ...call, offers: put(call.offers, event.data.offer, ({ id }) => id), lastOffer: undefined };
    case 'offer.closed': {
      const { offer, outcome } = event.data;
      const offers = call.offers.filter(({ id }) => id !== offer.id);
      return { ...call, offers, lastOffer: outcome === 'joined' ? undefined : event.data };
    }
    case 'producer.opened':
      return withProducer(call, event.data.producer);
    case 'produced':
      return withProducer(call, event.producer);
    case 'producer.changed': {
      const { producerId, paused } = event.data;
      return {
        ...call,
        producers: call.producers.map((one) => (one.producerId === producerId ? { ...one, paused } : one)),
      };
    }
    case 'producer.closed':
      return {
        ...call,
        producers: call.producers.filter(({ producerId }) => producerId !== event.data.producerId),
      };
    case 'annotation.added':
      return withAnnotation(call, event.data);
    case 'annotate':
      return withLayer(call, event.op.surfaceId, (view, me) => withPending(view, event.op, me));
    case 'annotationAcknowledged':
      return acknowledged(call, event.op, event.seq, now);
    case 'annotationRejected':
      return withLayer(call, event.op.surfaceId, (view, me) => withoutPending(view, event.op.id, me));
    case 'layer.opened':
      return withLayer(call, event.data.layer.surfaceId, (view, me) =>
        event.data.layer.seq < view.confirmed.seq ? view : viewOf(event.data.layer, view.pending, me),
      );
    case 'annotation.previewed':
      return withPreview(call, event.data.by, event.data.preview, now);
    case 'tick': {
      const previews = [...call.previews].filter(([, { at }]) => event.now - at < PREVIEW_LIFE_MS);
      return previews.length === call.previews.size ? call : { ...call, previews: new Map(previews) };
    }
    case 'storage.changed':
      return { ...call, storage: event.data.state };
    case 'stage.changed':
      return { ...call, stage: event.data.stage };
    case 'staged':
      return { ...call, stage: event.stage };
    case 'snapshot.requested':
      return withProgress(call, event.data.snapshotId, { step: 'taking' });
    case 'snapshot.progressed': {
      const { snapshotId, step, share } = event.data;
      // A late report about a picture that is there already.
      if (call.snapshots.some(({ id }) => id === snapshotId)) return call;
      return withProgress(call, snapshotId, { step, share });
    }
    case 'snapshot.added': {
      const { snapshot } = event.data;
      const snapshotProgress = new Map(call.snapshotProgress);
      snapshotProgress.delete(snapshot.id);
      return { ...call, snapshotProgress, snapshots: put(call.snapshots, snapshot, ({ id }) => id) };
    }
    case 'chat.sent':
      return confirmedMessage(event.data.entry).reduce(
        (data, message) => ({ ...data, messages: put(data.messages, message, ({ id }) => id) }),
        call,
      );
    case 'camera.changed':
      return {
        ...call,
        cameras: put(call.cameras ?? [], event.data.camera, ({ participantId }) => participantId),
      };
    case 'say': {
      const message = {
        id: event.id,
        author: authorOfMe(call),
        text: event.text,
        at: event.at,
        pending: true,
        internal: false,
      };
      return { ...call, messages: put(call.messages, message, ({ id }) => id) };
    }
    case 'chatAcknowledged':
      return {
        ...call,
        messages: call.messages.map((one) => (one.id === event.id ? { ...one, pending: false } : one)),
      };
    case 'chatRejected':
      return { ...call, messages: call.messages.filter(({ id }) => id !== event.id) };
    case 'qualityChanged':
      return { ...call, quality: event.quality };
  }
}

/** Replaces the one with the same key where it stands, or adds it at the end. */
export function put<Item>(
  list: readonly Item[],
  item: Item,
  keyOf: (item: Item) => unknown,
): readonly Item[] {
  const at = list.findIndex((one) => keyOf(one) === keyOf(item));
  return at < 0 ? [...list, item] : list.with(at, item);
}

export function withParticipant(call: CallData, participant: CallData['participants'][number]): CallData {
  const isLeft = participant.state.state === 'left';
  return {
    ...call,
    participants: put(call.participants, participant, ({ id }) => id),
    producers: isLeft ? withoutProducersOf(call, participant.id) : call.producers,
  };
}

function withoutProducersOf(call: CallData, participantId: ParticipantId): CallData['producers'] {
  return call.producers.filter((producer) => producer.participantId !== participantId);
}

/** A source that a participant starts anew replaces its former producer. */
function withProducer(call: CallData, producer: ProducerInfo): CallData {
  const others = call.producers.filter(
    (one) =>
      one.producerId === producer.producerId ||
      one.participantId !== producer.participantId ||
      one.source !== producer.source,
  );
  return { ...call, producers: put(others, producer, ({ producerId }) => producerId) };
}

/** Who we are, as our strokes and words are signed. */
export function authorOfMe(call: CallData): Author {
  const me = call.participants.find(({ id }) => id === call.me);
  if (!me) throw new FernblickError('INTERNAL', 'a call without ourselves');
  return me.who;
}

function withLayer(
  call: CallData,
  surfaceId: LayerView['surfaceId'],
  change: (view: LayerView, me: Author) => LayerView,
): CallData {
  const view = call.layers.get(surfaceId) ?? emptyView(surfaceId);
  const next = change(view, authorOfMe(call));
  if (next === view && call.layers.has(surfaceId)) return call;
  return { ...call, layers: new Map(call.layers).set(surfaceId, next) };
}

function withAnnotation(call: CallData, { surfaceId, entry }: EventData<'annotation.added'>): CallData {
  const previews = new Map(call.previews);
  // The finished stroke takes the place of its preview.
  if (entry.op.op === 'add') previews.delete(entry.op.id);
  return withLayer({ ...call, previews }, surfaceId, (view, me) => withEntry(view, entry, me));
}

/** The server has it as number `seq`; usually its event was here before. */
function acknowledged(call: CallData, op: LayerOp, seq: number, now: number): CallData {
  return withLayer(call, op.surfaceId, (view, me) => {
    const { confirmed } = view;
    if (seq <= confirmed.seq) return withoutPending(view, op.id, me);
    return withEntry(view, { seq, author: me, at: now, op }, me);
  });
}

function withPreview(call: CallData, by: Author, preview: StrokePreview, now: number): CallData {
  const previews = new Map(call.previews);
  const before = previews.get(preview.id);
  if (preview.cancelled) previews.delete(preview.id);
  else {
    // Batches may be lost: what is missing is bridged by a straight line.
    const points = [...(before?.points.slice(0, preview.from) ?? []), ...preview.points];
    const merged: LivePreview = { ...preview, from: 0, points, by, at: now };
    previews.set(preview.id, merged);
  }
  return { ...call, previews };
}

function withProgress(
  call: CallData,
  snapshotId: EventData<'snapshot.progressed'>['snapshotId'],
  progress: SnapshotProgress,
): CallData {
  return { ...call, snapshotProgress: new Map(call.snapshotProgress).set(snapshotId, progress) };
}

/** A chat message of a timeline entry; none for entries of other kinds. */
export function confirmedMessage({ id, author, at, body, visibility }: EntryView): ChatMessage[] {
  if (body.kind !== 'message') return [];
  return [{ id, author, at, text: body.text, pending: false, internal: visibility === 'internal' }];
}
