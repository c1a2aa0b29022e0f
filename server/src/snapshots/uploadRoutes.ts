import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileStore } from '@tus/file-store';
import { Server, type Upload } from '@tus/server';
import type { FastifyPluginAsync } from 'fastify';
import { MAX_STILL_BYTES, StillMetadata, UPLOAD_PATH } from '@fernblick/shared/api';
import type { Author, CaseId, Principal, SnapshotId } from '@fernblick/shared/protocol';
import { authorOf, FernblickError } from '@fernblick/shared/protocol';
import type { BlobStore } from '../blobs/BlobStore.ts';
import type { CaseNews } from '../cases/CaseNews.ts';
import { caseFor } from '../cases/caseFor.ts';
import type { SnapshotDoc } from '../store/documents.ts';
import type { Store } from '../store/Store.ts';
import { toFernblickError } from '../toFernblickError.ts';
import { requirePrincipal } from '../users/gate.ts';
import { storeSnapshot } from './storeSnapshot.ts';

/** Who is live and waits for pictures; the sessions implement it. */
export interface SnapshotNews {
  askedBy(caseId: CaseId, snapshotId: SnapshotId): Author | undefined;
  snapshotStored(doc: SnapshotDoc): Promise<void>;
}

export interface UploadOptions {
  store: Store;
  blobs: BlobStore;
  news: CaseNews;
  live: SnapshotNews;
  meters: { uploadDone(result: 'stored' | 'refused', bytes: number): void };
  /** Where what is half uploaded lies. */
  directory: string;
}

const DAY_MS = 24 * 3_600_000;

/**
 * Resumable uploads of stills (tus 1.0). The last byte is acknowledged when the snapshot is in the case; a refused
 * one leaves nothing. An upload belongs to who began it.
 */
export const uploadRoutes: FastifyPluginAsync<UploadOptions> = async (app, options) => {
  const { store, directory } = options;
  const uploader = new AsyncLocalStorage<Principal>();
  const datastore = new FileStore({ directory, expirationPeriodInMilliseconds: DAY_MS });

  const me = (): Principal => {
    const principal = uploader.getStore();
    if (!principal) throw new FernblickError('NOT_SIGNED_IN');
    return principal;
  };

  const finish = async (upload: Upload): Promise<void> => {
    let result: 'stored' | 'refused' = 'refused';
    try {
      const about = metadataOf(upload);
      const principal = me();
      await caseFor(store, principal, 'snapshot.take', about.caseId);
      const requestedBy = options.live.askedBy(about.caseId, about.snapshotId);
      const doc = await storeSnapshot(options, await readFile(join(directory, upload.id)), about, {
        orgId: principal.orgId,
        takenBy: authorOf(principal),
        requestedBy,
      });
      result = 'stored';
      await options.live.snapshotStored(doc);
    } finally {
      options.meters.uploadDone(result, upload.size ?? 0);
      // Stored or refused: an upload that is whole must not look like one that was taken.
      await datastore.remove(upload.id);
    }
  };

  const tus = new Server({
    path: UPLOAD_PATH,
    datastore,
    maxSize: MAX_STILL_BYTES,
    relativeLocation: true,
    namingFunction: () => `${me().id}.${randomBytes(12).toString('hex')}`,
    async onIncomingRequest(request, id) {
      if (request.method === 'POST' || request.method === 'OPTIONS') return;
      if (!id.startsWith(`${me().id}.`)) throw new FernblickError('NOT_FOUND');
      if (request.method !== 'HEAD') return;
      // All bytes were there when the server went down: what was not finished then is finished now.
      const upload = await datastore.getUpload(id).catch(() => undefined);
      if (upload && upload.offset === upload.size) await finish(upload);
    },
    async onUploadCreate(_request, upload) {
      await caseFor(store, me(), 'snapshot.take', metadataOf(upload).caseId);
      return {};
    },
    async onUploadFinish(_request, upload) {
      await finish(upload);
      return {};
    },
    onResponseError(_request, error) {
      if (!(error instanceof Error)) {
        const code = error.status_code === 413 ? 'UPLOAD_TOO_LARGE' : undefined;
        return code && { status_code: 413, body: JSON.stringify(new FernblickError(code).toBody()) };
      }
      const known = toFernblickError(error);
      if (known.code === 'INTERNAL') app.log.error({ err: error }, 'an upload failed');
      return { status_code: known.status, body: JSON.stringify(known.toBody()) };
    },
  });

  // Bytes go to tus as they come.
  app.addContentTypeParser('application/offset+octet-stream', (_request, _payload, done) => done(null));
  app.route({
    method: ['POST', 'HEAD', 'PATCH', 'DELETE', 'OPTIONS'],
    url: UPLOAD_PATH,
    handler: (request, reply) => {
      const principal = requirePrincipal(request);
      reply.hijack();
      return uploader.run(principal, () => tus.handle(request.raw, reply.raw));
    },
  });
  app.route({
    method: ['HEAD', 'PATCH', 'DELETE', 'OPTIONS'],
    url: `${UPLOAD_PATH}/:id`,
    handler: (request, reply) => {
      const principal = requirePrincipal(request);
      reply.hijack();
      return uploader.run(principal, () => tus.handle(request.raw, reply.raw));
    },
  });

  const sweep = setInterval(() => {
    tus
      .cleanUpExpiredUploads()
      .catch((error: unknown) => app.log.warn({ err: error }, 'old uploads are still there'));
  }, DAY_MS / 24);
  sweep.unref();
  app.addHook('onClose', async () => clearInterval(sweep));
};

function metadataOf(upload: Upload): StillMetadata {
  const parsed = StillMetadata.safeParse(upload.metadata);
  if (!parsed.success) throw new FernblickError('BAD_DATA', 'the upload does not say what it is');
  return parsed.data;
}
