import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findWorker } from '../../../scripts/media-worker/mediaWorker.ts';

const main = join(import.meta.dirname, '..', '..', '..', 'server', 'src', 'main.ts');

/** A port that nothing listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** The real server as its own process on a folder of its own, that can be stopped, killed and started again. */
export class Server {
  readonly dataDir: string;
  readonly port: number;
  readonly mediaPort: number;
  /** What pages are opened by. */
  url: string;
  output = '';
  /** Further variables; changed ones are taken at the next start. */
  readonly env: NodeJS.ProcessEnv;
  #process: ChildProcess | undefined;

  /** @param env further variables; PUBLIC_URL where pages come by another way than the server's own port */
  static async start(env: NodeJS.ProcessEnv = {}): Promise<Server> {
    const dataDir = await mkdtemp(join(tmpdir(), 'fernblick-e2e-'));
    const server = new Server(dataDir, await freePort(), await freePort(), env);
    await server.start();
    return server;
  }

  private constructor(dataDir: string, port: number, mediaPort: number, env: NodeJS.ProcessEnv) {
    this.dataDir = dataDir;
    this.port = port;
    this.mediaPort = mediaPort;
    this.url = env.PUBLIC_URL ?? `https://localhost:${port}`;
    this.env = { ...env };
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, [main], {
      env: {
        ...process.env,
        MEDIASOUP_WORKER_BIN: process.env.MEDIASOUP_WORKER_BIN ?? findWorker(),
        PORT: String(this.port),
        HOST: '127.0.0.1',
        MEDIA_PORT: String(this.mediaPort),
        MEDIA_WORKERS: '1',
        MEDIA_LISTEN: '127.0.0.1',
        DATA_DIR: this.dataDir,
        PUBLIC_URL: this.url,
        LOG_LEVEL: 'warn',
        ...this.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    const ready = Promise.withResolvers<void>();
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        this.output += `${line}\n`;
        // The last thing it prints is the code for the phone.
        if (line.includes('For a phone in the same network')) ready.resolve();
      });
    }
    child.once('exit', (code) => ready.reject(new Error(`the server ended with ${code}:\n${this.output}`)));
    await ready.promise;
  }

  /** Path and token of the link that makes the first admin. */
  get setupLink(): string {
    const link = /\S+\/setup#\S+/.exec(this.output)?.[0];
    if (!link) throw new Error(`no setup link in:\n${this.output}`);
    return link;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** As an operator stops it. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** As a power cut stops it. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async close(): Promise<void> {
    await this.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }
}
