import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { createCanvas } from '@napi-rs/canvas';
import { UPLOAD_PATH } from '@fernblick/shared/api';
import { buildApp, type App } from '../../server/src/app.ts';
import { readConfig, type Config } from '../../server/src/config.ts';
import { quietLog } from '../../server/src/fixtures.ts';
import { freePorts } from '../../server/src/sfu/fixtures.ts';
import { WorkerPool } from '../../server/src/sfu/index.ts';
import { openStore } from '../../server/src/store/openStore.ts';
import type { Store } from '../../server/src/store/Store.ts';
import { openTls } from '../../server/src/tls/openTls.ts';
import { readAuthSecret } from '../../server/src/users/authSecret.ts';
import { ensureSetupLink } from '../../server/src/users/setupLink.ts';
import { root } from '../bootstrap/root.ts';

export const password = 'correct horse battery';
/** The real server without pages, on a data folder of the test's, with its own authority. */
export class LiveServer {
  readonly config: Config;
  /** The environment by which the operator's commands find the same data. */
  readonly env: Record<string, string>;
  readonly store: Store;
  readonly ca: string;
  /** Cookies of who is signed in. */
  cookie = '';
  readonly #close: () => Promise<void>;

  static async start(dataDir: string, more: Record<string, string> = {}): Promise<LiveServer> {
    const port = await freePorts(1);
    const env = {
      DATA_DIR: dataDir,
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_URL: `https://localhost:${port}`,
      MEDIA_PORT: String(await freePorts(1)),
      MEDIA_WORKERS: '1',
      MEDIA_LISTEN: '127.0.0.1',
      LOG_LEVEL: 'silent',
      ...more,
    };
    const config = readConfig(env);
    const { store, blobs } = await openStore({ dataDir, mongodbUri: config.mongodbUri });
    const tls = await openTls(config);
    const pool = await WorkerPool.start({
      workers: 1,
      mediaPort: config.media.port,
      listenIps: config.media.listenIps,
    });
    const app = await buildApp({
      ...{ config, store, blobs, pool, tls, log: quietLog },
      authSecret: await readAuthSecret(dataDir),
    });
    await app.http.listen({ host: config.host, port });
    return new LiveServer({ config, env, store, ca: tls.ca ?? '', app }, async () => {
      await app.close();
      await pool.close();
      await blobs.close();
      await store.close();
    });
  }

  private constructor(
    {
      config,
      env,
      store,
      ca,
    }: { config: Config; env: Record<string, string>; store: Store; ca: string; app: App },
    close: () => Promise<void>,
  ) {
    this.config = config;
    this.env = env;
    this.store = store;
    this.ca = ca;
    this.#close = close;
  }

  close(): Promise<void> {
    return this.#close();
  }

  /** Trusts the server's own authority and nothing else. */
  async ask(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; headers: http.IncomingHttpHeaders; bytes: Buffer; json: unknown }> {
    const bytes = body instanceof Uint8Array;
    const request = https.request(new URL(path, `https://localhost:${this.config.port}`), {
      method,
      ca: this.ca,
      family: 4,
      headers: {
        origin: this.config.publicUrl,
        cookie: this.cookie,
        ...(body && !bytes && { 'content-type': 'application/json' }),
        ...headers,
      },
    });
    request.end(body && (bytes ? body : JSON.stringify(body)));
    const answer: unknown[] = await once(request, 'response');
    const [response] = answer;
    if (!(response instanceof http.IncomingMessage)) throw new Error('no answer');
    const cookies = response.headers['set-cookie'];
    if (cookies) this.cookie = cookies.map((line) => line.split(';')[0]).join('; ');
    const received = await buffer(response);
    const isJson = response.headers['content-type']?.includes('json');
    const json: unknown = isJson ? JSON.parse(received.toString()) : undefined;
    return { status: response.statusCode ?? 0, headers: response.headers, bytes: received, json };
  }

  /** Makes the organisation; its admin is signed in then. */
  async setUp(): Promise<void> {
    const token = (await ensureSetupLink(this.store))?.split('#')[1];
    const data = { token, orgName: 'Acme Pumps', name: 'Ada', email: 'ada@example.com', password };
    const { status } = await this.ask('POST', '/api/setup', data);
    if (status !== 200) throw new Error(`setup: ${status}`);
  }

  /** Uploads a picture into a case; resolves when the server has acknowledged it. */
  async uploadPicture(caseId: string, snapshotId: string, colour: string): Promise<void> {
    const canvas = createCanvas(320, 240);
    const context = canvas.getContext('2d');
    context.fillStyle = colour;
    context.fillRect(0, 0, 320, 240);
    const jpeg = await canvas.encode('jpeg');
    const about = { snapshotId, caseId, kind: 'photo', method: 'photo' };
    const tus = { 'tus-resumable': '1.0.0' };
    const created = await this.ask('POST', UPLOAD_PATH, undefined, {
      ...tus,
      'upload-length': String(jpeg.length),
      'upload-metadata': Object.entries(about)
        .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
        .join(','),
    });
    const sent = await this.ask(
      'PATCH',
      new URL(created.headers.location ?? '', this.config.publicUrl).pathname,
      jpeg,
      {
        ...tus,
        'upload-offset': '0',
        'content-type': 'application/offset+octet-stream',
      },
    );
    if (sent.status !== 204) throw new Error(`upload: ${sent.status} ${sent.bytes.toString()}`);
  }
}

/** Runs one of the operator's commands as its npm script does. */
export async function operate(
  command: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<{ code: number | null; out: string; err: string }> {
  const file = join(root, 'scripts', 'operate', `${command}.ts`);
  const child = spawn(process.execPath, [file, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err };
}
