import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  EventData,
  EventName,
  EventStamp,
  Principal,
  RequestData,
  RequestName,
  RequestReply,
  Role,
} from '@fernblick/shared/protocol';
import {
  CaseId,
  events,
  FernblickError,
  GroupId,
  GuestId,
  isEventName,
  newId,
  OrgId,
  ParticipantId,
  PersonId,
  PROTOCOL_VERSION,
  requests,
  RtpCapabilities,
  ServerMessage,
  SessionId,
} from '@fernblick/shared/protocol';
import { AnnotationLogs } from '../annotations/AnnotationLogs.ts';
import { createCase } from '../cases/createCase.ts';
import { freePorts } from '../sfu/fixtures.ts';
import { WorkerPool } from '../sfu/index.ts';
import { openStore } from '../store/openStore.ts';
import { StoreWatch } from '../store/StoreWatch.ts';
import { Connection } from './Connection.ts';
import { Dispatcher } from './dispatch.ts';
import { Hub } from './Hub.ts';
import { SessionRegistry } from './SessionRegistry.ts';
import type { SessionServices, SessionTimes } from './services.ts';

interface Heard {
  name: EventName;
  data: unknown;
  stamp: EventStamp | undefined;
}

/** A client on a socket in memory: the real dispatcher behind it, every answer parsed as clients do. */
export class TestClient {
  readonly heard: Heard[] = [];
  readonly complaints: string[] = [];
  closed: { code: number; reason: string } | undefined;
  readonly connection: Connection;
  readonly #dispatcher: Dispatcher;
  readonly #hub: Hub;
  readonly #open = new Map<number, PromiseWithResolvers<unknown>>();
  readonly #waiting = new Set<() => void>();
  #next = 1;

  constructor(bench: TestBench, principal: Principal | undefined) {
    this.connection = new Connection({
      send: (text) => this.#receive(ServerMessage.parse(JSON.parse(text))),
      close: (code, reason) => {
        this.closed = { code, reason };
        queueMicrotask(() => this.drop());
      },
      bufferedAmount: 0,
    });
    this.#hub = bench.services.hub;
    this.#dispatcher = new Dispatcher(this.connection, bench.services, bench.registry, async () => principal);
  }

  raw(text: string): Promise<void> {
    return this.#dispatcher.receive(text);
  }

  async request<Name extends RequestName>(name: Name, data: RequestData<Name>): Promise<RequestReply<Name>>;
  async request(name: RequestName, data: unknown): Promise<unknown> {
    return requests[name].reply.parse(await this.ask(name, data));
  }

  /** Any name and data, for what a client must not send. */
  ask(name: string, data: unknown): Promise<unknown> {
    const id = this.#next++;
    const open = Promise.withResolvers<unknown>();
    this.#open.set(id, open);
    void this.#dispatcher.receive(JSON.stringify({ t: 'req', id, name, data }));
    return open.promise;
  }

  hello(resume?: { token: string; epoch: string; lastSeq: number }): Promise<RequestReply<'hello'>> {
    return this.request('hello', {
      protocolVersion: PROTOCOL_VERSION,
      as: 'person',
      ...(resume && { resume }),
    });
  }

