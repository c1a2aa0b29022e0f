import type { Action, ErrorCode, Principal, RequestName } from '@fernblick/shared/protocol';
import {
  CaseId,
  ClientMessage,
  FernblickError,
  isRequestName,
  MAX_MESSAGE_BYTES,
  requests,
} from '@fernblick/shared/protocol';
import { can, type Resource } from '@fernblick/shared/policy';
import * as z from 'zod';
import { caseResource } from '../cases/caseResource.ts';
import { atOnceOrLater } from '../store/persistently.ts';
import type { Store } from '../store/Store.ts';
import { closeCodes, type Connection } from './Connection.ts';
import { type Context, handlers, type Handler } from './handlers/index.ts';
import type { SessionRegistry } from './SessionRegistry.ts';
import type { SessionServices } from './services.ts';
import type { SignalAuthenticator } from './handlers/index.ts';
import { toFernblickError } from '../toFernblickError.ts';
import { auditEvent } from '../auditEvent.ts';

const aboutCase = z.object({ caseId: CaseId });
/** Who greets or joins must be known before the next message is looked at. */
const exclusive: ReadonlySet<string> = new Set<RequestName>(['hello', 'session.join']);

/**
 * Takes a socket's messages in one fixed order of checks (PROTOCOL.md P4): size, JSON, table, schema, joined,
 * can, rate, handler, audit, reply. No handler repeats a guard. One per connection.
 */
export class Dispatcher {
  readonly #connection: Connection;
  readonly #services: SessionServices;
  readonly #registry: SessionRegistry;
  readonly #authenticate: SignalAuthenticator;
  #turn: Promise<void> | undefined;

  constructor(
    connection: Connection,
    services: SessionServices,
    registry: SessionRegistry,
    authenticate: SignalAuthenticator,
  ) {
    this.#connection = connection;
    this.#services = services;
    this.#registry = registry;
    this.#authenticate = authenticate;
  }

  /** Never throws and never rejects: a bad message gets its error, and the socket goes on. */
  async receive(raw: string): Promise<void> {
    const arrivedAt = performance.now();
    // While a greeting or joining is under way, what comes after it waits its turn.
    while (this.#turn) await this.#turn;
    const connection = this.#connection;
    if (!connection.open) return;
    if (!connection.limits.allowMessage()) {
      if (connection.limits.flooding) connection.close(closeCodes.flood, 'too many messages');
      else connection.complain({ code: 'TOO_FAST', message: 'too many messages' });
      return;
    }
    if (Buffer.byteLength(raw) > MAX_MESSAGE_BYTES) {
      connection.complain({ code: 'TOO_LARGE', message: `a message has at most ${MAX_MESSAGE_BYTES} bytes` });
      return;
    }
    const message = parse(raw);
    if (!message) {
      connection.complain({ code: 'BAD_JSON', message: 'not a message of this protocol' });
      return;
    }
    if (message.t === 'ping') {
      connection.pong();
      return;
    }
    const answered = this.#answer(message.id, message.name, message.data, arrivedAt);
    if (!exclusive.has(message.name)) return answered;
    const turn = answered.finally(() => {
      if (this.#turn === turn) this.#turn = undefined;
    });
    this.#turn = turn;
    return turn;
  }

  async #answer(id: number, name: string, data: unknown, arrivedAt: number): Promise<void> {
    const connection = this.#connection;
    const { log } = this.#services;
    // A name that is not in the table is anything that somebody wrote.
    const request = isRequestName(name) ? name : 'unknown';
    const about = { connection: connection.id, message: id, request };
    let code: ErrorCode | 'OK' = 'OK';
    try {
      if (!isRequestName(name)) throw new FernblickError('UNKNOWN_REQUEST', `there is no request ${name}`);
      await this.#run(id, name, data, arrivedAt);
    } catch (error) {
      const known = toFernblickError(error);
      code = known.code;
      if (code === 'INTERNAL') log.error({ ...about, err: error }, 'a request failed');
      connection.refuse(id, known.toBody());
    }
    log.debug({ ...about, code, ms: Math.round(performance.now() - arrivedAt) }, 'a request was answered');
  }

  async #run(id: number, name: RequestName, raw: unknown, arrivedAt: number): Promise<void> {
    const spec = requests[name];
    const parsed = spec.data.safeParse(raw);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new FernblickError(
        'BAD_DATA',
        `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`.slice(0, 300),
      );
    }
    const context = this.#context(arrivedAt);
    assertJoined(context, name);
    // Participants are judged by what is in memory, so that their messages keep their order.
    if (spec.action !== null) {
      const resource =
        context.participation?.session.resource ??
        (await resourceOf(this.#services.store, context, parsed.data));
      assertCan(context.principal, spec.action, resource);
    }
    if (!this.#connection.limits.allow(name)) throw new FernblickError('TOO_FAST');
    const reply = await call(name, context, parsed.data);
    if ('audit' in spec && context.principal) {
      const caseId =
        aboutCase.safeParse(parsed.data).data?.caseId ?? this.#connection.participation?.session.case.id;
      const { auditNote: detail } = context;
      const events = [auditEvent(context.principal, name, { caseId, ...(detail && { detail }) })];
      // It is done: a store that is away for a moment must not make it look as if it were not.
      await atOnceOrLater(
        () => this.#services.store.audit.append(events),
        (error) => this.#services.log.error({ err: error, events }, 'an audit event is not stored'),
      );
    }
    this.#connection.reply(id, reply);
    for (const task of context.afterReply) task();
  }

  #context(arrivedAt: number): Context {
    const { principal, participation } = this.#connection;
    return {
      connection: this.#connection,
      services: this.#services,
      registry: this.#registry,
      authenticate: this.#authenticate,
      principal,
      participation,
      arrivedAt,
      afterReply: [],
    };
  }
}

/** The table guarantees that a request's data fits its handler; here the two meet for a name known only now. */
function call(name: RequestName, context: Context, data: unknown): Promise<unknown> {
  const handler: Handler = handlers[name] as Handler;
  return handler(context, data);
}

function parse(raw: string): ClientMessage | undefined {
  try {
    return ClientMessage.safeParse(JSON.parse(raw)).data;
  } catch {
    return undefined;
  }
}

function assertJoined({ principal, participation }: Context, name: RequestName): void {
  const { needs } = requests[name];
  if (needs === 'nothing') return;
  if (!principal) throw new FernblickError('HELLO_REQUIRED');
  if (needs === 'hello') return;
  if (!participation) throw new FernblickError('NOT_JOINED');
  const ringing = participation.slot.state.state === 'ringing';
  if (ringing && !('whileRinging' in requests[name]))
    throw new FernblickError('NOT_JOINED', 'accept the call first');
}

function assertCan(principal: Principal | undefined, action: Action, resource: Resource): void {
  const code: ErrorCode = principal ? 'FORBIDDEN' : 'NOT_SIGNED_IN';
  if (!principal || !can(principal, action, resource)) throw new FernblickError(code);
}

/** What a request outside a session is about: the case it names, or the organisation. */
async function resourceOf(store: Store, { principal }: Context, data: unknown): Promise<Resource> {
  if (!principal) throw new FernblickError('HELLO_REQUIRED');
  const caseId = aboutCase.safeParse(data).data?.caseId;
  if (!caseId) return { orgId: principal.orgId };
  const about = await store.cases.get(caseId);
  if (!about || about.orgId !== principal.orgId) throw new FernblickError('CASE_NOT_FOUND');
  return caseResource(about);
}
