import type { FastifyReply } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import * as z from 'zod';
import { AppendedLayerOp, AppendLayerOpData, SnapshotLayer, SnapshotList } from '@fernblick/shared/api';
import { can } from '@fernblick/shared/policy';
import type { Action, Principal } from '@fernblick/shared/protocol';
import { authorOf, CaseId, FernblickError, SnapshotId, SurfaceId } from '@fernblick/shared/protocol';
import type { AnnotationLogs } from '../annotations/AnnotationLogs.ts';
import type { BlobStore } from '../blobs/BlobStore.ts';
import { caseFor } from '../cases/caseFor.ts';
import { caseResource } from '../cases/caseResource.ts';
import type { CaseNews } from '../cases/CaseNews.ts';
import type { BlobRef, CaseDoc, SnapshotDoc } from '../store/documents.ts';
import type { Store } from '../store/Store.ts';
import { requirePrincipal } from '../users/gate.ts';
import { AnnotatedPictures } from './AnnotatedPictures.ts';
import { AnnotationNotes } from './AnnotationNotes.ts';
import { viewSnapshot } from './viewSnapshot.ts';

export interface SnapshotRoutesOptions {
  store: Store;
  blobs: BlobStore;
  logs: AnnotationLogs;
  news: CaseNews;
  /** Somebody drew on a snapshot outside a session. */
  layerChanged(about: CaseDoc, snapshotId: SnapshotId, layerSeq: number): void;
}

const params = z.object({ id: SnapshotId });
const download = z.object({ download: z.stringbool().optional() });
/** Their bytes never change under their address. */
const IMMUTABLE = 'private, max-age=31536000, immutable';
/** The layer may have grown: ask again, and get 304 if not. */
const REVALIDATE = 'private, no-cache';

/** Snapshots, their pictures and their layers over HTTP. */
export const snapshotRoutes: FastifyPluginAsyncZod<SnapshotRoutesOptions> = async (app, options) => {
  const { store, blobs, logs } = options;
  const annotated = new AnnotatedPictures(store, blobs, logs);
  const notes = new AnnotationNotes(options, app.log);
  app.addHook('onClose', () => notes.close());

  const find = async (principal: Principal, action: Action, id: SnapshotId) => {
    const doc = await store.snapshots.get(id);
    if (!doc || doc.orgId !== principal.orgId) throw new FernblickError('SNAPSHOT_NOT_FOUND');
    return { doc, about: await caseFor(store, principal, action, doc.caseId) };
  };
  const surfaceOf = ({ id, orgId, caseId }: SnapshotDoc) => ({
    orgId,
    caseId,
    surfaceId: SurfaceId.parse(id),
  });
  const layerOf = (doc: SnapshotDoc) => logs.use(surfaceOf(doc), async (log) => log.layer);

  const send = async (reply: FastifyReply, blob: BlobRef, cache: string) => {
    const { stream, size } = await blobs.open(blob.key);
    return reply
      .type(blob.mime)
      .header('content-length', size)
      .header('cache-control', cache)
      .header('etag', `"${blob.sha256}"`)
      .send(stream);
  };
  const asFile = (reply: FastifyReply, about: CaseDoc, doc: SnapshotDoc, suffix: string) => {
    const at = new Date(doc.at).toISOString().slice(0, 19).replaceAll(':', '-');
    return reply.header(
      'content-disposition',
      `attachment; filename="case-${about.number}-${at}${suffix}.jpg"`,
    );
  };

  app.get(
    '/api/cases/:id/snapshots',
    { schema: { params: z.object({ id: CaseId }), response: { 200: SnapshotList } } },
    async (request) => {
      const about = await caseFor(store, requirePrincipal(request), 'case.read', request.params.id);
      const docs = await store.snapshots.listByCase(about.id);
      return { snapshots: await Promise.all(docs.map(async (doc) => viewSnapshot(doc, await layerOf(doc)))) };
    },
  );

  for (const variant of ['thumbnail', 'preview'] as const) {
    app.get(`/api/snapshots/:id/${variant}`, { schema: { params } }, async (request, reply) => {
      const { doc } = await find(requirePrincipal(request), 'case.read', request.params.id);
      return send(reply, doc[variant], IMMUTABLE);
    });
  }

  app.get(
    '/api/snapshots/:id/original',
    { schema: { params, querystring: download } },
    async (request, reply) => {
      const { doc, about } = await find(requirePrincipal(request), 'case.read', request.params.id);
      if (request.query.download) asFile(reply, about, doc, '');
      return send(reply, doc.original, IMMUTABLE);
    },
  );

  app.get(
    '/api/snapshots/:id/annotated',
    { schema: { params, querystring: download } },
    async (request, reply) => {
      const { doc, about } = await find(requirePrincipal(request), 'case.read', request.params.id);
      const blob = await annotated.get(doc);
      if (request.headers['if-none-match'] === `"${blob.sha256}"`) {
        return reply.code(304).header('cache-control', REVALIDATE).send();
      }
      if (request.query.download) asFile(reply, about, doc, '-annotated');
      return send(reply, blob, REVALIDATE);
    },
  );

  app.get(
    '/api/snapshots/:id/layer',
    { schema: { params, response: { 200: SnapshotLayer } } },
    async (request) => {
      const { doc } = await find(requirePrincipal(request), 'case.read', request.params.id);
      const layer = await layerOf(doc);
      return { snapshot: viewSnapshot(doc, layer), layer };
    },
  );

  app.post(
    '/api/snapshots/:id/layer',
    { schema: { params, body: AppendLayerOpData, response: { 200: AppendedLayerOp } } },
    async (request) => {
      const principal = requirePrincipal(request);
      const { doc, about } = await find(principal, 'annotate', request.params.id);
      const op = request.body;
      if (String(op.surfaceId) !== String(doc.id)) throw new FernblickError('SURFACE_NOT_FOUND');
      const mayTouchOthers = can(principal, 'annotate.others', caseResource(about));
      const seq = await logs.use(surfaceOf(doc), async (log) => {
        const { entry, stored } = log.add(op, authorOf(principal), mayTouchOthers);
        await stored;
        return entry.seq;
      });
      options.layerChanged(about, doc.id, seq);
      notes.drawn(doc.id, authorOf(principal));
      return { seq };
    },
  );
};
