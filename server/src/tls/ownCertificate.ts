import { X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { generate } from 'selfsigned';

const DAY_MS = 86_400_000;
const CA_DAYS = 3_650;
/** Apple's devices refuse leaves that are valid for longer than 825 days. */
const LEAF_DAYS = 397;
const RENEW_BEFORE_DAYS = 30;

export interface TlsFiles {
  cert: string;
  key: string;
}

export interface OwnCertificate extends TlsFiles {
  /** The authority's certificate, PEM: what people install on their devices. */
  ca: string;
  /** Made or made anew just now. */
  renewed: boolean;
}

/**
 * The server's own authority and a leaf for these names and addresses, in `directory`. The authority is made once;
 * the leaf is made anew when it runs out soon or does not name an address that is there now.
 * @param now UTC ms
 */
export async function ownCertificate(
  directory: string,
  hosts: readonly string[],
  now = Date.now(),
): Promise<OwnCertificate> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const ca = await readPair(directory, 'ca');
  const leaf = await readPair(directory, 'leaf');
  if (ca && leaf && isGood(leaf.cert, ca.cert, hosts, now)) return { ...leaf, ca: ca.cert, renewed: false };
  const authority = ca ?? (await makeAuthority(directory, now));
  const fresh = await makeLeaf(directory, authority, hosts, now);
  return { ...fresh, ca: authority.cert, renewed: true };
}

function isGood(leafPem: string, caPem: string, hosts: readonly string[], now: number): boolean {
  const leaf = new X509Certificate(leafPem);
  const ca = new X509Certificate(caPem);
  if (!leaf.checkIssued(ca) || !leaf.verify(ca.publicKey)) return false;
  if (Date.parse(leaf.validTo) - now < RENEW_BEFORE_DAYS * DAY_MS) return false;
  return hosts.every((host) => (isIP(host) ? leaf.checkIP(host) : leaf.checkHost(host)) !== undefined);
}

async function makeAuthority(directory: string, now: number): Promise<TlsFiles> {
  const made = await generate(
    [
      { name: 'commonName', value: 'Fernblick own authority' },
      { name: 'organizationName', value: 'Fernblick' },
    ],
    {
      keyType: 'ec',
      curve: 'P-256',
      algorithm: 'sha256',
      notBeforeDate: new Date(now - DAY_MS),
      notAfterDate: new Date(now + CA_DAYS * DAY_MS),
      extensions: [
        { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
        { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
      ],
    },
  );
  return writePair(directory, 'ca', { cert: made.cert, key: made.private });
}

async function makeLeaf(
  directory: string,
  ca: TlsFiles,
  hosts: readonly string[],
  now: number,
): Promise<TlsFiles> {
  const made = await generate([{ name: 'commonName', value: hosts[0] ?? 'localhost' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(now - DAY_MS),
    notAfterDate: new Date(now + LEAF_DAYS * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: hosts.map((host) => (isIP(host) ? { type: 7, ip: host } : { type: 2, value: host })),
      },
    ],
    ca,
  });
  return writePair(directory, 'leaf', { cert: made.cert, key: made.private });
}

async function readPair(directory: string, name: string): Promise<TlsFiles | undefined> {
  try {
    const [cert, key] = await Promise.all(
      ['pem', 'key'].map((ending) => readFile(join(directory, `${name}.${ending}`), 'utf8')),
    );
    return cert && key ? { cert, key } : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The key first: a certificate without its key would be taken for a whole pair. */
async function writePair(directory: string, name: string, pair: TlsFiles): Promise<TlsFiles> {
  for (const [ending, text] of [
    ['key', pair.key],
    ['pem', pair.cert],
  ] as const) {
    const path = join(directory, `${name}.${ending}`);
    await writeFile(`${path}.new`, text, { mode: 0o600 });
    await rename(`${path}.new`, path);
  }
  return pair;
}
