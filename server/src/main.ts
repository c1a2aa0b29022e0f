import { X509Certificate } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { Server as HttpsServer } from 'node:https';
import { join } from 'node:path';
import closeWithGrace from 'close-with-grace';
import { renderUnicodeCompact } from 'uqr';
import { buildApp } from './app.ts';
import { ConfigError, readConfig } from './config.ts';
import { makeLogger } from './logging.ts';
import { WorkerPool } from './sfu/index.ts';
import { requireNoHalfRestore } from './store/backup/restoreBackup.ts';
import { openStore } from './store/openStore.ts';
import { StoreWatch } from './store/StoreWatch.ts';
import { keepTlsFresh, openTls } from './tls/openTls.ts';
import { readAuthSecret } from './users/authSecret.ts';
import { ensureSetupLink } from './users/setupLink.ts';
import { Meters } from './watch/Meters.ts';

/** The process: opens what the app is built upon, listens, tells the operator what is next, and ends in order. */
async function main(): Promise<void> {
  const config = readConfig();
  const log = makeLogger(config.logLevel);
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  const storage = new StoreWatch();
  const meters = new Meters();
  requireNoHalfRestore(config.dataDir);
  const { store, blobs } = await openStore({
    dataDir: config.dataDir,
    mongodbUri: config.mongodbUri,
    log: (message, error) => log.error({ err: error }, message),
    meter: (operation, ms, failure) => {
      storage.saw(operation, failure);
      meters.storeCall(operation, ms, failure === undefined);
    },
    note: say,
  });

  const tls = await openTls(config);
  const pool = await WorkerPool.start({
    workers: config.media.workers,
    mediaPort: config.media.port,
    listenIps: config.media.listenIps,
    workerBin: config.media.workerBin,
    onLog: ({ level, message }) => log[level](message),
    onWorkerDied: ({ index, pid, rooms }) =>
      log.error({ index, pid, rooms }, 'a media worker died and is replaced'),
  });
  const root = join(import.meta.dirname, '..', '..');
  const app = await buildApp({
    config,
    store,
    storage,
    blobs,
    pool,
    tls,
    log,
    meters,
    authSecret: await readAuthSecret(config.dataDir),
    pages: { desk: join(root, 'web', 'dist'), technician: join(root, 'glass-client', 'dist') },
  });
  storage.start(store, config.dataDir);
  closeWithGrace(
    {
      delay: 10_000,
      logger: { error: (error: unknown) => log.error(error) },
      // npm and the process group both hand a signal on: the second one says nothing new.
      onSecondSignal: () => undefined,
    },
    async ({ err, signal }) => {
      if (err) log.fatal({ err }, 'the server stops after an error');
      else log.info({ signal }, 'the server stops');
      storage.close();
      await app.close();
      await pool.close();
      await store.close();
      await blobs.close();
    },
  );

  const { server } = app.http;
  keepTlsFresh(
    config,
    (files) => {
      if (server instanceof HttpsServer) server.setSecureContext(files);
    },
    (error) => log.error({ err: error }, 'the certificate could not be looked at'),
  );
  await app.http.listen({ host: config.host, port: config.port });
  const setupPath = await ensureSetupLink(store);

  say('');
  say(`Fernblick runs at ${config.publicUrl}`);
  if (tls.ca) {
    say('Browsers warn once, since the certificate is signed by this server itself.');
    say(`Its authority's fingerprint (SHA-256): ${new X509Certificate(tls.ca).fingerprint256}`);
    say(`How to install it on phones and computers: ${config.publicUrl}/install`);
  }
  if (setupPath) {
    say('');
    say('Make the first admin with this link. It works once:');
    say(`  ${config.publicUrl}${setupPath}`);
  }
  say('');
  say('For a phone in the same network:');
  say(renderUnicodeCompact(`${config.publicUrl}${setupPath ? '/' : '/t/'}`));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof ConfigError ? error.message : explain(error)}\n`);
  process.exit(1);
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `Fernblick could not start: ${error.message}`;
}
