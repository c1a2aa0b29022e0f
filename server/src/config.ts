import { hostname, networkInterfaces } from 'node:os';
import { resolve } from 'node:path';
import * as z from 'zod';

const flag = z.stringbool({ truthy: ['1', 'true', 'yes'], falsy: ['0', 'false', 'no', ''] });
const port = z.coerce.number().int().min(1).max(65_535);
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);

/** Every variable the server knows; the README's table lists the same ones. */
const Environment = z
  .object({
    HOST: z.string().min(1).default('0.0.0.0'),
    PORT: port.default(8443),
    DATA_DIR: z.string().min(1).default('data'),
    PUBLIC_URL: z
      .url({ protocol: /^https?$/, error: 'must be an address such as https://service.example.com' })
      .optional(),
    TLS_CERT: z.string().min(1).optional(),
    TLS_KEY: z.string().min(1).optional(),
    BEHIND_PROXY: flag.default(false),
    TRUSTED_PROXIES: list.default(['127.0.0.1', '::1']),
    MEDIA_PORT: port.default(44_400),
    MEDIA_WORKERS: z.coerce.number().int().min(1).max(64).optional(),
    MEDIA_LISTEN: z.string().min(1).optional(),
    MEDIA_ANNOUNCED: z.string().min(1).optional(),
    MEDIASOUP_WORKER_BIN: z.string().min(1).optional(),
    TURN_URLS: list.default([]),
    TURN_SECRET: z.string().min(16, 'must have at least 16 characters').optional(),
    MONGODB_URI: z
      .string()
      .regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb:// or mongodb+srv://')
      .optional(),
    METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  })
  .check((context) => {
    const { TLS_CERT, TLS_KEY, TURN_URLS, TURN_SECRET, BEHIND_PROXY, PUBLIC_URL, MEDIA_PORT, MEDIA_WORKERS } =
      context.value;
    const complain = (path: string, message: string) =>
      context.issues.push({ code: 'custom', input: context.value, path: [path], message });
    if (!TLS_CERT !== !TLS_KEY) complain('TLS_CERT', 'TLS_CERT and TLS_KEY must be set together');
    if (TURN_URLS.length > 0 && !TURN_SECRET) complain('TURN_SECRET', 'is needed with TURN_URLS');
    if (BEHIND_PROXY && !PUBLIC_URL) complain('PUBLIC_URL', 'is needed with BEHIND_PROXY');
    if (MEDIA_PORT + (MEDIA_WORKERS ?? 1) - 1 > 65_535)
      complain('MEDIA_PORT', 'leaves no room for the workers');
  });

export interface Config {
  host: string;
  port: number;
  dataDir: string;
  /** Without a slash at the end. */
  publicUrl: string;
  /** `own`: CA and leaf made by the server; `files`: the operator's; `none`: a reverse proxy speaks https. */
  tls: { kind: 'own' } | { kind: 'files'; cert: string; key: string } | { kind: 'none' };
  trustedProxies: string[];
  media: {
    port: number;
    workers: number | undefined;
    /** Where media is received, and the address clients are told where it differs. */
    listenIps: { ip: string; announcedAddress?: string }[];
    workerBin: string | undefined;
  };
  turn: { urls: string[]; secret: string } | undefined;
  mongodbUri: string | undefined;
  /** Who knows it may read the metrics from another machine. */
  metricsToken: string | undefined;
  logLevel: string;
}

/** What is wrong with the environment, a line per variable. */
export class ConfigError extends Error {}

/** Host name and IPv4 addresses that others in the same network reach this machine by. */
export function machineAddresses(): { names: string[]; addresses: string[] } {
  const addresses = Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .filter((entry) => entry.family === 'IPv4' && !entry.internal)
    .map((entry) => entry.address);
  return { names: [hostname()], addresses };
}

/** By default each address of this machine by itself, so that the same server works from the network and from itself. */
function listenIps(listen: string | undefined, announced: string | undefined, addresses: string[]) {
  if (announced) return [{ ip: listen ?? '0.0.0.0', announcedAddress: announced }];
  if (listen) return [{ ip: listen }];
  return [...addresses, '127.0.0.1'].map((ip) => ({ ip }));
}

/**
 * Checks the environment and fills in what can be found out.
 * @throws ConfigError naming every bad variable
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const set = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = Environment.safeParse(set);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigError(`The configuration is not right:\n${lines.join('\n')}`);
  }
  const value = parsed.data;
  const { addresses } = machineAddresses();
  const lan = addresses[0];
  return {
    host: value.HOST,
    port: value.PORT,
    dataDir: resolve(value.DATA_DIR),
    publicUrl: (value.PUBLIC_URL ?? `https://${lan ?? 'localhost'}:${value.PORT}`).replace(/\/+$/, ''),
    tls: value.BEHIND_PROXY
      ? { kind: 'none' }
      : value.TLS_CERT && value.TLS_KEY
        ? { kind: 'files', cert: value.TLS_CERT, key: value.TLS_KEY }
        : { kind: 'own' },
    trustedProxies: value.BEHIND_PROXY ? value.TRUSTED_PROXIES : [],
    media: {
      port: value.MEDIA_PORT,
      workers: value.MEDIA_WORKERS,
      listenIps: listenIps(value.MEDIA_LISTEN, value.MEDIA_ANNOUNCED, addresses),
      workerBin: value.MEDIASOUP_WORKER_BIN,
    },
    turn: value.TURN_SECRET ? { urls: value.TURN_URLS, secret: value.TURN_SECRET } : undefined,
    mongodbUri: value.MONGODB_URI,
    metricsToken: value.METRICS_TOKEN,
    logLevel: value.LOG_LEVEL,
  };
}
