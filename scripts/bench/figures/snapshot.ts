import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import * as z from 'zod';
import { UPLOAD_PATH } from '@fernblick/shared/api';
import { type CaseId, newId, SnapshotId } from '@fernblick/shared/protocol';
import { Child } from '../Child.ts';
import { interleave, ratiosOf, spreadOf } from '../pairs.ts';
import { cpuSeconds } from '../procfs.ts';
import type { Office } from '../product/Office.ts';
import { Product } from '../product/Product.ts';
import { ratioGoal, type Row } from '../Row.ts';
import type { Scope } from '../Scope.ts';
import type { Figure } from './Figure.ts';

const PAIRS = 7;
/** Of each pair's run. */
const STILLS = 4;
/** A phone's full frame, lying on its side. */
const SIZE = { width: 4_032, height: 3_024 };

/** CPU of a still's way into the case, next to the picture library alone on the same still. */
export const snapshot: Figure = {
  title: 'CPU of the snapshot pipeline',
  timeoutMs: 180_000,
  async measure(scope: Scope): Promise<Row[]> {
    const product = await Product.start(scope);
    const folder = scope.own(await mkdtemp(join(tmpdir(), 'fernblick-bench-')), (path) =>
      rm(path, { recursive: true }),
    );
    const file = join(folder, 'still.jpg');
    await writeFile(file, await makeStill());
    const still = await readFile(file);
    const caseId = await product.office.case();
    const { child } = await Child.start(scope, 'bare/sharpAlone.ts', z.object({ ready: z.boolean() }));

    const cpuOf = async (pid: number, work: () => Promise<unknown>) => {
      const before = cpuSeconds(pid);
      for (let done = 0; done < STILLS; done++) await work();
      // What follows the answer counts too.
      await product.settle(300);
      return (cpuSeconds(pid) - before) / STILLS;
    };
    const ours = () => cpuOf(product.pid, () => upload(product.office, caseId, still));
    const alone = () => cpuOf(child.pid, () => child.ask(z.object({ bytes: z.number() }), { file }));
    await ours();
    await alone();
    const pairs = await interleave(PAIRS, ours, alone);
    const ratio = ratiosOf(pairs);
    return [
      {
        figure: 'snapshot, 12 megapixels',
        unit: 'CPU ms',
        ours: 1_000 * spreadOf(pairs.map((pair) => pair.ours)).median,
        baseline: 1_000 * spreadOf(pairs.map((pair) => pair.baseline)).median,
        ratio,
        goal: ratioGoal('most', 1.5, ratio.median),
        note: `upload of ${(still.length / 2 ** 20).toFixed(1)} MB, checks, three pictures, blobs, store and news, next to sharp alone`,
      },
    ];
  },
};

/** Something like a photograph: smooth areas, edges and noise; turned by its EXIF as phones do. */
async function makeStill(): Promise<Buffer> {
  const { width, height } = SIZE;
  const small = Buffer.alloc(504 * 378 * 3);
  let seed = 7;
  for (let at = 0; at < small.length; at++) {
    seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
    const x = Math.floor(at / 3) % 504;
    small[at] = ((x * (1 + (at % 3))) / 3 + (x % 63 < 20 ? 60 : 0) + (seed >> 24)) & 0xff;
  }
  return sharp(small, { raw: { width: 504, height: 378, channels: 3 } })
    .resize(width, height, { kernel: 'cubic' })
    .jpeg({ quality: 90 })
    .withMetadata({ orientation: 6 })
    .toBuffer();
}

/** As the clients upload (tus 1.0): announced, then sent. */
async function upload({ url, admin }: Office, caseId: CaseId, still: Buffer): Promise<void> {
  const about = { snapshotId: newId(SnapshotId), caseId, kind: 'photo', method: 'photo' };
  const metadata = Object.entries(about)
    .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
    .join(',');
  const headers = { cookie: admin.cookie, 'tus-resumable': '1.0.0' };
  const created = await fetch(new URL(UPLOAD_PATH, url), {
    method: 'POST',
    headers: { ...headers, 'upload-length': String(still.length), 'upload-metadata': metadata },
  });
  const place = created.headers.get('location');
  if (!created.ok || !place) throw new Error(`upload: ${created.status} ${await created.text()}`);
  const sent = await fetch(new URL(place, url), {
    method: 'PATCH',
    headers: { ...headers, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    body: new Uint8Array(still),
  });
  if (!sent.ok) throw new Error(`upload: ${sent.status} ${await sent.text()}`);
}
