import { randomUUID } from 'node:crypto';
import type { OrgId } from '@fernblick/shared/protocol';
import { type DocumentEngine, eq } from '../engine/DocumentEngine.ts';
import { prepare } from '../migrations/migrate.ts';
import { migrations as all, type Migration } from '../migrations/migrations.ts';
import type { Store } from '../Store.ts';
import { Accounts } from './Accounts.ts';
import { AuditLog } from './AuditLog.ts';
import { CallTasks } from './CallTasks.ts';
import { Cases } from './Cases.ts';
import { collections } from './collections.ts';
import type { StoreContext } from './context.ts';
import { Guests, Invitations } from './invitations.ts';
import { KeyedQueue } from './KeyedQueue.ts';
import { Layers } from './Layers.ts';
import { Groups, Links, Orgs, People } from './people.ts';
import { removeDemo } from './removeDemo.ts';
import { Sessions } from './Sessions.ts';
import { Snapshots } from './Snapshots.ts';
import { Timeline } from './Timeline.ts';

const PUMP_DELAY_MS = 1_000;

/** Told of what goes wrong while nobody waits for it. */
export type StoreLog = (message: string, error: unknown) => void;

/** The domain store, once for all databases; see `DocumentEngine` for why. */
export class DomainStore implements Store {
  readonly kind: Store['kind'];
  readonly orgs: Orgs;
  readonly people: People;
  readonly groups: Groups;
  readonly links: Links;
  readonly cases: Cases;
  readonly timeline: Timeline;
  readonly layers: Layers;
  readonly snapshots: Snapshots;
  readonly sessions: Sessions;
  readonly callTasks: CallTasks;
  readonly invitations: Invitations;
  readonly guests: Guests;
  readonly audit: AuditLog;
  readonly accounts: Accounts;
  readonly #engine: DocumentEngine;
  readonly #log: StoreLog;
  #pumpTimer: NodeJS.Timeout | undefined;
  #closing: Promise<void> | undefined;

  private constructor(engine: DocumentEngine, log: StoreLog) {
    const context: StoreContext = {
      engine,
      queue: new KeyedQueue(),
      eventsWritten: () => this.#pumpSoon(),
    };
    this.kind = engine.kind;
    this.#engine = engine;
    this.#log = log;
    this.orgs = new Orgs(context);
    this.people = new People(context);
    this.groups = new Groups(context);
    this.links = new Links(context);
    this.cases = new Cases(context);
    this.timeline = new Timeline(context, this.cases);
    this.layers = new Layers(context);
    this.snapshots = new Snapshots(context);
    this.sessions = new Sessions(context);
    this.callTasks = new CallTasks(context);
    this.invitations = new Invitations(context);
    this.guests = new Guests(context);
    this.accounts = new Accounts(context);
    const { orgs, people, groups, links, cases, snapshots, sessions, callTasks, invitations, guests } = this;
    this.audit = new AuditLog(context, [
      ...[orgs, people, groups, links, cases, snapshots, sessions, callTasks, invitations, guests],
    ]);
  }

  /** Takes the engine over: closes it with itself, and when it cannot open. */
  static async open(
    engine: DocumentEngine,
    log: StoreLog = () => undefined,
    migrations: readonly Migration[] = all,
  ): Promise<DomainStore> {
    try {
      await prepare(engine, collections, migrations);
    } catch (error) {
      await engine.close();
      throw error;
    }
    const store = new DomainStore(engine, log);
    // The last process may have ended between a write and the copying of its events.
    store.#pumpSoon();
    return store;
  }

  async removeDemo(orgId: OrgId): Promise<string[]> {
    return removeDemo(this.#engine, await this.orgs.get(orgId));
  }

  ping(): Promise<void> {
    return this.#engine.ping();
  }

  async probe(bytes: number): Promise<void> {
    const id = `probe-${randomUUID()}`;
    await this.#engine.insert('meta', [{ id, _rev: 1, filler: '.'.repeat(bytes) }]);
    await this.#engine.remove('meta', [eq('id', id)]);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    clearTimeout(this.#pumpTimer);
    // What cannot be copied now is copied after the next start.
    await this.#pump();
    await this.#engine.close();
  }

  #pumpSoon(): void {
    if (this.#closing) return;
    this.#pumpTimer ??= setTimeout(() => {
      this.#pumpTimer = undefined;
      void this.#pump();
    }, PUMP_DELAY_MS).unref();
  }

  async #pump(): Promise<void> {
    try {
      await this.audit.pump();
    } catch (error) {
      this.#log('audit events could not be copied', error);
      this.#pumpSoon();
    }
  }
}
