import type { CaseId, SnapshotId } from '@fernblick/shared/protocol';
import { SnapshotDoc } from '../documents.ts';
import { eq } from '../engine/DocumentEngine.ts';
import type { StoreContext } from './context.ts';
import { DocumentCollection } from './DocumentCollection.ts';

export class Snapshots extends DocumentCollection<SnapshotId, SnapshotDoc> {
  constructor(context: StoreContext) {
    // The same picture uploaded again has new blobs; the digest of its bytes says that it is the same.
    super(context, {
      name: 'snapshots',
      schema: SnapshotDoc,
      stamps: ['at', 'original', 'preview', 'thumbnail'],
      content: ({ original }) => original.sha256,
    });
  }

  listByCase(caseId: CaseId): Promise<SnapshotDoc[]> {
    const sort = { fields: ['at', 'id'], direction: 'asc' } as const;
    return this.find({ where: [eq('caseId', caseId)], sort });
  }
}
