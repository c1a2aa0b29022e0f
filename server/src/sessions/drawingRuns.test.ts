import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyEntry, emptyLayer } from '@fernblick/shared/annotation';
import type { CaseId, LayerEntry, LayerOp, Principal, SurfaceId } from '@fernblick/shared/protocol';
import { EntryId, newId, StrokeId } from '@fernblick/shared/protocol';
import { TestBench, TestClient } from './fixtures.ts';
import { sendCamera } from './testDrawing.ts';

let bench: TestBench;
let expert: Principal;
let colleague: Principal;

beforeAll(async () => {
  bench = await TestBench.open();
  expert = await bench.person('expert', 'Eva Expert');
  colleague = await bench.person('expert', 'Karl Kollege');
});
afterAll(() => bench.close());

type Step = { who: 0 | 1; act: 'add' | 'erase' | 'clear' | 'repeat' | 'drop' };
const step: fc.Arbitrary<Step> = fc.record({
  who: fc.constantFrom(0, 1),
  act: fc.constantFrom('add', 'add', 'add', 'erase', 'clear', 'repeat', 'drop'),
});

interface Joined {
  resumeToken: string;
  epoch: string;
  seq: number;
}

/** One who draws, loses the line now and then, and comes back as clients do. */
class Artist {
  client: TestClient;
  readonly principal: Principal;
  readonly heard: LayerEntry[] = [];
  readonly #join: Joined;
  #away = false;
  last: LayerOp | undefined;

  private constructor(client: TestClient, principal: Principal, join: Joined) {
    this.client = client;
    this.principal = principal;
    this.#join = join;
  }

  static async join(principal: Principal, caseId: CaseId) {
    const client = await bench.connect(principal);
    const join = await client.request('session.join', bench.joinData(caseId));
    return { artist: new Artist(client, principal, join), join };
  }

  #keep(): void {
    this.heard.push(...this.client.of('annotation.added').map(({ entry }) => entry));
  }

  /** The line is lost; it comes back when the artist draws next. */
  drop(): void {
    if (this.#away) return;
    this.#away = true;
    this.#join.seq = Math.max(this.#join.seq, this.client.lastSeq);
    this.#keep();
    this.client.drop();
  }

  async comeBack(): Promise<void> {
    if (!this.#away) return;
    this.#away = false;
    this.client = new TestClient(bench, this.principal);
    const { resumeToken: token, epoch, seq: lastSeq } = this.#join;
    const { resumed } = await this.client.hello({ token, epoch, lastSeq });
    expect(resumed).toBe(true);
  }

  finish(): LayerEntry[] {
    this.#keep();
    return this.heard;
  }
}

test('S4 S5 A1: in seeded runs with lost lines, what each one heard is what is stored, once and in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const caseId = await bench.case(expert);
      const first = await Artist.join(expert, caseId);
      const { surfaceId } = await sendCamera(first.artist.client, first.join);
      const second = await Artist.join(colleague, caseId);
      const artists = [first.artist, second.artist] as const;
      for (const { who, act } of steps) {
        const artist = artists[who];
        if (act === 'drop') {
          artist.drop();
        } else {
          await artist.comeBack();
          await draw(artist, act, surfaceId);
        }
      }
      const stored = (await bench.services.store.layers.list(surfaceId)).map(({ entry }) => entry);
      for (const artist of artists) {
        await artist.comeBack();
        await artist.client.request('chat.send', {
          entryId: newId(EntryId),
          text: 'done',
          clientAt: 0,
        });
        expect(artist.finish()).toEqual(stored);
      }
      const replayed = stored.reduce((layer, entry) => applyEntry(layer, entry), emptyLayer(surfaceId));
      const late = await Artist.join(colleague, caseId);
      expect(late.join.layers.find((layer) => layer.surfaceId === surfaceId)).toEqual(replayed);
      await artists[0].client.request('session.end', {});
    }),
    { seed: 4, numRuns: 25 },
  );
  expect(bench.registry.size).toBe(0);
});

async function draw(artist: Artist, act: Exclude<Step['act'], 'drop'>, surfaceId: SurfaceId): Promise<void> {
  const id = newId(StrokeId);
  const body = {
    tool: 'pen' as const,
    color: '#ff3b30',
    width: 0.01,
    points: [[0.5, 0.5, 0] as [number, number, number]],
    frame: { width: 1280, height: 720 },
  };
  const op: LayerOp | undefined =
    act === 'repeat'
      ? artist.last
      : act === 'add'
        ? { op: 'add', id, surfaceId, body }
        : act === 'clear'
          ? { op: 'clear', id, surfaceId, scope: 'all' }
          : artist.last && { op: 'erase', id, surfaceId, targets: [artist.last.id] };
  if (!op) return;
  if (act === 'add') artist.last = op;
  await artist.client.request('annotation.add', op);
}
