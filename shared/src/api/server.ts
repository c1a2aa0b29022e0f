import * as z from 'zod';
import { RtpCapabilities } from '../protocol/index.ts';

/** GET /api/server: public; what every page needs before anyone is signed in. */
export const ServerInfo = z.object({
  version: z.string(),
  protocolVersion: z.number().int(),
  /** No admin yet: the desk says to use the link that the server printed. */
  needsSetup: z.boolean(),
  orgName: z.string(),
  demo: z.boolean(),
  publicUrl: z.string(),
  /** The organisation's, for whose browser speaks none of ours. */
  language: z.enum(['en', 'de']).optional(),
  /** The certificate is signed by the server's own authority: pages offer to install it. */
  ownCertificateAuthority: z.boolean(),
});
export type ServerInfo = z.infer<typeof ServerInfo>;

/** What is answered where there is nothing to say. */
export const Nothing = z.object({});

/** GET /api/media: the same for all sessions of a server, fetched before joining. */
export const MediaInfo = z.object({ rtpCapabilities: RtpCapabilities });

/** GET /api/privacy: public; the built-in privacy notice is made of it. */
export const PrivacyInfo = z.object({
  orgName: z.string(),
  responsible: z.string(),
  contact: z.string(),
  retentionYears: z.number().int(),
  privacyUrl: z.string(),
});

/** GET /healthz: the process lives and answers; whether it can take new work is `Readiness`. */
export const Health = z.object({ status: z.literal('ok') });

/** For answers of which a client needs nothing but that they came. */
export const AnyAnswer = z.unknown();
