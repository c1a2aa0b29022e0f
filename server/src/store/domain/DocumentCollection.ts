import type * as z from 'zod';
import { FernblickError, type ErrorCode, type OrgId } from '@fernblick/shared/protocol';
import type { AuditEvent } from '../documents.ts';
import { eq, UniqueViolation, type EngineDoc, type Query } from '../engine/DocumentEngine.ts';
import type { Changes, Documents, Fresh } from '../Store.ts';
import type { CollectionName } from './collections.ts';
import { conflict, untilDone, type StoreContext } from './context.ts';
import { digestOf, plain } from './plain.ts';

/** What every document has. */
export interface BaseDoc {
  id: string;
  orgId: OrgId;
  schemaVersion: 1;
  version: number;
  pendingEvents: AuditEvent[];
}

export interface CollectionRules<Doc> {
  name: CollectionName;
  schema: z.ZodType<Doc>;
  /** Values that only indexes need. */
  keys?(doc: Doc): Record<string, unknown>;
  /**
   * Members that may differ when the same thing is created again: times of the server, numbers it gives,
   * random keys of blobs.
   */
  stamps: readonly (keyof Doc & string)[];
  /** What counts of the stamps after all. */
  content?(doc: Doc): unknown;
  /** Thrown when a unique value other than the id is taken. */
  taken?: ErrorCode;
}

/** A document as read, with what is needed to replace it. */
export interface Stored<Doc> {
  doc: Doc;
  rev: number;
  /** Digest of what it was created with. */
  origin: unknown;
}

/** See `Documents`: the rules of creation, versions and audit events, for one collection. */
export class DocumentCollection<Id extends string, Doc extends BaseDoc> implements Documents<Id, Doc> {
  protected readonly context: StoreContext;
  readonly rules: CollectionRules<Doc>;

  constructor(context: StoreContext, rules: CollectionRules<Doc>) {
    this.context = context;
    this.rules = rules;
  }

  async create(fresh: Fresh<Doc>, events: AuditEvent[] = []): Promise<Doc> {
    const doc = this.newDoc(fresh, events);
    const origin = this.originOf(doc);
    try {
      await this.context.engine.insert(this.rules.name, [this.#encode({ doc, rev: 1, origin })]);
    } catch (error) {
      if (!(error instanceof UniqueViolation)) throw error;
      const again = await this.createdBefore(doc);
      if (again) return again;
      throw new FernblickError(this.rules.taken ?? 'ID_CONFLICT', 'a unique value is taken');
    }
    if (events.length > 0) this.context.eventsWritten();
    return doc;
  }

  /** A new document in its first version. */
  protected newDoc(fresh: Fresh<Doc>, events: AuditEvent[]): Doc {
    return this.rules.schema.parse(plain({ ...fresh, schemaVersion: 1, version: 1, pendingEvents: events }));
  }

  /**
   * What is stored under the id, if it was created with the same content.
   * @throws `ID_CONFLICT` if it was created with other content
   */
  protected async createdBefore(doc: Doc): Promise<Doc | undefined> {
    const stored = await this.read(doc.id);
    if (stored && stored.origin !== this.originOf(doc)) {
      throw new FernblickError('ID_CONFLICT', 'the id stands for something else');
    }
    return stored?.doc;
  }

  async get(id: Id): Promise<Doc | undefined> {
    return (await this.read(id))?.doc;
  }

  async patch(id: Id, version: number, changes: Changes<Doc>, events: AuditEvent[] = []): Promise<Doc> {
    return this.#change(id, (doc) => {
      if (doc.version !== version) {
        throw new FernblickError('VERSION_CONFLICT', 'it was changed meanwhile', { version: doc.version });
      }
      return { changes, events };
    });
  }

  async update(
    id: Id,
    change: (doc: Doc) => { changes: Changes<Doc>; events?: AuditEvent[] } | undefined,
  ): Promise<Doc> {
    return this.#change(id, change);
  }

  #change(
    id: Id,
    change: (doc: Doc) => { changes: Changes<Doc>; events?: AuditEvent[] } | undefined,
  ): Promise<Doc> {
    const attempt = async () => {
      const stored = await this.read(id);
      if (!stored) throw new FernblickError('NOT_FOUND');
      const wish = change(stored.doc);
      if (!wish) return stored.doc;
      const { changes, events = [] } = wish;
      const doc = this.#changed(stored.doc, changes, events);
      if (!(await this.replace({ ...stored, doc }))) return conflict;
      if (events.length > 0) this.context.eventsWritten();
      return doc;
    };
    return this.context.queue.run(`${this.rules.name}:${id}`, () => untilDone(attempt));
  }

  #changed(doc: Doc, changes: Changes<Doc>, events: AuditEvent[]): Doc {
    const members = Object.entries(changes).map(([name, value]) => [name, value ?? undefined]);
    return this.rules.schema.parse(
      plain({
        ...doc,
        ...Object.fromEntries(members),
        version: doc.version + 1,
        pendingEvents: [...doc.pendingEvents, ...events],
      }),
    );
  }

  /** Writes a document that was read; false if it has changed since. */
  async replace({ doc, rev, origin }: Stored<Doc>): Promise<boolean> {
    try {
      const next = this.#encode({ doc, rev: rev + 1, origin });
      return await this.context.engine.replace(this.rules.name, next);
    } catch (error) {
      if (!(error instanceof UniqueViolation)) throw error;
      throw new FernblickError(this.rules.taken ?? 'ID_CONFLICT', 'a unique value is taken');
    }
  }

  async read(id: string): Promise<Stored<Doc> | undefined> {
    const found = await this.context.engine.get(this.rules.name, id);
    return found && this.#decode(found);
  }

  async findStored(query: Query): Promise<Stored<Doc>[]> {
    return (await this.context.engine.find(this.rules.name, query)).map((found) => this.#decode(found));
  }

  /** Documents with audit events that are not in the log yet; `clear` is false if one has changed since. */
  async withEvents(limit: number): Promise<{ events: AuditEvent[]; clear: () => Promise<boolean> }[]> {
    const found = await this.findStored({ where: [eq('_keys.pending', true)], limit });
    return found.map((stored) => ({
      events: stored.doc.pendingEvents,
      clear: () => this.replace({ ...stored, doc: { ...stored.doc, pendingEvents: [] } }),
    }));
  }

  protected async find(query: Query): Promise<Doc[]> {
    return (await this.findStored(query)).map(({ doc }) => doc);
  }

  protected async findBy(field: string, value: string): Promise<Doc | undefined> {
    return (await this.find({ where: [eq(field, value)], limit: 1 }))[0];
  }

  protected originOf(doc: Doc): string {
    const ignored = new Set<string>(['version', 'pendingEvents', ...this.rules.stamps]);
    const members = Object.fromEntries(Object.entries(doc).filter(([name]) => !ignored.has(name)));
    return digestOf([members, this.rules.content?.(doc)]);
  }

  #encode({ doc, rev, origin }: Stored<Doc>): EngineDoc {
    const keys = {
      ...this.rules.keys?.(doc),
      origin,
      ...(doc.pendingEvents.length > 0 && { pending: true }),
    };
    return { ...Object.fromEntries(Object.entries(doc)), id: doc.id, _rev: rev, _keys: keys };
  }

  #decode(found: EngineDoc): Stored<Doc> {
    const keys = found._keys;
    const origin = typeof keys === 'object' && keys && 'origin' in keys ? keys.origin : undefined;
    return { doc: this.rules.schema.parse(found), rev: found._rev, origin };
  }
}
