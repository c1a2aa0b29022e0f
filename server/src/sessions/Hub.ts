import { can } from '@fernblick/shared/policy';
import type {
  EventData,
  EventName,
  OrgId,
  Principal,
  SnapshotId,
  StorageState,
  TimelineEntry,
} from '@fernblick/shared/protocol';
import type { CaseNews } from '../cases/CaseNews.ts';
import { caseResource } from '../cases/caseResource.ts';
import { viewEntry } from '../cases/viewEntry.ts';
import type { CaseDoc } from '../store/documents.ts';
import type { Connection } from './Connection.ts';

/**
 * All greeted connections of this process: who is at a desk, who watches which case.
 * Presence and the way to people who are in no session; with several nodes a bus stands here.
 */
export class Hub implements CaseNews {
  readonly #connections = new Set<Connection>();
  readonly #gone = new Set<(principalId: string) => void>();

  add(connection: Connection): void {
    this.#connections.add(connection);
  }

  remove(connection: Connection): void {
    if (!this.#connections.delete(connection)) return;
    const { principal } = connection;
    if (principal) for (const listener of this.#gone) listener(principal.id);
  }

  /** Tells that a page of somebody is gone, until the returned function is called; others of theirs may be open. */
  onGone(listener: (principalId: string) => void): () => void {
    this.#gone.add(listener);
    return () => this.#gone.delete(listener);
  }

  /** Whether a page is open through which the person or guest can be called. */
  isReachable(principalId: string): boolean {
    return this.of(principalId).some(({ deskOpen, reachable }) => deskOpen || reachable);
  }

  /** Whether the person or guest takes part in a call now. */
  isInCall(principalId: string): boolean {
    return this.of(principalId).some(
      ({ participation }) => participation && participation.slot.state.state !== 'ringing',
    );
  }

  /** To every page through which the person or guest can be called. */
  toReachable<Name extends EventName>(principalId: string, name: Name, data: EventData<Name>): void {
    for (const connection of this.of(principalId)) {
      if (connection.deskOpen || connection.reachable) connection.event(name, data);
    }
  }

  get size(): number {
    return this.#connections.size;
  }

  /** Whether the person has a desk open. */
  isOnline(personId: string): boolean {
    for (const connection of this.#connections) {
      if (connection.deskOpen && connection.principal?.id === personId) return true;
    }
    return false;
  }

  /** To every open desk of the organisation, or only to these people's. */
  toDesks<Name extends EventName>(
    orgId: OrgId,
    name: Name,
    data: EventData<Name>,
    personIds?: readonly string[],
  ): void {
    for (const connection of this.#connections) {
      const { principal, deskOpen } = connection;
      if (!deskOpen || principal?.orgId !== orgId) continue;
      if (personIds && !personIds.includes(principal.id)) continue;
      connection.event(name, data);
    }
  }

  entryAppended(about: CaseDoc, entry: TimelineEntry): void {
    this.#toWatchers(about, 'entry.appended', { entry: viewEntry(entry) }, entry.visibility === 'internal');
    this.#caseMoved(about);
  }

  caseChanged(about: CaseDoc): void {
    this.#toWatchers(about, 'case.changed', { caseId: about.id }, false);
    this.#caseMoved(about);
  }

  layerChanged(about: CaseDoc, snapshotId: SnapshotId, layerSeq: number): void {
    this.#toWatchers(about, 'layer.changed', { snapshotId, layerSeq }, false);
  }

  /** Lists at the desks are sorted by activity. */
  #caseMoved(about: CaseDoc): void {
    for (const connection of this.#connections) {
      const { principal, deskOpen, watching } = connection;
      if (!deskOpen || !principal || watching.has(about.id)) continue;
      if (can(principal, 'case.read', caseResource(about)))
        connection.event('case.changed', { caseId: about.id });
    }
  }

  /** To those who watch the case and may see it; rights are judged anew for each of them. */
  #toWatchers<Name extends EventName>(
    about: CaseDoc,
    name: Name,
    data: EventData<Name>,
    internal: boolean,
  ): void {
    const action = internal ? 'case.readInternal' : 'case.read';
    for (const connection of this.#connections) {
      const { principal, watching } = connection;
      if (!watching.has(about.id) || !principal || !can(principal, action, caseResource(about))) continue;
      connection.event(name, data);
    }
  }

  /** Tells one connection, or everybody, whether things can be kept now. */
  tellStorage(state: StorageState, to: Iterable<Connection> = this.#connections): void {
    for (const connection of to) {
      const { principal } = connection;
      if (!principal) continue;
      const office = can(principal, 'call.answer', { orgId: principal.orgId });
      connection.event('storage.changed', { state: state === 'low' && !office ? 'ok' : state });
    }
  }

  /** Connections of a person or guest. */
  of(principalId: Principal['id']): Connection[] {
    return [...this.#connections].filter((connection) => connection.principal?.id === principalId);
  }

  all(): Connection[] {
    return [...this.#connections];
  }
}
