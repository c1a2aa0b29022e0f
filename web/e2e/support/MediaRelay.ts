import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { BrowserContext } from '@playwright/test';

/**
 * The way of a browser's media to the server, over UDP, that can be cut and changed: the server's candidates are
 * rewritten to this relay in what signalling brings to the page.
 */
export class MediaRelay {
  /** Requests the pages sent, by name, in order. */
  readonly requests: string[] = [];
  readonly #near: Socket;
  readonly #mediaPort: number;
  readonly #far = new Map<string, Socket>();
  #cut = false;

  static async open(mediaPort: number): Promise<MediaRelay> {
    const near = createSocket('udp4');
    near.bind(0, '127.0.0.1');
    await once(near, 'listening');
    return new MediaRelay(near, mediaPort);
  }

  private constructor(near: Socket, mediaPort: number) {
    this.#near = near;
    this.#mediaPort = mediaPort;
    near.on('message', (packet, from) => {
      if (this.#cut) return;
      const key = `${from.address}:${from.port}`;
      const far = this.#far.get(key) ?? this.#connect(key, from);
      far.send(packet, mediaPort, '127.0.0.1');
    });
  }

  /** Everything of a new browser goes by this way. */
  async lead(context: BrowserContext): Promise<void> {
    await context.routeWebSocket('**/ws', (page) => {
      const server = page.connectToServer();
      page.onMessage((text) => {
        const name = /"name":"([\w.]+)"/.exec(String(text))?.[1];
        if (name) this.requests.push(name);
        server.send(text);
      });
      server.onMessage((text) => {
        const { port } = this.#near.address();
        page.send(String(text).replaceAll(`"port":${this.#mediaPort}`, `"port":${port}`));
      });
    });
  }

  count(name: string): number {
    return this.requests.filter((request) => request === name).length;
  }

  /** From now on nothing arrives on either side. */
  cut(): void {
    this.#cut = true;
  }

  /** As after a change of the network: the server sees the pages at other addresses. */
  mend(): void {
    for (const far of this.#far.values()) far.close();
    this.#far.clear();
    this.#cut = false;
  }

  close(): void {
    this.mend();
    this.#near.close();
  }

  #connect(key: string, to: { address: string; port: number }): Socket {
    const far = createSocket('udp4');
    far.on('message', (packet) => {
      if (!this.#cut) this.#near.send(packet, to.port, to.address);
    });
    this.#far.set(key, far);
    return far;
  }
}
