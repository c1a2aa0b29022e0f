import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import { createServer, isIP } from 'node:net';
import { text } from 'node:stream/consumers';
import { ServerInfo } from '@fernblick/shared/api';
import { machineAddresses, type Config } from '../../../server/src/config.ts';
import { failing, ok, reasonOf, warning, type Finding } from './finding.ts';

const check = 'address';
const TIMEOUT_MS = 5_000;

export const hostOf = (publicUrl: string): string => new URL(publicUrl).hostname.replace(/^\[|\]$/g, '');

/** Whether people reach this server by its public address, as seen from this machine. */
export async function checkAddress(config: Config, serverRuns: boolean): Promise<Finding[]> {
  const { publicUrl } = config;
  const findings = [await checkName(config)];
  if (new URL(publicUrl).protocol === 'http:' && !['localhost', '127.0.0.1'].includes(hostOf(publicUrl))) {
    const says = `${publicUrl} is not https: browsers give no camera there`;
    findings.push(
      failing(check, says, 'Set PUBLIC_URL to an https address; see "Certificates" in docs/operation.md.'),
    );
  }
  if (findings.every(({ state }) => state !== 'failing'))
    findings.push(await checkAnswer(config, serverRuns));
  return findings;
}

async function checkName({ publicUrl, tls }: Config): Promise<Finding> {
  const host = hostOf(publicUrl);
  const own = new Set([...machineAddresses().addresses, '127.0.0.1', '::1']);
  try {
    const found = isIP(host) ? [host] : (await lookup(host, { all: true })).map(({ address }) => address);
    if (tls.kind === 'none' || found.some((address) => own.has(address)))
      return ok(check, `${host} is ${found.join(', ')}`);
    return warning(
      check,
      `${host} is ${found.join(', ')}, which is not an address of this machine`,
      'That is right only if a router or proxy there passes on to this machine; otherwise correct the DNS entry or PUBLIC_URL.',
    );
  } catch (error) {
    return failing(
      check,
      `the name ${host} is not found: ${reasonOf(error)}`,
      'Make a DNS entry for it, or set PUBLIC_URL to a name or address that exists.',
    );
  }
}

async function checkAnswer(config: Config, serverRuns: boolean): Promise<Finding> {
  const { publicUrl, host, port } = config;
  let answer: { status: number; location: string | undefined; body: string };
  try {
    answer = await get(`${publicUrl}/api/server`);
  } catch (error) {
    if (serverRuns) {
      return failing(
        check,
        `the server runs, but ${publicUrl} does not answer: ${reasonOf(error)}`,
        `Open port ${new URL(publicUrl).port || '443'} for TCP in the firewall, pass it on to port ${port}, or correct PUBLIC_URL.`,
      );
    }
    const taken = await whyNotFree(host, port);
    if (taken)
      return failing(
        check,
        `the server does not run, and port ${port} cannot be used: ${taken}`,
        'End the program that uses it (ss -tlpn shows it), or set PORT.',
      );
    return warning(
      check,
      `the server does not run; its port ${port} is free`,
      'Start it and run this again to see whether it is reached.',
    );
  }
  const { status, location, body } = answer;
  if (location !== undefined) {
    return failing(
      check,
      `${publicUrl} leads on to ${location}`,
      `Set PUBLIC_URL to the address people end at, such as ${originOf(location)}.`,
    );
  }
  const info = ServerInfo.safeParse(parsed(body));
  if (!info.success) {
    return failing(
      check,
      `something else than Fernblick answers at ${publicUrl} (${status})`,
      `Let the proxy pass everything on to port ${port}, or correct PUBLIC_URL.`,
    );
  }
  if (info.data.publicUrl !== publicUrl) {
    return failing(
      check,
      `the server there takes itself for ${info.data.publicUrl} and refuses what comes from ${publicUrl}`,
      'Run this with the same PUBLIC_URL as the server, or restart the server with this one.',
    );
  }
  return ok(check, `${publicUrl} answers, Fernblick ${info.data.version}`);
}

async function get(url: string) {
  // Whether the certificate is good is a question of its own.
  const request = url.startsWith('https:')
    ? https.get(url, { rejectUnauthorized: false, timeout: TIMEOUT_MS })
    : http.get(url, { timeout: TIMEOUT_MS });
  request.on('timeout', () => request.destroy(new Error('no answer')));
  const response = await new Promise<http.IncomingMessage>((resolve, reject) =>
    request.once('response', resolve).once('error', reject),
  );
  const { statusCode: status = 0, headers } = response;
  return {
    status,
    location: status >= 300 && status < 400 ? headers.location : undefined,
    body: await text(response),
  };
}

async function whyNotFree(host: string, port: number): Promise<string | undefined> {
  const server = createServer();
  try {
    await once(server.listen(port, host), 'listening');
    return undefined;
  } catch (error) {
    return reasonOf(error);
  } finally {
    server.close();
  }
}

const originOf = (location: string) => (URL.canParse(location) ? new URL(location).origin : location);

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
