import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { MediaInfo, ServerInfo } from '@fernblick/shared/api';
import { FernblickError, PROTOCOL_VERSION, RtpCapabilities } from '@fernblick/shared/protocol';
import type { Config } from '../config.ts';
import type { WorkerPool } from '../sfu/index.ts';
import type { Store } from '../store/Store.ts';
import type { Tls } from '../tls/openTls.ts';
import { requirePrincipal } from '../users/gate.ts';
import { version } from '../version.ts';

export interface ServerRoutesOptions {
  config: Config;
  store: Store;
  pool: WorkerPool;
  tls: Tls;
}

/** What pages need of the server itself, signed in or not. */
export const serverRoutes: FastifyPluginAsyncZod<ServerRoutesOptions> = async (
  app,
  { config, store, pool, tls },
) => {
  app.get('/api/server', { schema: { response: { 200: ServerInfo } } }, async () => {
    const org = await store.orgs.first();
    return {
      version,
      protocolVersion: PROTOCOL_VERSION,
      needsSetup: !org,
      orgName: org?.settings.name ?? '',
      demo: org?.demo ?? false,
      ...(org?.settings.language && { language: org.settings.language }),
      publicUrl: config.publicUrl,
      ownCertificateAuthority: tls.ca !== undefined,
    };
  });

  const rtpCapabilities = RtpCapabilities.parse(pool.routerRtpCapabilities);
  app.get('/api/media', { schema: { response: { 200: MediaInfo } } }, async (request) => {
    requirePrincipal(request);
    return { rtpCapabilities };
  });

  app.get('/api/ca.crt', async (_request, reply) => {
    if (!tls.ca) throw new FernblickError('NOT_FOUND', 'this server has no authority of its own');
    return reply
      .type('application/x-x509-ca-cert')
      .header('content-disposition', 'attachment; filename="fernblick-ca.crt"')
      .send(tls.ca);
  });
};
