import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { WebSocket } from 'ws';
import { buildApp, type App } from './app.ts';
import type { BlobStore } from './blobs/BlobStore.ts';
import { readConfig } from './config.ts';
import { freePorts } from './sfu/fixtures.ts';
import { WorkerPool } from './sfu/index.ts';
import { openStore } from './store/openStore.ts';
import { StoreWatch } from './store/StoreWatch.ts';
import type { Store } from './store/Store.ts';
import { readAuthSecret } from './users/authSecret.ts';
import { Meters } from './watch/Meters.ts';

/** The whole server in this process, on a folder and ports of its own. */
export class TestServer {
  readonly app: App;
  readonly store: Store;
  readonly pool: WorkerPool;
  readonly address: string;
  readonly #blobs: BlobStore;
  readonly dataDir: string;
  #closed = false;

  static async start(log: Logger, env: NodeJS.ProcessEnv = {}): Promise<TestServer> {
    const dataDir = await mkdtemp(join(tmpdir(), 'fernblick-server-'));
    const config = readConfig({ DATA_DIR: dataDir, PUBLIC_URL: 'http://127.0.0.1', ...env });
    const meters = new Meters();
    const { store, blobs } = await openStore({
      dataDir,
      meter: (operation, ms, failure) => meters.storeCall(operation, ms, failure === undefined),
    });
    const pool = await WorkerPool.start({
      workers: 1,
      mediaPort: await freePorts(1),
      listenIps: [{ ip: '127.0.0.1' }],
      onLog: ({ level, message }) => log[level](message),
    });
    const app = await buildApp({
      config,
      store,
      storage: new StoreWatch(),
      blobs,
      pool,
      tls: { files: undefined, ca: undefined },
      log,
      meters,
      authSecret: await readAuthSecret(dataDir),
    });
    await app.http.listen({ host: '127.0.0.1', port: 0 });
    return new TestServer({ app, store, blobs, pool, dataDir });
  }

  private constructor(parts: {
    app: App;
    store: Store;
    blobs: BlobStore;
    pool: WorkerPool;
    dataDir: string;
  }) {
    this.app = parts.app;
    this.store = parts.store;
    this.pool = parts.pool;
    this.#blobs = parts.blobs;
    this.dataDir = parts.dataDir;
    this.address = `http://127.0.0.1:${(parts.app.http.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.app.close();
    await this.pool.close();
    await this.#blobs.close();
    await this.store.close();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

/** A browser as far as the server sees one: keeps cookies, says where its page is from. */
export class TestBrowser {
  readonly #address: string;
  readonly #cookies = new Map<string, string>();

  constructor(server: TestServer) {
    this.#address = server.address;
  }

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Values of its cookies: its secrets. */
  get secrets(): string[] {
    return [...this.#cookies.values()].filter(Boolean);
  }

  /** @param body bytes as they are, anything else as JSON */
  async fetch(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const isBytes = body instanceof Uint8Array;
    const response = await fetch(new URL(path, this.#address), {
      method,
      headers: {
        origin: this.#address,
        cookie: this.cookie,
        ...(body !== undefined && !isBytes && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const split = pair.indexOf('=');
      this.#cookies.set(pair.slice(0, split), pair.slice(split + 1));
    }
    return response;
  }

  /** The signalling socket, opened with its cookies. */
  async socket(path = '/ws'): Promise<WebSocket> {
    const socket = new WebSocket(this.#address.replace('http', 'ws') + path, {
      headers: { cookie: this.cookie, origin: this.#address },
    });
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return socket;
  }
}

/** Sends one request on a socket and gives its answer as it came. */
export async function askOn(socket: WebSocket, id: number, name: string, data: unknown): Promise<unknown> {
  const answer = new Promise<unknown>((resolve) => {
    const listen = (raw: Buffer) => {
      const message: unknown = JSON.parse(raw.toString('utf8'));
      if (typeof message !== 'object' || message === null || !('id' in message) || message.id !== id) return;
      socket.off('message', listen);
      resolve(message);
    };
    socket.on('message', listen);
  });
  socket.send(JSON.stringify({ t: 'req', id, name, data }));
  return answer;
}
