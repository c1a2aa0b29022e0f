import { getSupportedRtpCapabilities } from 'mediasoup';
import type { types } from 'mediasoup';
import { z } from 'zod';
import { SfuError } from './SfuError.ts';

const knownUris: ReadonlySet<unknown> = new Set(
  getSupportedRtpCapabilities().headerExtensions?.map((extension) => extension.uri),
);

const Text = z.string().max(255);
const Uint32 = z.int().min(0).max(0xffff_ffff);
const PayloadType = z.int().min(0).max(127);
const Kind = z.enum(['audio', 'video']);
const MimeType = Text.regex(/^(audio|video)\/[\w.+-]+$/i);
const Uri = z.custom<types.RtpHeaderExtensionUri>((uri) => knownUris.has(uri), 'unknown header extension');
/** RFC 8285, two-byte form; 0 is padding. */
const ExtensionId = z.int().min(1).max(255);
const CodecSettings = z
  .record(Text, z.union([Text, z.number()]))
  .refine((settings) => Object.keys(settings).length <= 32);
const Feedback = z.object({ type: Text, parameter: z.exactOptional(Text) });

const codec = {
  mimeType: MimeType,
  clockRate: Uint32,
  channels: z.exactOptional(z.int().min(1).max(8)),
  parameters: z.exactOptional(CodecSettings),
  rtcpFeedback: z.exactOptional(z.array(Feedback).max(16)),
};

const RtpCapabilities = z.object({
  codecs: z.array(z.object({ ...codec, kind: Kind, preferredPayloadType: PayloadType })).max(64),
  headerExtensions: z.exactOptional(
    z
      .array(
        z.object({
          kind: Kind,
          uri: Uri,
          preferredId: ExtensionId,
          preferredEncrypt: z.exactOptional(z.boolean()),
          direction: z.exactOptional(z.enum(['sendrecv', 'sendonly', 'recvonly', 'inactive'])),
        }),
      )
      .max(64),
  ),
}) satisfies z.ZodType<types.RtpCapabilities>;

const RtpParameters = z.object({
  mid: z.exactOptional(Text.min(1)),
  codecs: z
    .array(z.object({ ...codec, payloadType: PayloadType }))
    .min(1)
    .max(16),
  headerExtensions: z.exactOptional(
    z.array(z.object({ uri: Uri, id: ExtensionId, encrypt: z.exactOptional(z.boolean()) })).max(32),
  ),
  encodings: z
    .array(
      z.object({
        ssrc: z.exactOptional(Uint32),
        rid: z.exactOptional(Text.min(1)),
        codecPayloadType: z.exactOptional(PayloadType),
        rtx: z.exactOptional(z.object({ ssrc: Uint32 })),
        dtx: z.exactOptional(z.boolean()),
        scalabilityMode: z.exactOptional(Text),
        maxBitrate: z.exactOptional(Uint32),
      }),
    )
    .min(1)
    .max(16),
  rtcp: z.exactOptional(
    z.object({ cname: z.exactOptional(Text), reducedSize: z.exactOptional(z.boolean()) }),
  ),
  msid: z.exactOptional(Text),
}) satisfies z.ZodType<types.RtpParameters>;

const DtlsParameters = z.object({
  role: z.exactOptional(z.enum(['auto', 'client', 'server'])),
  fingerprints: z
    .array(
      z.object({
        algorithm: z.enum(['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512']),
        value: Text.regex(/^[0-9a-f]{2}(:[0-9a-f]{2})+$/i),
      }),
    )
    .min(1)
    .max(8),
}) satisfies z.ZodType<types.DtlsParameters>;

/** @throws SfuError SFU_BAD_PARAMETERS */
export const parseRtpCapabilities = (input: unknown): types.RtpCapabilities => parse(RtpCapabilities, input);

/** @throws SfuError SFU_BAD_PARAMETERS, also for codecs of another kind than `kind` */
export function parseRtpParameters(kind: types.MediaKind, input: unknown): ParsedRtpParameters {
  const parameters = parse(RtpParameters, input);
  const alien = parameters.codecs.find(({ mimeType }) => !mimeType.toLowerCase().startsWith(`${kind}/`));
  if (alien) throw new SfuError('SFU_BAD_PARAMETERS', `${alien.mimeType} is no ${kind} codec`);
  return parameters;
}

type ParsedRtpParameters = z.infer<typeof RtpParameters>;

/** @throws SfuError SFU_BAD_PARAMETERS */
export const parseDtlsParameters = (input: unknown): types.DtlsParameters => parse(DtlsParameters, input);

/** Goes by way of JSON, as the data came: `undefined` fields are absent, and nothing is shared with the caller. */
function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  let data: unknown;
  try {
    data = JSON.parse(JSON.stringify(input));
  } catch (error) {
    throw new SfuError('SFU_BAD_PARAMETERS', 'not JSON', error);
  }
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  throw new SfuError('SFU_BAD_PARAMETERS', z.prettifyError(result.error), result.error);
}
