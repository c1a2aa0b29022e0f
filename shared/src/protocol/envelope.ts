import * as z from 'zod';
import { ErrorBody } from './errors.ts';

/** What a client sends. `id` pairs the answer with the request; names and data are checked against the table. */
export const ClientMessage = z.discriminatedUnion('t', [
  z.object({ t: z.literal('req'), id: z.number().int().min(1), name: z.string().max(64), data: z.unknown() }),
  z.object({ t: z.literal('ping') }),
]);
export type ClientMessage = z.infer<typeof ClientMessage>;

/** Place of a numbered event: epoch of the session's server process, number in it, UTC ms, monotonic session ms. */
export const EventStamp = z.object({
  epoch: z.string(),
  seq: z.number().int().min(1),
  at: z.number().int(),
  t: z.number(),
});
export type EventStamp = z.infer<typeof EventStamp>;

/** What the server sends. An event with a stamp is numbered and sent again after a resume; one without is volatile. */
export const ServerMessage = z.discriminatedUnion('t', [
  z.discriminatedUnion('ok', [
    z.object({ t: z.literal('res'), id: z.number().int(), ok: z.literal(true), data: z.unknown() }),
    z.object({ t: z.literal('res'), id: z.number().int(), ok: z.literal(false), error: ErrorBody }),
  ]),
  z.object({ t: z.literal('ev'), name: z.string(), data: z.unknown(), stamp: EventStamp.optional() }),
  z.object({ t: z.literal('error'), error: ErrorBody }),
  z.object({ t: z.literal('pong') }),
]);
export type ServerMessage = z.infer<typeof ServerMessage>;

/** Numbers with which the server closes a socket where clients must not simply come back. */
export const socketCloseCodes = {
  /** The same participant joined on another socket. */
  displaced: 4001,
  signedOut: 4403,
} as const;
