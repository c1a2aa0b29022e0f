import type {
  Author,
  CallTaskId,
  CaseId,
  CaseStatus,
  EntryBody,
  EntryId,
  GroupId,
  GuestId,
  InvitationId,
  LayerEntry,
  OrgId,
  PersonId,
  SessionId,
  SnapshotId,
  SurfaceId,
  TimelineEntry,
  Visibility,
} from '@fernblick/shared/protocol';
import type {
  AuditEvent,
  CallTaskDoc,
  CaseDoc,
  GroupDoc,
  GuestDoc,
  InvitationDoc,
  LayerEntryDoc,
  LinkDoc,
  OrgDoc,
  PersonDoc,
  SessionDoc,
  SessionEventDoc,
  SnapshotDoc,
} from './documents.ts';

/** What the store adds to a new document by itself. */
export type Fresh<Doc> = Omit<Doc, 'schemaVersion' | 'version' | 'pendingEvents'>;

/** Members of a document that a change may set; `null` removes an optional one. */
export type Changes<Doc> = {
  [Key in Exclude<keyof Doc, 'id' | 'orgId' | 'schemaVersion' | 'version' | 'pendingEvents'>]?:
    Doc[Key] | (undefined extends Doc[Key] ? null : never);
};

export interface Page<Item> {
  items: Item[];
  /** Opaque; hand it back to read on. */
  next: string | undefined;
}

/**
 * One kind of document with a version to compare.
 *
 * `create` is idempotent by id: the same content again returns what is stored now, other content is `ID_CONFLICT`.
 * What the server adds anew each time does not count: times, the number of a case, participants and lease of a
 * session, keys of blobs (whoever gets back other keys than it gave removes its own blobs). Another unique
 * value that is taken throws the collection's own code (`EMAIL_TAKEN`) or `ID_CONFLICT`.
 * `patch` throws `VERSION_CONFLICT` if the stored version is not `version`, `NOT_FOUND` if there is none.
 * `update` reads, calls `change` with the current document and writes; on a conflict it does so again.
 * `change` returning undefined writes nothing. Audit events ride with the write.
 */
export interface Documents<Id, Doc> {
  create(doc: Fresh<Doc>, events?: AuditEvent[]): Promise<Doc>;
  get(id: Id): Promise<Doc | undefined>;
  patch(id: Id, version: number, changes: Changes<Doc>, events?: AuditEvent[]): Promise<Doc>;
  update(
    id: Id,
    change: (doc: Doc) => { changes: Changes<Doc>; events?: AuditEvent[] } | undefined,
  ): Promise<Doc>;
}

export interface EntryDraft {
  id: EntryId;
  orgId: OrgId;
  caseId: CaseId;
  visibility: Visibility;
  author: Author;
  clientAt: number;
  body: EntryBody;
}

export interface CaseFilter {
  status?: readonly CaseStatus[] | undefined;
  /** Only cases this person or guest is a member of. */
  memberId?: string | undefined;
  /** Words that must all occur in title, asset, customer or number. */
  q?: string | undefined;
}

/**
 * The domain store. Two implementations (embedded SQLite, MongoDB) keep the same contract suite.
 * A write is durable when its promise resolves. When the database is out of reach, calls throw
 * `STORE_UNAVAILABLE`; a full disk throws `DISK_FULL`; neither leaves half a write.
 */
export interface Store {
  readonly kind: 'sqlite' | 'mongodb';

