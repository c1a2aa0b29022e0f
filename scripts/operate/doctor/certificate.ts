import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { connect } from 'node:tls';
import type { Config } from '../../../server/src/config.ts';
import { hostOf } from './address.ts';
import { failing, off, ok, reasonOf, warning, type Finding } from './finding.ts';

const check = 'certificate';
const DAY_MS = 86_400_000;
const SOON_DAYS = 14;
const TIMEOUT_MS = 5_000;

/** The certificate that people meet: the one that is served, or the one that would be. */
export async function checkCertificate(config: Config, now = Date.now()): Promise<Finding[]> {
  const { tls, dataDir, publicUrl } = config;
  const findings: Finding[] = [];
  let authority: string | undefined;
  if (tls.kind === 'files') {
    const problem = await pairProblem(tls.cert, tls.key);
    if (problem) return [problem];
  }
  if (tls.kind === 'own') {
    authority = await readFile(join(dataDir, 'tls', 'ca.pem'), 'utf8').catch(() => undefined);
    if (authority === undefined) {
      return [
        warning(
          check,
          'there is no own authority yet',
          'The first start makes it; otherwise set DATA_DIR to where the data is.',
        ),
      ];
    }
    findings.push(judgeAuthority(new X509Certificate(authority), now));
  }
  if (!publicUrl.startsWith('https:')) return [...findings, off(check, 'none: the address is not https')];
  const served = await serve(publicUrl, authority);
  if (served) return [...findings, judge(served.leaf, config, now, served.problem)];
  const file =
    tls.kind === 'files' ? tls.cert : tls.kind === 'own' ? join(dataDir, 'tls', 'leaf.pem') : undefined;
  const pem = file && (await readFile(file, 'utf8').catch(() => undefined));
  if (!pem)
    return [
      ...findings,
      warning(check, 'cannot be seen while nobody answers', 'Start the server and run this again.'),
    ];
  return [...findings, judge(new X509Certificate(pem), config, now, undefined)];
}

/** @param problem why this machine does not trust it, in the words of TLS */
export function judge(
  leaf: X509Certificate,
  config: Pick<Config, 'publicUrl' | 'tls'>,
  now: number,
  problem: string | undefined,
): Finding {
  const host = hostOf(config.publicUrl);
  const own = config.tls.kind === 'own';
  const renew = own
    ? 'Restart the server: it makes a new one.'
    : 'Renew it at whoever made it, and restart the server.';
  const matches = isIP(host) ? leaf.checkIP(host) : leaf.checkHost(host);
  if (matches === undefined) {
    const fix = own ? renew : `Get one for ${host}, or set PUBLIC_URL to a name that it is for.`;
    return failing(check, `is not for ${host} but for ${leaf.subjectAltName ?? leaf.subject}`, fix);
  }
  const until = Date.parse(leaf.validTo);
  if (until <= now) return failing(check, `ran out on ${leaf.validTo}`, renew);
  if (Date.parse(leaf.validFrom) > now) {
    return failing(check, `is valid only from ${leaf.validFrom}`, 'Look at the clock of this machine.');
  }
  if (problem !== undefined) {
    const fix = own
      ? 'Restart the server; if another program answers at this address, correct PUBLIC_URL.'
      : 'Put the whole chain into TLS_CERT, your certificate first and then those of who signed it.';
    return failing(check, `is not trusted: ${problem}`, fix);
  }
  const days = Math.floor((until - now) / DAY_MS);
  if (days < SOON_DAYS) return warning(check, `runs out in ${days} days`, renew);
  return ok(check, `for ${host}, ${days} days left${own ? ', signed by the own authority' : ''}`);
}

function judgeAuthority(ca: X509Certificate, now: number): Finding {
  const days = Math.floor((Date.parse(ca.validTo) - now) / DAY_MS);
  if (days >= 0) return ok('own authority', `${days} days left; ${ca.fingerprint256.slice(0, 23)}…`);
  const fix = 'Move DATA_DIR/tls away and restart; every device then has to install the new authority.';
  return failing('own authority', `ran out on ${ca.validTo}`, fix);
}

async function pairProblem(certFile: string, keyFile: string): Promise<Finding | undefined> {
  const fix = 'Let TLS_CERT and TLS_KEY name the two PEM files, readable by the server’s user.';
  try {
    const [cert, key] = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')]);
    if (new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) return undefined;
    return failing(check, 'TLS_KEY is not the key of the certificate in TLS_CERT', fix);
  } catch (error) {
    return failing(check, `the files cannot be used: ${reasonOf(error)}`, fix);
  }
}

/** What is served at the address; undefined if nobody answers there. */
async function serve(url: string, authority: string | undefined) {
  const { port } = new URL(url);
  const host = hostOf(url);
  const socket = connect({
    host,
    port: Number(port || 443),
    rejectUnauthorized: false,
    ...(!isIP(host) && { servername: host }),
    ...(authority !== undefined && { ca: authority }),
    timeout: TIMEOUT_MS,
  });
  socket.on('timeout', () => socket.destroy(new Error('no answer')));
  try {
    await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
    const leaf = socket.getPeerX509Certificate();
    if (!leaf) return undefined;
    // Names are judged apart, in plainer words.
    const error: unknown = socket.authorizationError;
    const problem = socket.authorized ? undefined : error instanceof Error ? error.message : String(error);
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const nameOnly = problem !== undefined && /ALTNAME/i.test(problem + code);
    return { leaf, problem: nameOnly ? undefined : problem };
  } catch {
    return undefined;
  } finally {
    socket.destroy();
  }
}
