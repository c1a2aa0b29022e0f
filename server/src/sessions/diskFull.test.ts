import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SurfaceId } from '@fernblick/shared/protocol';
import { EntryId, newId } from '@fernblick/shared/protocol';
import { FileBlobs } from '../blobs/files/FileBlobs.ts';
import { TestBench, type TestClient } from './fixtures.ts';
import { penStroke, sendCamera } from './testDrawing.ts';

/** A disk of 8 MB needs the right to mount one; a machine's own disk is never filled. */
const mayMount = process.getuid?.() === 0;

/** Of some kilobytes, so that it needs room of its own. */
const stroke = (surfaceId: SurfaceId) =>
  penStroke(
    surfaceId,
    Array.from({ length: 900 }, (_, i): [number, number, number] => [i / 900, 0.123456, i * 8]),
  );

describe.skipIf(!mayMount && process.env.CI !== 'true')('on a disk that is full', { timeout: 60_000 }, () => {
  let folder: string;
  let bench: TestBench;
  let desk: TestClient;
  let glasses: TestClient;
  let surfaceId: SurfaceId;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fernblick-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m,mode=700', 'none', folder]);
    bench = await TestBench.open({}, { folder });
    const expert = await bench.person('expert', 'Eva Expert');
    const caseId = await bench.case(expert);
    glasses = await bench.connect(bench.guest('Toni Technik', caseId));
    const entered = await glasses.request('session.join', bench.joinData(caseId));
    ({ surfaceId } = await sendCamera(glasses, entered));
    desk = await bench.connect(expert);
    await desk.request('session.join', bench.joinData(caseId, { open: 'enter' }));
    bench.watchStorage();
  });
  afterEach(async () => {
    await rm(join(folder, 'filler'), { force: true });
    await bench.close(() => execFileSync('umount', [folder]));
  });

  const fill = async () => {
    const { bavail, bsize } = await statfs(folder);
    await writeFile(join(folder, 'filler'), Buffer.alloc(bavail * bsize)).catch(() => undefined);
  };

  test('live and reading go on, people hear so, nothing is half written, and all comes in when there is room', async () => {
    await desk.request('annotation.add', stroke(surfaceId));
    await fill();
    const drawn = Array.from({ length: 20 }, () => stroke(surfaceId));
    let acknowledged = 0;
    const waiting = drawn.map(async (op) => {
      await desk.request('annotation.add', op);
      acknowledged++;
    });
    await glasses.event('annotation.added', ({ entry }) => entry.op.id === drawn.at(-1)?.id);
    for (const one of [desk, glasses]) await one.event('storage.changed', (data) => data.state === 'full');
    expect(acknowledged).toBeLessThan(drawn.length);

    const { store } = bench.services;
    const stored = await store.layers.list(surfaceId);
    expect(stored.length).toBe(1 + acknowledged);
    const blobs = await FileBlobs.open(join(folder, 'blobs'));
    await expect(blobs.put(bench.org, Buffer.alloc(200_000), 'image/jpeg')).rejects.toMatchObject({
      code: 'DISK_FULL',
    });

    await rm(join(folder, 'filler'));
    await Promise.all(waiting);
    await desk.event('storage.changed', (data) => data.state !== 'full');
    const all = await store.layers.list(surfaceId);
    expect(all.slice(1).map(({ entry }) => entry.op.id)).toEqual(drawn.map(({ id }) => id));
    await desk.request('chat.send', { entryId: newId(EntryId), text: 'Goes again', clientAt: 1 });
  });
});