  orgs: Documents<OrgId, OrgDoc> & { first(): Promise<OrgDoc | undefined> };
  people: Documents<PersonId, PersonDoc> & {
    byEmail(email: string): Promise<PersonDoc | undefined>;
    /** Sorted by name. */
    list(orgId: OrgId): Promise<PersonDoc[]>;
  };
  groups: Documents<GroupId, GroupDoc> & {
    /** Without those that were taken away; sorted by name. */
    list(orgId: OrgId): Promise<GroupDoc[]>;
  };
  links: Documents<string, LinkDoc> & {
    byTokenHash(hash: string): Promise<LinkDoc | undefined>;
    /** Exactly one caller of many gets the link; the others, and anyone after `expiresAt`, get undefined. */
    consume(hash: string, purpose: LinkDoc['purpose'], now: number): Promise<LinkDoc | undefined>;
  };
  cases: Omit<Documents<CaseId, CaseDoc>, 'create'> & {
    /** Gives the next free number of the organisation. */
    create(doc: Omit<Fresh<CaseDoc>, 'number'>, events?: AuditEvent[]): Promise<CaseDoc>;
    byNumber(orgId: OrgId, number: number): Promise<CaseDoc | undefined>;
    /** Newest activity first; `limit` 1..100. */
    list(
      orgId: OrgId,
      filter: CaseFilter,
      page: { cursor?: string | undefined; limit: number },
    ): Promise<Page<CaseDoc>>;
  };
  timeline: {
    /**
     * Appends at head + 1 with the chain's hashes; also moves the case's `activeAt`, which leaves its `version`
     * alone. Idempotent by id, author, visibility and body; anything else under the id is `ID_CONFLICT`.
     * Throws `CASE_NOT_FOUND` if the organisation has no such case.
     */
    append(draft: EntryDraft): Promise<TimelineEntry>;
    get(id: EntryId): Promise<TimelineEntry | undefined>;
    /** Ascending. `after`/`before` are exclusive; with `before` alone the last `limit` before it. */
    list(
      caseId: CaseId,
      query: {
        after?: number | undefined;
        before?: number | undefined;
        limit: number;
        visibility?: Visibility | undefined;
      },
    ): Promise<TimelineEntry[]>;
    /** Number of the last entry; 0 when there is none. */
    headSeq(caseId: CaseId): Promise<number>;
  };
  layers: {
    /**
     * Appends entries of one surface in one durable write; `seq` continues what is stored, else
     * `VERSION_CONFLICT`. Entries that are already there with the same digest are skipped, with another one
     * it is `ID_CONFLICT`. When the call fails with `STORE_UNAVAILABLE`, the first few may be stored: the same
     * call again completes them.
     */
    append(entries: readonly LayerEntryDoc[]): Promise<void>;
    list(surfaceId: SurfaceId, afterSeq?: number): Promise<LayerEntryDoc[]>;
    byOpId(id: LayerEntry['op']['id']): Promise<LayerEntryDoc | undefined>;
    headSeq(surfaceId: SurfaceId): Promise<number>;
  };
  snapshots: Documents<SnapshotId, SnapshotDoc> & {
    /** Oldest first. */
    listByCase(caseId: CaseId): Promise<SnapshotDoc[]>;
  };
  sessions: Documents<SessionId, SessionDoc> & {
    liveByCase(caseId: CaseId): Promise<SessionDoc | undefined>;
    listLive(orgId: OrgId): Promise<SessionDoc[]>;
    /** Oldest first. */
    listByCase(caseId: CaseId): Promise<SessionDoc[]>;
    /** Takes the session over for this process: raises the fence. */
    takeLease(id: SessionId, owner: string): Promise<SessionDoc>;
    appendEvents(events: readonly SessionEventDoc[]): Promise<void>;
    /** Ascending within one epoch, or all epochs in the order of the session's own clock. */
    listEvents(
      id: SessionId,
      query?: { epoch?: string | undefined; afterSeq?: number | undefined },
    ): Promise<SessionEventDoc[]>;
    /** Session milliseconds of the last event; 0 before the first. */
    lastT(id: SessionId): Promise<number>;
  };
  callTasks: Documents<CallTaskId, CallTaskDoc> & {
    /** Open calls back of the organisation, oldest first. */
    listCallBacks(orgId: OrgId): Promise<CallTaskDoc[]>;
    /** Calls that this person or guest missed and has not seen, oldest first. */
    listMissed(forId: string): Promise<CallTaskDoc[]>;
  };
  invitations: Documents<InvitationId, InvitationDoc> & {
    byTokenHash(hash: string): Promise<InvitationDoc | undefined>;
    listByCase(caseId: CaseId): Promise<InvitationDoc[]>;
  };
  guests: Documents<GuestId, GuestDoc> & {
    byTokenHash(hash: string): Promise<GuestDoc | undefined>;
    listByInvitation(id: InvitationId): Promise<GuestDoc[]>;
  };
  audit: {
    /** For what changes no document (a sign-in that failed, a session joined). Idempotent by id. */
    append(events: readonly AuditEvent[]): Promise<void>;
    /** Newest first. */
    list(orgId: OrgId, page: { cursor?: string | undefined; limit: number }): Promise<Page<AuditEvent>>;
    /** Copies `pendingEvents` of changed documents into the log and clears them; runs by itself, too. */
    pump(): Promise<number>;
  };
  /** Records of the sign-in library; see AccountRecords. */
  accounts: AccountRecords;
  /**
   * Removes an organisation that is a demo (`demo: true`) with every document and account of its people; the
   * blobs' keys are returned. May be called again after it was interrupted. Throws `NOT_FOUND`, and `FORBIDDEN`
   * for a real organisation.
   */
  removeDemo(orgId: OrgId): Promise<string[]>;
  /** Resolves when a trivial read works. */
  ping(): Promise<void>;
  /** Writes and removes a document with so many bytes: resolves when the store takes that much. */
  probe(bytes: number): Promise<void>;
  close(): Promise<void>;
}

/** The models of the sign-in library: one row each, members are JSON values, dates are Date. */
export type AccountModel = 'user' | 'account' | 'signIn' | 'verification';
export type AccountRow = Record<string, string | number | boolean | Date | null>;
export interface AccountWhere {
  field: string;
  operator:
    'eq' | 'ne' | 'lt' | 'lte' | 'gt' | 'gte' | 'in' | 'not_in' | 'contains' | 'starts_with' | 'ends_with';
  value: string | number | boolean | Date | null | readonly string[] | readonly number[];
  connector: 'AND' | 'OR';
}

/** Generic, since the library asks so; unique: user.email, signIn.token. */
export interface AccountRecords {
  create(model: AccountModel, row: AccountRow): Promise<AccountRow>;
  find(
    model: AccountModel,
    where: readonly AccountWhere[],
    options?: { limit?: number; offset?: number; sortBy?: { field: string; direction: 'asc' | 'desc' } },
  ): Promise<AccountRow[]>;
  count(model: AccountModel, where: readonly AccountWhere[]): Promise<number>;
  /** Returns the changed rows. */
  update(model: AccountModel, where: readonly AccountWhere[], changes: AccountRow): Promise<AccountRow[]>;
  /** Returns how many were removed. */
  remove(model: AccountModel, where: readonly AccountWhere[]): Promise<number>;
}
