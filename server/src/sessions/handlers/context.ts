import type { Principal, RequestData, RequestName, RequestReply } from '@fernblick/shared/protocol';
import { FernblickError } from '@fernblick/shared/protocol';
import type { Connection } from '../Connection.ts';
import type { LiveSession } from '../LiveSession.ts';
import type { ParticipantSlot } from '../ParticipantSlot.ts';
import type { SessionRegistry } from '../SessionRegistry.ts';
import type { SessionServices } from '../services.ts';

/** Who a socket's cookies belong to, as a person or as a guest. */
export type SignalAuthenticator = (as: 'person' | 'guest') => Promise<Principal | undefined>;

/** What a handler gets: everything was checked before. */
export interface Context {
  connection: Connection;
  services: SessionServices;
  registry: SessionRegistry;
  authenticate: SignalAuthenticator;
  principal: Principal | undefined;
  participation: { session: LiveSession; slot: ParticipantSlot } | undefined;
  /** When the message reached the server, on the monotonic clock. */
  arrivedAt: number;
  /** Done right after the reply was sent, in the same turn. */
  afterReply: (() => void)[];
  /** What the audit log says of it besides who, what and where; set by the handler. */
  auditNote?: string;
}

export type HandlerOf<Name extends RequestName> = (
  context: Context,
  data: RequestData<Name>,
) => Promise<RequestReply<Name>>;

/** A missing handler is a type error. */
export type Handlers = { [Name in RequestName]: HandlerOf<Name> };

export type Handler = (context: Context, data: unknown) => Promise<unknown>;

/** For requests whose line in the table needs a greeting. */
export function greeted({ principal }: Context): Principal {
  if (!principal) throw new FernblickError('HELLO_REQUIRED');
  return principal;
}

/** For requests whose line in the table needs a participant. */
export function joined({ participation }: Context) {
  if (!participation) throw new FernblickError('NOT_JOINED');
  return participation;
}
