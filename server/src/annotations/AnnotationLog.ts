import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { applyEntry, emptyLayer, validateOp } from '@fernblick/shared/annotation';
import type {
  Author,
  CaseId,
  LayerEntry,
  LayerOp,
  LayerState,
  OrgId,
  SessionId,
  Stroke,
  SurfaceId,
} from '@fernblick/shared/protocol';
import { canonicalJson, FernblickError, newId, StrokeId } from '@fernblick/shared/protocol';
import { sha256 } from '../secrets.ts';
import type { LayerEntryDoc } from '../store/documents.ts';
import { isPassing } from '../store/persistently.ts';
import type { Store } from '../store/Store.ts';

/** Entries that may wait for a database that is away; more are refused. */
const MAX_WAITING = 2_000;
const RETRY_MS = { first: 100, most: 5_000 };

export interface Surface {
  orgId: OrgId;
  caseId: CaseId;
  surfaceId: SurfaceId;
}

/** When and in which session an entry was made; `t` is monotonic session milliseconds. */
export interface Moment {
  sessionId?: SessionId | undefined;
  t?: number | undefined;
}

export interface Added {
  entry: LayerEntry;
  /** Resolves when the entry is in the store; only then may it be acknowledged. */
  stored: Promise<void>;
}

interface Waiting {
  doc: LayerEntryDoc;
  done: PromiseWithResolvers<void>;
}

interface LogEvents {
  /** A new entry has its number; it is on its way to the store. */
  appended: [LayerEntry];
  /** The store refused entries for good: the layer is what is stored, everyone must take it anew. */
  reset: [LayerState];
}

/**
 * The ordered log of one surface's annotations (PROTOCOL.md, A rules): gives every operation its number at
 * once, tells listeners, and writes in batches behind it. It orders without reading bodies.
 */
export class AnnotationLog extends EventEmitter<LogEvents> {
  readonly #store: Store;
  readonly #surface: Surface;
  #layer: LayerState;
  #known = new Map<StrokeId, { digest: string; added: Added }>();
  #waiting: Waiting[] = [];
  #flushing: Promise<void> | undefined;

  /** Reads what is stored. */
  static async load(store: Store, surface: Surface): Promise<AnnotationLog> {
    const log = new AnnotationLog(store, surface);
    await log.#reload();
    return log;
  }

  private constructor(store: Store, surface: Surface) {
    super();
    this.#store = store;
    this.#surface = surface;
    this.#layer = emptyLayer(surface.surfaceId);
  }

  get layer(): LayerState {
    return this.#layer;
  }

  /**
   * Appends one operation. The same id, author and content again gives the first answer.
   * @throws STROKE_NOT_FOUND, FORBIDDEN (somebody else's stroke), ID_CONFLICT, STORE_UNAVAILABLE (too much waits)
   */
  add(op: LayerOp, author: Author, mayTouchOthers: boolean, moment: Moment = {}): Added {
    const digest = sha256(canonicalJson({ author: { kind: author.kind, id: author.id }, op }));
    const known = this.#known.get(op.id);
    if (known) {
      if (known.digest === digest) return known.added;
      throw new FernblickError('ID_CONFLICT', 'another operation has this id');
    }
    const verdict = validateOp(this.#layer, op, author, mayTouchOthers);
    if (verdict !== 'ok') throw new FernblickError(verdict);
    if (this.#waiting.length >= MAX_WAITING) throw new FernblickError('STORE_UNAVAILABLE');
    return this.#append(op, author, digest, moment);
  }

  /** Draws copies of strokes onto this surface, each under a new id and its own author's name. */
  copy(strokes: readonly Stroke[], moment: Moment): Promise<void> {
    const added = strokes.map(({ author, body }) =>
      this.add(
        { op: 'add', id: newId(StrokeId), surfaceId: this.#surface.surfaceId, body },
        author,
        true,
        moment,
      ),
    );
    return Promise.all(added.map(({ stored }) => stored)).then(() => undefined);
  }

  /** Resolves when nothing waits for the store any more. */
  async settled(): Promise<void> {
    while (this.#flushing) await this.#flushing;
  }

  #append(op: LayerOp, author: Author, digest: string, { sessionId, t }: Moment): Added {
    const entry: LayerEntry = {
      seq: this.#layer.seq + 1,
      author,
      at: Date.now(),
      ...(t !== undefined && { t }),
      op,
    };
    const { orgId, caseId, surfaceId } = this.#surface;
    const doc: LayerEntryDoc = { orgId, caseId, ...(sessionId && { sessionId }), surfaceId, digest, entry };
    const done = Promise.withResolvers<void>();
    // Whoever does not wait for the acknowledgement (a copy's listener) must not bring the process down.
    done.promise.catch(() => undefined);
    const added = { entry, stored: done.promise };
    this.#layer = applyEntry(this.#layer, entry);
    this.#known.set(op.id, { digest, added });
    this.#waiting.push({ doc, done });
    this.#flushing ??= this.#flush();
    this.emit('appended', entry);
    return added;
  }

  async #flush(): Promise<void> {
    let pause = RETRY_MS.first;
    try {
      while (this.#waiting.length > 0) {
        const batch = this.#waiting.slice();
        try {
          await this.#store.layers.append(batch.map(({ doc }) => doc));
          this.#waiting.splice(0, batch.length);
          for (const { done } of batch) done.resolve();
          pause = RETRY_MS.first;
        } catch (error) {
          if (isPassing(error)) {
            await delay(pause, undefined, { ref: false });
            pause = Math.min(pause * 2, RETRY_MS.most);
          } else {
            await this.#giveUp(error);
          }
        }
      }
    } finally {
      // In the same turn as the last look at what waits: whoever draws right after begins a new run.
      this.#flushing = undefined;
    }
  }

  /** What is not stored is nowhere: refuse all that waits and begin again from the store. */
  async #giveUp(error: unknown): Promise<void> {
    await this.#reload();
    for (const { done } of this.#waiting.splice(0)) done.reject(error);
    this.emit('reset', this.#layer);
  }

  async #reload(): Promise<void> {
    const docs = await this.#store.layers.list(this.#surface.surfaceId);
    this.#layer = docs.reduce(
      (layer, doc) => applyEntry(layer, doc.entry),
      emptyLayer(this.#surface.surfaceId),
    );
    this.#known = new Map(
      docs.map(({ entry, digest }) => [entry.op.id, { digest, added: { entry, stored: Promise.resolve() } }]),
    );
  }
}
