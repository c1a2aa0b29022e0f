import type { OrgId } from '@fernblick/shared/protocol';
import { AuditEvent } from '../documents.ts';
import { EngineDoc, eq } from '../engine/DocumentEngine.ts';
import type { Page, Store } from '../Store.ts';
import type { StoreContext } from './context.ts';
import { insertMissing } from './insertMissing.ts';
import { pageOf, readCursor } from './pages.ts';
import { plain } from './plain.ts';

type AuditStore = Store['audit'];

const NAME = 'audit';
const BATCH = 100;

/** A collection whose documents carry events that are not in the log yet. */
export interface EventSource {
  /** Some documents with events, and how to clear them; none when all are copied. */
  withEvents(limit: number): Promise<{ events: AuditEvent[]; clear: () => Promise<boolean> }[]>;
}

export class AuditLog implements AuditStore {
  readonly #context: StoreContext;
  readonly #sources: readonly EventSource[];

  constructor(context: StoreContext, sources: readonly EventSource[]) {
    this.#context = context;
    this.#sources = sources;
  }

  append(events: readonly AuditEvent[]): Promise<void> {
    const docs = events.map((event) => EngineDoc.parse(plain({ ...AuditEvent.parse(event), _rev: 1 })));
    return insertMissing(this.#context, NAME, docs, 'keepFirst');
  }

  /** What was done before the call is in it: events still on their way are copied first. */
  async list(orgId: OrgId, page: { cursor?: string | undefined; limit: number }): Promise<Page<AuditEvent>> {
    if (page.cursor === undefined) await this.pump();
    const found = await this.#context.engine.find(NAME, {
      where: [eq('orgId', orgId)],
      sort: { fields: ['at', 'id'], direction: 'desc' },
      after: readCursor(page.cursor),
      limit: page.limit + 1,
    });
    const events = found.map((doc) => AuditEvent.parse(doc));
    return pageOf(events, page.limit, (event) => [event.at, event.id]);
  }

  /**
   * Copying is idempotent and clearing compares: whoever is interrupted, or meets another pump, loses nothing
   * and doubles nothing.
   */
  pump(): Promise<number> {
    return this.#context.queue.run(NAME, async () => {
      let copied = 0;
      for (const source of this.#sources) {
        for (
          let docs = await source.withEvents(BATCH);
          docs.length > 0;
          docs = await source.withEvents(BATCH)
        ) {
          await this.append(docs.flatMap(({ events }) => events));
          for (const { events, clear } of docs) if (await clear()) copied += events.length;
        }
      }
      return copied;
    });
  }
}
