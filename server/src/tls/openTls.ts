import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { machineAddresses } from '../config.ts';
import { ownCertificate, type TlsFiles } from './ownCertificate.ts';

export interface Tls {
  files: TlsFiles | undefined;
  /** The own authority's certificate, if the server has one. */
  ca: string | undefined;
}

/**
 * Certificate and key as configured; none behind a proxy that speaks https.
 * @throws Error with the path of a file that cannot be read
 */
export async function openTls({ tls, dataDir, publicUrl }: Config): Promise<Tls> {
  switch (tls.kind) {
    case 'none':
      return { files: undefined, ca: undefined };
    case 'files': {
      const [cert, key] = await Promise.all([readFile(tls.cert, 'utf8'), readFile(tls.key, 'utf8')]);
      return { files: { cert, key }, ca: undefined };
    }
    case 'own': {
      const { cert, key, ca } = await ownCertificate(join(dataDir, 'tls'), hostsOf(publicUrl));
      return { files: { cert, key }, ca };
    }
  }
}

/** Every name that somebody may open the server by. */
function hostsOf(publicUrl: string): string[] {
  const { names, addresses } = machineAddresses();
  const host = new URL(publicUrl).hostname.replace(/^\[|\]$/g, '');
  return [
    ...new Set([
      host,
      ...addresses,
      ...names,
      ...names.map((name) => `${name}.local`),
      'localhost',
      '127.0.0.1',
    ]),
  ];
}

/** How often the own certificate is looked at while the server runs. Milliseconds. */
const LOOK_MS = 12 * 3_600_000;

/** Hands a certificate that was made anew (it ran out soon, or an address changed) to the running server. */
export function keepTlsFresh(
  config: Config,
  use: (files: TlsFiles) => void,
  onError: (error: unknown) => void,
): void {
  if (config.tls.kind !== 'own') return;
  let current: TlsFiles | undefined;
  const look = async () => {
    const { files } = await openTls(config);
    if (files && files.cert !== current?.cert) use(files);
    current = files;
  };
  const timer = setInterval(() => void look().catch(onError), LOOK_MS);
  timer.unref();
}
