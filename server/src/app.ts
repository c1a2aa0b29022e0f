import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import underPressure from '@fastify/under-pressure';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import { AWAY_GRACE_MS } from '@fernblick/shared/protocol';
import { AnnotationLogs } from './annotations/AnnotationLogs.ts';
import type { BlobStore } from './blobs/BlobStore.ts';
import { caseRoutes } from './cases/routes.ts';
import { sessionQualityRoutes } from './cases/sessionQuality.ts';
import type { Config } from './config.ts';
import { errors } from './plugins/errors.ts';
import { pages } from './plugins/pages.ts';
import { security } from './plugins/security.ts';
import { serverRoutes } from './plugins/serverRoutes.ts';
import { webSocket } from './plugins/websocket.ts';
import { closeCodes } from './sessions/Connection.ts';
import { Hub } from './sessions/Hub.ts';
import { REACH_MS } from './sessions/Offers.ts';
import { LONELY_MS, RING_MS } from './sessions/Ringing.ts';
import { SessionRegistry } from './sessions/SessionRegistry.ts';
import type { SessionServices, SessionTimes } from './sessions/services.ts';
import type { WorkerPool } from './sfu/index.ts';
import { snapshotRoutes } from './snapshots/routes.ts';
import { uploadRoutes } from './snapshots/uploadRoutes.ts';
import type { Store } from './store/Store.ts';
import { StoreWatch } from './store/StoreWatch.ts';
import type { Tls } from './tls/openTls.ts';
import { Authenticator } from './users/Authenticator.ts';
import { authPlugin } from './users/authPlugin.ts';
import { userRoutes } from './users/routes.ts';
import { version } from './version.ts';
import { httpMeter } from './watch/httpMeter.ts';
import { Meters } from './watch/Meters.ts';
import { Readiness } from './watch/Readiness.ts';
import { Watch } from './watch/Watch.ts';
import { watchRoutes } from './watch/watchRoutes.ts';

export interface AppDeps {
  config: Config;
  store: Store;
  /** Knows whether things can be kept now; without one nobody is told. */
  storage?: StoreWatch;
  blobs: BlobStore;
  pool: WorkerPool;
  tls: Tls;
  log: Logger;
  /** Secret of the sign-in library. */
  authSecret: string;
  /** Folders of the built pages; without them only the API is served. */
  pages?: { desk: string; technician: string } | undefined;
  times?: Partial<SessionTimes>;
  /** Those that the store tells, too. */
  meters?: Meters;
}

export interface App {
  http: FastifyInstance;
  registry: SessionRegistry;
  hub: Hub;
  watch: Watch;
  /** Tells clients, writes everything, closes the sockets; the store stays the caller's. */
  close(): Promise<void>;
}

/** Builds the whole server upon what the process opened; listens to nothing yet. */
export async function buildApp(deps: AppDeps): Promise<App> {
  const { config, store, storage = new StoreWatch(), blobs, pool, tls, log, meters = new Meters() } = deps;
  const loggerInstance: FastifyBaseLogger = log;
  const http: FastifyInstance = Fastify({
    ...(tls.files && { https: tls.files }),
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: config.trustedProxies.length > 0 ? config.trustedProxies : false,
    genReqId: () => randomUUID(),
    bodyLimit: 256 * 1024,
    // Sockets are closed by `close` below after their clients were told.
    forceCloseConnections: true,
  });
  http.setValidatorCompiler(validatorCompiler);
  http.setSerializerCompiler(serializerCompiler);

  const hub = new Hub();
  const logs = new AnnotationLogs(store);
  const services: SessionServices = {
    store,
    storage,
    logs,
    hub,
    news: {
      entryAppended: (about, entry) => hub.entryAppended(about, entry),
      caseChanged: (about) => {
        registry.caseChanged(about);
        hub.caseChanged(about);
      },
    },
    pool,
    turn: config.turn,
    meters,
    times: {
      awayMs: AWAY_GRACE_MS,
      ringMs: RING_MS,
      lonelyMs: LONELY_MS,
      reachMs: REACH_MS,
      ...deps.times,
    },
    log,
    owner: randomUUID(),
  };
  const registry = new SessionRegistry(services);
  const { news } = services;
  const authenticator = new Authenticator({
    store,
    secret: deps.authSecret,
    publicUrl: config.publicUrl,
    log,
  });
  const access = {
    expel: (principalId: string) => {
      registry.expel(principalId);
      for (const connection of hub.of(principalId)) connection.close(closeCodes.signedOut, 'signed out');
    },
  };

  const { dataDir } = config;
  const readiness = new Readiness({ store, pool, dataDir });
  const watch = new Watch({
    registry,
    pool,
    sockets: () => http.websocketServer.clients.size,
    dataDir,
    meters,
    onError: (error) => log.warn({ err: error }, 'the server could not be looked at'),
  });

  await http.register(httpMeter, { meters });
  await http.register(errors);
  await http.register(security, { https: config.publicUrl.startsWith('https:') });
  // Before whatever may refuse a request: only a socket that it knows is closed after a refusal.
  await http.register(webSocket, { services, registry, authenticator, publicUrl: config.publicUrl });
  await http.register(underPressure, {
    maxEventLoopDelay: 2_000,
    message: 'the server is busy',
    retryAfter: 5,
  });
  await http.register(authPlugin, { authenticator, publicUrl: config.publicUrl });
  await http.register(serverRoutes, { config, store, pool, tls });
  await http.register(watchRoutes, {
    watch,
    readiness,
    meters,
    registry,
    store,
    version,
    dataDir,
    metricsToken: config.metricsToken,
  });
  await http.register(userRoutes, {
    store,
    authenticator,
    publicUrl: config.publicUrl,
    presence: hub,
    access,
    news,
    log,
  });
  await http.register(caseRoutes, {
    store,
    news,
    liveOf: (caseId) => registry.viewOf(caseId),
  });
  await http.register(sessionQualityRoutes, { store });
  await http.register(snapshotRoutes, {
    store,
    blobs,
    logs,
    news,
    layerChanged: (about, snapshotId, layerSeq) => hub.layerChanged(about, snapshotId, layerSeq),
  });
  await http.register(uploadRoutes, {
    store,
    blobs,
    news,
    live: registry,
    meters,
    directory: join(dataDir, 'uploads'),
  });
  if (deps.pages) await http.register(pages, deps.pages);

  storage.on('changed', (state) => {
    if (state === 'ok') log.info('the store takes everything again');
    else log.error({ state }, 'the store is in trouble');
    hub.tellStorage(state);
  });

  const org = await store.orgs.first();
  if (org) await registry.reviveAll(org.id);
  watch.start();

  return {
    http,
    registry,
    hub,
    watch,
    close: async () => {
      readiness.stop();
      await watch.close();
      await registry.suspend();
      for (const connection of hub.all()) connection.close(closeCodes.stopping, 'the server is stopping');
      await http.close();
    },
  };
}
