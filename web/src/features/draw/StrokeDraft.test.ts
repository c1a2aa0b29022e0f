import { StrokeBody, StrokeId, StrokePreview, SurfaceId, TrackId, newId } from '@fernblick/shared/protocol';
import { describe, expect, it } from 'vitest';
import { StrokeDraft } from './StrokeDraft.ts';
import type { StrokeLook } from './StrokeDraft.ts';

const origin = {
  surfaceId: newId(SurfaceId),
  frame: { width: 1280, height: 720 },
  trackId: newId(TrackId),
  rtpTimestamp: 4_294_967_295,
};

function begin(tool: StrokeLook['tool'], x = 0.1, y = 0.2) {
  return new StrokeDraft(newId(StrokeId), origin, { tool, color: '#e5332a', width: 0.006 }, { x, y }, 1_000);
}

describe('a pen stroke', () => {
  it('carries the frame it was begun on and the time of its points', () => {
    const draft = begin('pen');
    draft.add({ x: 0.5, y: 0.7 }, 1_040);
    draft.add({ x: 0.9, y: 0.1 }, 1_080);
    const op = draft.finish();
    expect(op).toMatchObject({ op: 'add', id: draft.id, surfaceId: origin.surfaceId });
    const body = StrokeBody.parse(op && 'body' in op ? op.body : undefined);
    expect(body).toMatchObject({ frame: origin.frame, trackId: origin.trackId, rtpTimestamp: 4_294_967_295 });
    expect(body.points).toEqual([
      [0.1, 0.2, 0],
      [0.5, 0.7, 40],
      [0.9, 0.1, 80],
    ]);
  });

  it('previews every point once, in order', () => {
    const draft = begin('pen');
    const seen: StrokePreview[] = [];
    for (let step = 1; step <= 500; step++) {
      draft.add({ x: step / 1_000, y: 0.5 }, 1_000 + step);
      if (step % 250 === 0)
        for (let next = draft.takePreview(); next; next = draft.takePreview()) seen.push(next);
    }
    for (const preview of seen) StrokePreview.parse(preview);
    let total = 0;
    for (const { from, points } of seen) {
      expect(from).toBe(total);
      total += points.length;
    }
    expect(total).toBe(501);
    expect(draft.takePreview()).toBeUndefined();
  });

  it('is a dot after a mere press', () => {
    expect(begin('pen').finish()).toMatchObject({ body: { points: [[0.1, 0.2, 0]] } });
  });

  it('says when it is full and stays within what a stroke may have', () => {
    const draft = begin('pen');
    for (let step = 0; !draft.full; step++) draft.add({ x: (step % 900) / 1_000, y: step % 2 }, 1_000 + step);
    draft.add({ x: 0.3, y: 0.3 }, 9_999);
    const op = draft.finish();
    expect(StrokeBody.safeParse(op && 'body' in op ? op.body : undefined).success).toBe(true);
  });
});

describe('a shape', () => {
  it('has its two corners only, and previews the second again', () => {
    const draft = begin('rectangle');
    expect(draft.takePreview()).toMatchObject({ from: 0, points: [[0.1, 0.2, 0]] });
    for (const x of [0.2, 0.3, 0.4]) draft.add({ x, y: 0.6 }, 1_100);
    expect(draft.takePreview()).toMatchObject({ from: 1, points: [[0.4, 0.6, 100]] });
    draft.add({ x: 0.5, y: 0.6 }, 1_200);
    expect(draft.takePreview()).toMatchObject({ from: 1, points: [[0.5, 0.6, 200]] });
    expect(draft.finish()).toMatchObject({
      body: {
        points: [
          [0.1, 0.2, 0],
          [0.5, 0.6, 200],
        ],
      },
    });
  });

  it('is nothing when the hand only slipped', () => {
    const draft = begin('arrow');
    draft.add({ x: 0.102, y: 0.202 }, 1_050);
    expect(draft.finish()).toBeUndefined();
  });
});

it('leaves no stroke of the laser', () => {
  const draft = begin('laser');
  draft.add({ x: 0.6, y: 0.6 }, 1_050);
  expect(draft.finish()).toBeUndefined();
});
