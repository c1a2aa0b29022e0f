import { availableParallelism } from 'node:os';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import * as z from 'zod';
import { Health, Readiness as ReadinessView, ServerStatus } from '@fernblick/shared/api';
import { FernblickError } from '@fernblick/shared/protocol';
import type { SessionRegistry } from '../sessions/SessionRegistry.ts';
import type { Store } from '../store/Store.ts';
import { gate, requirePrincipal } from '../users/gate.ts';
import { backupAt } from './backupAt.ts';
import type { Meters } from './Meters.ts';
import { mayReadMetrics } from './metricsAccess.ts';
import { isReady, type Readiness } from './Readiness.ts';
import { sessionStatus } from './sessionStatus.ts';
import type { Watch } from './Watch.ts';

export interface WatchRoutesOptions {
  watch: Watch;
  readiness: Readiness;
  meters: Meters;
  registry: SessionRegistry;
  store: Store;
  version: string;
  dataDir: string;
  metricsToken: string | undefined;
}

const startedAt = Date.now();
const querystring = z.object({ since: z.coerce.number().int().min(0).optional() });

/** For whoever watches over the server: is it alive, is it ready, what is going on. */
export const watchRoutes: FastifyPluginAsyncZod<WatchRoutesOptions> = async (app, options) => {
  const { watch, readiness, meters, registry, store, version, dataDir, metricsToken } = options;

  // Alive means that it answers. Restarting it would not bring back a database, but would end every call.
  app.get('/healthz', { schema: { response: { 200: Health } }, logLevel: 'silent' }, async () => ({
    status: 'ok' as const,
  }));

  app.get(
    '/readyz',
    { schema: { response: { 200: ReadinessView, 503: ReadinessView } }, logLevel: 'silent' },
    async (_request, reply) => {
      const checks = await readiness.check();
      const ready = isReady(checks);
      return reply
        .code(ready ? 200 : 503)
        .header('cache-control', 'no-store')
        .send({ status: ready ? ('ready' as const) : ('notReady' as const), ...checks });
    },
  );

  app.get('/metrics', async (request, reply) => {
    if (!mayReadMetrics(request.socket.remoteAddress, request.headers, metricsToken))
      throw new FernblickError('FORBIDDEN', 'only from this machine or with the token');
    const { registry: metrics } = meters;
    return reply.type(metrics.contentType).send(await metrics.metrics());
  });

  app.get(
    '/api/status',
    { onRequest: gate('org.manage'), schema: { querystring, response: { 200: ServerStatus } } },
    async (request) => {
      const { orgId } = requirePrincipal(request);
      const { since = 0 } = request.query;
      const [checks, backup] = await Promise.all([readiness.check(), backupAt(dataDir)]);
      return {
        now: Date.now(),
        startedAt,
        version,
        ready: isReady(checks),
        checks,
        store: store.kind,
        memoryBytes: process.memoryUsage.rss(),
        cores: availableParallelism(),
        ...(watch.disk && { disk: watch.disk }),
        ...(backup !== undefined && { backupAt: backup }),
        workers: watch.workers,
        sessions: registry.all.filter(({ doc }) => doc.orgId === orgId).map(sessionStatus),
        samples: watch.samples.filter(({ at }) => at > since),
      };
    },
  );
};
