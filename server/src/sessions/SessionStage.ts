import { mapBody } from '@fernblick/shared/annotation';
import type {
  Author,
  RequestData,
  SnapshotId,
  SnapshotView,
  Stage,
  Stroke,
  SurfaceId,
} from '@fernblick/shared/protocol';
import { FernblickError, newId, StrokeId } from '@fernblick/shared/protocol';
import type { Moment } from '../annotations/AnnotationLog.ts';
import type { SnapshotDoc } from '../store/documents.ts';
import type { ParticipantSlot } from './ParticipantSlot.ts';
import { type SessionSurfaces, surfaceOfSnapshot } from './SessionSurfaces.ts';

interface Asked {
  by: Author;
  /** The live surface, and with it the device that takes the picture. */
  from: SurfaceId;
}

/** What everybody looks at, who holds it, and which snapshots are on their way. */
export class SessionStage {
  #stage: Stage = { kind: 'live' };
  /** The live picture that was chosen for all before something was held up: going back to live goes back to it. */
  #chosen: SurfaceId | undefined;
  readonly #asked = new Map<SnapshotId, Asked>();
  readonly #surfaces: SessionSurfaces;

  constructor(surfaces: SessionSurfaces) {
    this.#surfaces = surfaces;
  }

  get stage(): Stage {
    return this.#stage;
  }

  /** Puts a frame that somebody froze on stage, with the strokes that are on the live picture now. */
  async freeze(
    slot: ParticipantSlot,
    data: RequestData<'stage.freeze'>,
    strokes: readonly Stroke[],
    moment: Moment,
  ) {
    this.#assertFree(slot, data.takeOver);
    const surfaceId = surfaceOfSnapshot(data.snapshotId);
    const again = this.#surfaces.isOpen(surfaceId);
    await this.#surfaces.open(surfaceId, (log) => void log.copy(strokes, moment));
    this.#assertFree(slot, data.takeOver);
    this.#stage = {
      kind: 'snapshot',
      snapshotId: data.snapshotId,
      surfaceId,
      freeze: true,
      ...data.frame,
      ready: again && this.#stage.kind === 'snapshot' && this.#stage.ready,
      holder: slot.id,
      holderName: slot.who.name,
    };
    return this.#stage;
  }

  /** Puts a snapshot of the case on stage. */
  async show(slot: ParticipantSlot, doc: SnapshotDoc, takeOver: boolean | undefined): Promise<Stage> {
    this.#assertFree(slot, takeOver);
    const surfaceId = surfaceOfSnapshot(doc.id);
    await this.#surfaces.open(surfaceId);
    this.#assertFree(slot, takeOver);
    this.#stage = {
      kind: 'snapshot',
      snapshotId: doc.id,
      surfaceId,
      freeze: doc.kind === 'freeze',
      width: doc.width,
      height: doc.height,
      ready: true,
      holder: slot.id,
      holderName: slot.who.name,
    };
    return this.#stage;
  }

  live(surfaceId?: SurfaceId): Stage {
    if (surfaceId && !this.#surfaces.ownerOf(surfaceId)) throw new FernblickError('SURFACE_NOT_FOUND');
    const before = this.#stage.kind === 'snapshot' ? this.#chosen : undefined;
    const next = surfaceId ?? (before && this.#surfaces.ownerOf(before) ? before : undefined);
    this.#chosen = next;
    this.#stage = { kind: 'live', ...(next && { surfaceId: next }) };
    return this.#stage;
  }

  /** The one who held up a picture is gone: back to live, unless it is on the server for all to see. */
  holderLeft(slot: ParticipantSlot): boolean {
    if (this.#stage.kind !== 'snapshot' || this.#stage.holder !== slot.id || this.#stage.ready) return false;
    this.live();
    return true;
  }

  /** Remembers who asked for a still; the strokes of the moment are copied to it at once. */
  async ask(snapshotId: SnapshotId, asked: Asked, strokes: readonly Stroke[], moment: Moment): Promise<void> {
    this.#asked.set(snapshotId, asked);
    await this.#surfaces.open(surfaceOfSnapshot(snapshotId), (log) => void log.copy(strokes, moment));
  }

  askedBy(snapshotId: SnapshotId): Author | undefined {
    return this.#asked.get(snapshotId)?.by;
  }

  /**
   * A snapshot is stored. Strokes that were copied from the stream are moved to where they belong on a still of
   * another shape (a 4:3 picture of a 16:9 stream).
   * @returns whether the stage changed
   */
  stored(view: SnapshotView): boolean {
    this.#asked.delete(view.id);
    const surfaceId = surfaceOfSnapshot(view.id);
    const frame = { width: view.width, height: view.height };
    for (const stroke of this.#surfaces.layer(surfaceId)?.strokes ?? []) {
      const { author, body, id } = stroke;
      if (sameShape(body.frame, frame)) continue;
      const op = {
        op: 'change',
        id: newId(StrokeId),
        surfaceId,
        target: id,
        body: mapBody(body, frame),
      } as const;
      this.#surfaces.draw(op, author, true, {});
    }
    if (this.#stage.kind !== 'snapshot' || this.#stage.snapshotId !== view.id || this.#stage.ready)
      return false;
    this.#stage = { ...this.#stage, ...frame, ready: true };
    return true;
  }

  #assertFree(slot: ParticipantSlot, takeOver: boolean | undefined): void {
    const stage = this.#stage;
    if (stage.kind === 'live' || stage.holder === slot.id || takeOver) return;
    throw new FernblickError('STAGE_HELD', `${stage.holderName} holds the picture`, {
      holder: stage.holderName,
    });
  }
}

/** Two pictures of one shape: strokes lie at the same shares of both. One percent is rounding. */
function sameShape(a: { width: number; height: number }, b: { width: number; height: number }): boolean {
  return Math.abs(a.width / a.height / (b.width / b.height) - 1) < 0.01;
}
