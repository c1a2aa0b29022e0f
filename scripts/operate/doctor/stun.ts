import { createHash, createHmac, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { crc32 } from 'node:zlib';

// The part of STUN (RFC 8489) and TURN (RFC 8656) that shows whether a server answers.
export const types = {
  binding: 0x0001,
  bindingDone: 0x0101,
  allocate: 0x0003,
  allocateDone: 0x0103,
  allocateRefused: 0x0113,
  refresh: 0x0004,
} as const;
export const attributes = {
  username: 0x0006,
  integrity: 0x0008,
  errorCode: 0x0009,
  lifetime: 0x000d,
  realm: 0x0014,
  nonce: 0x0015,
  requestedTransport: 0x0019,
  priority: 0x0024,
  fingerprint: 0x8028,
  controlling: 0x802a,
} as const;

const COOKIE = 0x2112a442;
const HEADER = 20;
const WAIT_MS = 500;
const TRIES = 4;

export interface StunMessage {
  type: number;
  id: Buffer;
  attributes: Map<number, Buffer>;
}

/** A message; with a key it carries its integrity, and a fingerprint as ICE wants it. */
export function encodeStun(
  type: number,
  id: Buffer,
  entries: readonly (readonly [number, Buffer | string])[],
  key?: Buffer,
): Buffer {
  let body = Buffer.concat(entries.map(([name, value]) => encodeAttribute(name, Buffer.from(value))));
  // Each sum counts itself in the length but not in what is summed.
  const header = (more: number) => {
    const bytes = Buffer.alloc(HEADER);
    bytes.writeUInt16BE(type, 0);
    bytes.writeUInt16BE(body.length + more, 2);
    bytes.writeUInt32BE(COOKIE, 4);
    id.copy(bytes, 8);
    return bytes;
  };
  if (key) {
    const sum = createHmac('sha1', key).update(header(24)).update(body).digest();
    body = Buffer.concat([body, encodeAttribute(attributes.integrity, sum)]);
    const print = Buffer.alloc(4);
    print.writeUInt32BE((crc32(Buffer.concat([header(8), body])) ^ 0x5354554e) >>> 0);
    body = Buffer.concat([body, encodeAttribute(attributes.fingerprint, print)]);
  }
  return Buffer.concat([header(0), body]);
}

function encodeAttribute(name: number, value: Buffer): Buffer {
  const bytes = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4);
  bytes.writeUInt16BE(name, 0);
  bytes.writeUInt16BE(value.length, 2);
  value.copy(bytes, 4);
  return bytes;
}

/** Undefined for what is no STUN message. */
export function decodeStun(bytes: Buffer): StunMessage | undefined {
  if (bytes.length < HEADER || bytes.readUInt32BE(4) !== COOKIE) return undefined;
  const found = new Map<number, Buffer>();
  for (let at = HEADER; at + 4 <= bytes.length;) {
    const length = bytes.readUInt16BE(at + 2);
    found.set(bytes.readUInt16BE(at), bytes.subarray(at + 4, at + 4 + length));
    at += 4 + Math.ceil(length / 4) * 4;
  }
  return { type: bytes.readUInt16BE(0), id: bytes.subarray(8, HEADER), attributes: found };
}

export const newStunId = (): Buffer => randomBytes(12);

/** The key of long-term credentials. */
export const turnKey = (username: string, realm: string, password: string): Buffer =>
  createHash('md5').update(`${username}:${realm}:${password}`).digest();

/** A way to a STUN server: asks and waits for the answer. */
export interface StunLine {
  /** @throws Error when nobody answers, or says that nobody is there */
  ask(message: Buffer): Promise<StunMessage>;
  close(): void;
}

/** Over UDP: what is lost is sent again. */
export async function udpLine(host: string, port: number): Promise<StunLine> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.connect(port, host, () => resolve());
  });
  return {
    ask: (message) =>
      new Promise((resolve, reject) => {
        let tries = 0;
        const send = () => {
          if (tries++ === TRIES) return end(new Error('no answer'));
          socket.send(message);
        };
        const timer = setInterval(send, WAIT_MS);
        const end = (outcome: StunMessage | Error) => {
          clearInterval(timer);
          socket.off('message', listen).off('error', end);
          if (outcome instanceof Error) reject(outcome);
          else resolve(outcome);
        };
        const listen = (bytes: Buffer) => {
          const answer = decodeStun(bytes);
          if (answer?.id.equals(message.subarray(8, HEADER))) end(answer);
        };
        socket.on('message', listen).on('error', end);
        send();
      }),
    close: () => socket.close(),
  };
}

/** Over TCP or TLS. `framed`: each message is preceded by its length, as ICE does it and TURN does not. */
export async function tcpLine(
  host: string,
  port: number,
  { tls = false, framed = false }: { tls?: boolean; framed?: boolean } = {},
): Promise<StunLine> {
  const socket: Socket = tls ? connectTls({ host, port, servername: host }) : connectTcp(port, host);
  const timeoutMs = WAIT_MS * TRIES;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => socket.destroy(new Error('no answer')), timeoutMs);
    socket.once('error', reject).once(tls ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      socket.off('error', reject);
      resolve();
    });
    socket.once('close', () => clearTimeout(timer));
  });
  socket.on('error', () => undefined);
  return {
    ask: (message) =>
      new Promise((resolve, reject) => {
        let received = Buffer.alloc(0);
        const timer = setTimeout(() => end(new Error('no answer')), timeoutMs);
        const end = (outcome: StunMessage | Error) => {
          clearTimeout(timer);
          socket.off('data', listen).off('close', gone);
          if (outcome instanceof Error) reject(outcome);
          else resolve(outcome);
        };
        const gone = () => end(new Error('the connection was closed'));
        const listen = (part: Buffer) => {
          received = Buffer.concat([received, part]);
          const bytes = framed ? received.subarray(2) : received;
          if (bytes.length < HEADER || bytes.length < HEADER + bytes.readUInt16BE(2)) return;
          const answer = decodeStun(bytes);
          end(answer ?? new Error('the answer is no STUN'));
        };
        socket.on('data', listen).once('close', gone);
        const length = Buffer.alloc(2);
        length.writeUInt16BE(message.length);
        socket.write(framed ? Buffer.concat([length, message]) : message);
      }),
    close: () => socket.destroy(),
  };
}
