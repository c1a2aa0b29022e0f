import type { Config } from '../../../server/src/config.ts';
import { turnServers } from '../../../server/src/sessions/turnServers.ts';
import { failing, off, ok, reasonOf, type Finding } from './finding.ts';
import {
  attributes,
  encodeStun,
  newStunId,
  tcpLine,
  turnKey,
  types,
  udpLine,
  type StunLine,
} from './stun.ts';

const check = 'TURN';

/** Asks each TURN server for a relay, with credentials as clients get them, and gives it back. */
export async function checkTurn(turn: Config['turn']): Promise<Finding[]> {
  if (!turn)
    return [
      off(check, 'not set: clients whose firewall lets neither UDP nor the media ports through cannot call'),
    ];
  const [server] = turnServers(turn, 'doctor');
  if (!server) return [];
  const { username = '', credential = '' } = server;
  return Promise.all(turn.urls.map((url) => checkUrl(url, username, credential)));
}

async function checkUrl(url: string, username: string, password: string): Promise<Finding> {
  const about = `${check} ${url}`;
  const [, scheme, host, port, transport] =
    /^(turns?):([^:?]+|\[[^\]]+\])(?::(\d+))?(?:\?transport=(udp|tcp))?$/.exec(url) ?? [];
  if (!scheme || !host) {
    return failing(
      about,
      'is no address of a TURN server',
      'Write it in TURN_URLS like turn:turn.example.com:3478.',
    );
  }
  const tls = scheme === 'turns';
  const place = { host: host.replace(/^\[|\]$/g, ''), port: Number(port ?? (tls ? 5349 : 3478)) };
  let line: StunLine;
  try {
    const stream = tls || transport === 'tcp';
    line = stream ? await tcpLine(place.host, place.port, { tls }) : await udpLine(place.host, place.port);
  } catch (error) {
    return failing(
      about,
      `cannot be reached: ${reasonOf(error)}`,
      'Start the TURN server, or open its port in the firewall.',
    );
  }
  try {
    return await allocate(line, about, username, password);
  } catch (error) {
    return failing(
      about,
      `does not answer: ${reasonOf(error)}`,
      'Start the TURN server, or open its port in the firewall.',
    );
  } finally {
    line.close();
  }
}

async function allocate(line: StunLine, about: string, username: string, password: string): Promise<Finding> {
  const udp = [attributes.requestedTransport, Buffer.from([17, 0, 0, 0])] as const;
  const first = await line.ask(encodeStun(types.allocate, newStunId(), [udp]));
  const realm = first.attributes.get(attributes.realm);
  const nonce = first.attributes.get(attributes.nonce);
  if (!realm || !nonce) {
    return failing(
      about,
      'gives relays without asking who wants one',
      'Set use-auth-secret and static-auth-secret in turnserver.conf.',
    );
  }
  const key = turnKey(username, realm.toString(), password);
  const signed = [
    [attributes.username, username],
    [attributes.realm, realm],
    [attributes.nonce, nonce],
  ] as const;
  const second = await line.ask(encodeStun(types.allocate, newStunId(), [udp, ...signed], key));
  if (second.type !== types.allocateDone) {
    const code = second.attributes.get(attributes.errorCode);
    const says =
      code && code.length >= 4
        ? `${(code[2] ?? 0) * 100 + (code[3] ?? 0)} ${code.subarray(4).toString()}`
        : '';
    return failing(
      about,
      `refuses a relay: ${says}`,
      'Give TURN_SECRET the same text as static-auth-secret in turnserver.conf, and look at both clocks.',
    );
  }
  const end = [attributes.lifetime, Buffer.alloc(4)] as const;
  await line.ask(encodeStun(types.refresh, newStunId(), [end, ...signed], key)).catch(() => undefined);
  return ok(about, 'gives a relay to who has the credentials');
}
