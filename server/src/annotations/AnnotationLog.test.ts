import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CaseId, newId, OrgId, PersonId, StrokeId, SurfaceId } from '@fernblick/shared/protocol';
import { openStore } from '../store/openStore.ts';
import { AnnotationLog } from './AnnotationLog.ts';

test('a stroke that is drawn as soon as the one before is stored gets stored, too', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'fernblick-log-'));
  const { store, blobs } = await openStore({ dataDir });
  const surfaceId = newId(SurfaceId);
  const log = await AnnotationLog.load(store, { orgId: newId(OrgId), caseId: newId(CaseId), surfaceId });
  const author = { kind: 'person' as const, id: newId(PersonId), name: 'Ada' };
  for (let count = 0; count < 5; count++) {
    const frame = { width: 1280, height: 720 };
    const body = { tool: 'pen' as const, color: '#e5332a', width: 0.005, frame };
    await log.add(
      { op: 'add', id: newId(StrokeId), surfaceId, body: { ...body, points: [[0.5, 0.5, 0]] } },
      author,
      false,
    ).stored;
  }
  await log.settled();
  expect(await store.layers.headSeq(surfaceId)).toBe(5);
  await store.close();
  await blobs.close();
  await rm(dataDir, { recursive: true });
});
