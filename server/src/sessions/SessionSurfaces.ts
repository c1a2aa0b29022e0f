import type {
  Author,
  LayerEntry,
  LayerOp,
  LayerState,
  ParticipantId,
  SurfaceId,
} from '@fernblick/shared/protocol';
import { FernblickError, newId, SurfaceId as SurfaceIdSchema } from '@fernblick/shared/protocol';
import type { AnnotationLog, Moment, Surface } from '../annotations/AnnotationLog.ts';
import type { AnnotationLogs } from '../annotations/AnnotationLogs.ts';
import type { SessionDoc } from '../store/documents.ts';

type Live = SessionDoc['surfaces'][number];

export interface SurfaceEvents {
  appended(surfaceId: SurfaceId, entry: LayerEntry): void;
  reset(layer: LayerState): void;
}

/** What can be drawn on in a session: live cameras and screens, and the snapshots that were opened. */
export class SessionSurfaces {
  readonly #logs: AnnotationLogs;
  readonly #where: Omit<Surface, 'surfaceId'>;
  readonly #events: SurfaceEvents;
  readonly #live: Live[];
  readonly #open = new Map<SurfaceId, { log: AnnotationLog; stop: () => void }>();
  readonly #opening = new Map<SurfaceId, Promise<AnnotationLog>>();

  constructor(
    logs: AnnotationLogs,
    where: Omit<Surface, 'surfaceId'>,
    live: readonly Live[],
    events: SurfaceEvents,
  ) {
    this.#logs = logs;
    this.#where = where;
    this.#live = [...live];
    this.#events = events;
  }

  get live(): readonly Live[] {
    return this.#live;
  }

  /** Live surfaces stay the same when a participant starts the same source anew. */
  surfaceOf(participantId: ParticipantId, source: Live['source']): SurfaceId {
    const known = this.#live.find((one) => one.participantId === participantId && one.source === source);
    if (known) return known.id;
    const id = newId(SurfaceIdSchema);
    this.#live.push({ id, participantId, source });
    return id;
  }

  ownerOf(surfaceId: SurfaceId): Live | undefined {
    return this.#live.find(({ id }) => id === surfaceId);
  }

  get layers(): LayerState[] {
    return [...this.#open.values()].map(({ log }) => log.layer);
  }

  layer(surfaceId: SurfaceId): LayerState | undefined {
    return this.#open.get(surfaceId)?.log.layer;
  }

  /** Surfaces of snapshots that were opened in this session. */
  get snapshots(): SurfaceId[] {
    return [...this.#open.keys()].filter((id) => !this.ownerOf(id));
  }

  /** Loads the log of a surface, once. `fill` may draw on it before anyone listens. */
  async open(surfaceId: SurfaceId, fill?: (log: AnnotationLog) => void): Promise<AnnotationLog> {
    const opening =
      this.#opening.get(surfaceId) ??
      this.#logs.take({ ...this.#where, surfaceId }).then((log) => {
        fill?.(log);
        this.#listen(surfaceId, log);
        return log;
      });
    this.#opening.set(surfaceId, opening);
    try {
      return await opening;
    } catch (error) {
      this.#opening.delete(surfaceId);
      throw error;
    }
  }

  /** @throws SURFACE_NOT_FOUND, and what AnnotationLog.add throws */
  draw(op: LayerOp, author: Author, mayTouchOthers: boolean, moment: Moment) {
    const surface = this.#open.get(op.surfaceId);
    if (!surface) throw new FernblickError('SURFACE_NOT_FOUND');
    return surface.log.add(op, author, mayTouchOthers, moment);
  }

  isOpen(surfaceId: SurfaceId): boolean {
    return this.#open.has(surfaceId);
  }

  /** Resolves when everything drawn is stored and the logs are given back. */
  async close(): Promise<void> {
    const ids = [...this.#opening.keys()];
    for (const { stop } of this.#open.values()) stop();
    this.#open.clear();
    this.#opening.clear();
    await Promise.all(ids.map((id) => this.#logs.giveBack(id)));
  }

  #listen(surfaceId: SurfaceId, log: AnnotationLog): void {
    const onAppended = (entry: LayerEntry) => this.#events.appended(surfaceId, entry);
    const onReset = (layer: LayerState) => this.#events.reset(layer);
    log.on('appended', onAppended);
    log.on('reset', onReset);
    this.#open.set(surfaceId, {
      log,
      stop: () => {
        log.off('appended', onAppended);
        log.off('reset', onReset);
      },
    });
  }
}

/** A snapshot's surface has the snapshot's id. */
export function surfaceOfSnapshot(snapshotId: string): SurfaceId {
  return SurfaceIdSchema.parse(snapshotId);
}