  /** Resolves with the first event of this name, heard or yet to come, that fits. */
  async event<Name extends EventName>(
    name: Name,
    fits: (data: EventData<Name>) => boolean = () => true,
  ): Promise<EventData<Name>> {
    for (;;) {
      for (const event of this.of(name)) if (fits(event)) return event;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  /** Resolves when this event was heard so many times. */
  async times(name: EventName, count: number): Promise<void> {
    while (this.of(name).length < count) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  of<Name extends EventName>(name: Name): EventData<Name>[] {
    const schema = events[name].data;
    return this.heard
      .filter((event) => event.name === name)
      .map(({ data }) => schema.parse(data) as EventData<Name>);
  }

  get lastSeq(): number {
    return Math.max(0, ...this.heard.map(({ stamp }) => stamp?.seq ?? 0));
  }

  /** The socket is gone, as the server sees it. */
  drop(): void {
    this.connection.lost();
    const { participation } = this.connection;
    this.connection.participation = undefined;
    participation?.session.lost(participation.slot, this.connection);
    this.#hub.remove(this.connection);
  }

  #receive(message: ServerMessage): void {
    if (message.t === 'error') this.complaints.push(message.error.code);
    if (message.t === 'ev' && isEventName(message.name)) {
      this.heard.push({ name: message.name, data: message.data, stamp: message.stamp });
    }
    if (message.t === 'res') {
      const open = this.#open.get(message.id);
      this.#open.delete(message.id);
      if (message.ok) open?.resolve(message.data);
      else open?.reject(new FernblickError(message.error.code, message.error.message));
    }
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }
}

/** Sessions on the real media worker and the real store, without HTTP. */
export class TestBench {
  readonly services: SessionServices;
  readonly org = newId(OrgId);
  registry: SessionRegistry;
  readonly #directory: string;
  readonly #storage: StoreWatch;

  /** @param where the store is: in a folder of its own, or in MongoDB; else in a new folder */
  static async open(
    times: Partial<SessionTimes> = {},
    { mongodbUri, folder }: { mongodbUri?: string; folder?: string } = {},
  ): Promise<TestBench> {
    const directory = folder ?? (await mkdtemp(join(tmpdir(), 'fernblick-sessions-')));
    const storage = new StoreWatch();
    const { store, blobs } = await openStore({
      dataDir: directory,
      meter: (operation, _ms, failure) => storage.saw(operation, failure),
      mongodbUri,
    });
    await blobs.close();
    const pool = await WorkerPool.start({
      workers: 1,
      mediaPort: await freePorts(1),
      listenIps: [{ ip: '127.0.0.1' }],
    });
    const hub = new Hub();
    const services: SessionServices = {
      store,
      storage,
      logs: new AnnotationLogs(store),
      hub,
      news: hub,
      pool,
      turn: undefined,
      times: { awayMs: 60_000, ringMs: 60_000, lonelyMs: 60_000, reachMs: 60_000, ...times },
      meters: { strokeSent: () => undefined, strokeAcknowledged: () => undefined },
      log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
      owner: 'test',
    };
    return new TestBench(services, storage, directory);
  }

  private constructor(services: SessionServices, storage: StoreWatch, directory: string) {
    this.services = services;
    this.#storage = storage;
    this.#directory = directory;
    this.registry = new SessionRegistry(services);
  }

  /** A person at the store and in the on-call group if they are an expert. */
  async person(role: Role, name: string): Promise<Principal> {
    const { store } = this.services;
    const id = newId(PersonId);
    await store.people.create({
      id,
      orgId: this.org,
      name,
      email: `${id}@example.com`,
      role,
      state: 'active',
      createdAt: Date.now(),
      demo: false,
    });
    if (role === 'expert') {
      const [group] = await store.groups.list(this.org);
      if (group) await store.groups.patch(group.id, group.version, { memberIds: [...group.memberIds, id] });
      else {
        await store.groups.create({
          id: newId(GroupId),
          orgId: this.org,
          name: 'Service',
          memberIds: [id],
          createdAt: Date.now(),
        });
      }
    }
    return { kind: 'person', id, orgId: this.org, name, role };
  }

  guest(name: string, caseId: CaseId): Principal {
    return { kind: 'guest', id: newId(GuestId), orgId: this.org, name, caseIds: [caseId] };
  }

  async case(by: Principal, title = 'Pump leaks'): Promise<CaseId> {
    const id = newId(CaseId);
    await createCase(this.services, by, { id, title, asset: 'KP-200', customer: '' });
    return id;
  }

  async connect(principal: Principal): Promise<TestClient> {
    const client = new TestClient(this, principal);
    await client.hello();
    return client;
  }

  /** What a browser would send with `session.join`. */
  joinData(caseId: CaseId, rest: Partial<RequestData<'session.join'>> = {}): RequestData<'session.join'> {
    return {
      caseId,
      sessionId: newId(SessionId),
      participantId: newId(ParticipantId),
      open: 'wait',
      mode: 'active',
      rtpCapabilities: RtpCapabilities.parse(this.services.pool.routerRtpCapabilities),
      device: { kind: 'desktop' },
      ...rest,
    };
  }

  /** From now on everybody hears of trouble with the store, as the app has it. */
  watchStorage(): void {
    this.#storage.on('changed', (state) => this.services.hub.tellStorage(state));
    this.#storage.start(this.services.store, this.#directory);
  }

  /** As a new process after the old one ended: memory is empty, the store is the same. */
  async restart(): Promise<void> {
    await this.registry.suspend();
    this.registry = new SessionRegistry(this.services);
    await this.registry.reviveAll(this.org);
  }

  /** @param beforeRemoving done when nothing uses the folder any more */
  async close(beforeRemoving: () => void = () => undefined): Promise<void> {
    this.#storage.close();
    await this.registry.suspend();
    await this.services.pool.close();
    await this.services.store.close();
    beforeRemoving();
    await rm(this.#directory, { recursive: true, force: true });
  }
}
