import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Scope } from '../Scope.ts';

/**
 * A line of a chosen length between a browser and servers on this machine: one TCP port in front of another one, one
 * UDP port in front of each media port. Everything that goes through takes `delayMs`, each way; a new connection costs
 * a round trip more, as a handshake does.
 */
export class Line {
  delayMs = 0;
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #media: UdpSocket[] = [];

  static async open(scope: Scope, targetPort: number): Promise<Line> {
    const server = createServer({ noDelay: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return scope.own(new Line(server, targetPort), (line) => line.close());
  }

  private constructor(server: Server, targetPort: number) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (socket) => this.#pass(socket, targetPort));
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** A UDP port that leads to this media port. */
  async openMedia(targetPort: number): Promise<number> {
    const near = createSocket('udp4');
    this.#media.push(near);
    // One way on for each of the browser's sockets, so that the media server tells them apart.
    const ways = new Map<string, UdpSocket>();
    near.on('message', (packet, { address, port }) => {
      const key = `${address} ${port}`;
      let way = ways.get(key);
      if (!way) {
        way = createSocket('udp4');
        this.#media.push(way);
        ways.set(key, way);
        way.on('message', (answer) => this.#later(() => near.send(answer, port, address)));
        way.on('error', () => undefined);
      }
      const on = way;
      this.#later(() => on.send(packet, targetPort, '127.0.0.1'));
    });
    near.bind(0, '127.0.0.1');
    await once(near, 'listening');
    return near.address().port;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    for (const socket of this.#media.splice(0)) socket.close();
  }

  #pass(near: Socket, targetPort: number): void {
    const far = connect({ port: targetPort, host: '127.0.0.1', noDelay: true });
    // The browser believes to be connected at once; in truth its first word waits for the handshake.
    const handshakeUntil = performance.now() + 2 * this.delayMs;
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(from);
      from.on('data', (bytes: Buffer) => {
        const shake = from === near ? Math.max(0, handshakeUntil - performance.now()) : 0;
        this.#later(() => to.writable && to.write(bytes), shake);
      });
      from.on('end', () => this.#later(() => to.end(), 1));
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#sockets.delete(from);
        this.#later(() => to.destroy(), 2);
      });
    }
  }

  #later(work: () => void, more = 0): void {
    const delay = this.delayMs + more;
    if (delay === 0) work();
    else
      setTimeout(() => {
        try {
          work();
        } catch {
          // The line was closed meanwhile.
        }
      }, delay);
  }
}
