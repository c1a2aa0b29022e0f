import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../../server/src/config.ts';
import { WorkerPool } from '../../../server/src/sfu/index.ts';
import { findWorker } from '../../media-worker/mediaWorker.ts';
import { failing, ok, reasonOf, warning, type Finding } from './finding.ts';
import { attributes, encodeStun, newStunId, tcpLine, types, udpLine } from './stun.ts';

const check = 'media ports';
const open = (ports: string) => `Open ${ports} for UDP and TCP in the firewall, or set MEDIA_PORT.`;

/**
 * Whether media would arrive. While the server is stopped its ports are opened with a real media worker, which has
 * to answer as it answers a browser; while it runs, its ports have to take what is sent there.
 */
export async function checkMedia(config: Config, serverRuns: boolean): Promise<Finding[]> {
  const { media } = config;
  const count = media.workers ?? availableParallelism();
  const ports = Array.from({ length: count }, (_, index) => media.port + index);
  const named = count === 1 ? `port ${media.port}` : `ports ${media.port}-${media.port + count - 1}`;
  return serverRuns ? probe(config, ports, named) : tryOut(config, count, named);
}

async function tryOut({ media }: Config, workers: number, named: string): Promise<Finding[]> {
  let pool: WorkerPool;
  try {
    pool = await WorkerPool.start({
      workers,
      mediaPort: media.port,
      listenIps: media.listenIps,
      workerBin: media.workerBin ?? findWorker(),
    });
  } catch (error) {
    const fix = 'End the program that uses the port (ss -tulpn shows it), or set MEDIA_PORT or MEDIA_LISTEN.';
    return [failing(check, `a media worker cannot use ${named}: ${reasonOf(error)}`, fix)];
  }
  try {
    const room = await pool.createRoom();
    const { send } = (await room.createPeer('doctor')).transportParameters;
    const { usernameFragment, password } = send.iceParameters;
    const silent: string[] = [];
    for (const { protocol, port, ip } of send.iceCandidates.map((candidate) => ({
      ...candidate,
      ip: candidate.address,
    }))) {
      try {
        const line = protocol === 'udp' ? await udpLine(ip, port) : await tcpLine(ip, port, { framed: true });
        try {
          const request = [
            [attributes.username, `${usernameFragment}:doctor`],
            [attributes.priority, Buffer.from([0x6e, 0, 1, 0xff])],
            [attributes.controlling, Buffer.alloc(8, 1)],
          ] as const;
          const answer = await line.ask(
            encodeStun(types.binding, newStunId(), request, Buffer.from(password)),
          );
          if (answer.type !== types.bindingDone) throw new Error(`answer ${answer.type.toString(16)}`);
        } finally {
          line.close();
        }
      } catch (error) {
        silent.push(`${protocol} ${ip}:${port} (${reasonOf(error)})`);
      }
    }
    if (silent.length === 0) return [ok(check, `a media worker answers on ${named}, UDP and TCP`)];
    if (media.listenIps.some(({ announcedAddress }) => announcedAddress)) {
      const says = `the announced address does not answer from here: ${silent.join(', ')}`;
      return [
        warning(check, says, 'Try a call from outside: not every router passes a way back from within.'),
      ];
    }
    return [failing(check, `a media worker is not reached: ${silent.join(', ')}`, open(named))];
  } finally {
    await pool.close();
  }
}

/** A media worker answers only those who are in a call, so what can be seen is that somebody takes what is sent. */
async function probe({ media }: Config, ports: readonly number[], named: string): Promise<Finding[]> {
  const closed: string[] = [];
  for (const port of ports) {
    for (const { ip, announcedAddress } of media.listenIps) {
      const host = announcedAddress ?? (ip === '0.0.0.0' ? '127.0.0.1' : ip);
      if (!(await takesUdp(host, port))) closed.push(`udp ${host}:${port}`);
      if (!(await takesTcp(host, port))) closed.push(`tcp ${host}:${port}`);
    }
  }
  if (closed.length === 0) return [ok(check, `the running server listens on ${named}, UDP and TCP`)];
  const fix = `Open ${named} for UDP and TCP in the firewall; was the server started with another MEDIA_PORT, MEDIA_LISTEN or MEDIA_WORKERS?`;
  return [failing(check, `nobody listens at ${closed.join(', ')}`, fix)];
}

/** Without a listener, this machine itself says so at once. */
async function takesUdp(host: string, port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  const refused = once(socket, 'error').then(
    () => true,
    () => true,
  );
  try {
    await new Promise<void>((resolve) => socket.connect(port, host, () => resolve()));
    socket.send(encodeStun(types.binding, newStunId(), []));
    return !(await Promise.race([refused, sleep(300).then(() => false)]));
  } finally {
    socket.close();
  }
}

async function takesTcp(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port, timeout: 2_000 });
  socket.on('timeout', () => socket.destroy(new Error('no answer')));
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
