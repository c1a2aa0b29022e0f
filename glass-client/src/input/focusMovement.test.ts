import { describe, expect, it } from 'vitest';
import { nextFocus } from './focusMovement.ts';
import type { Box, Direction } from './focusMovement.ts';

const box = (left: number, top: number, width = 100, height = 40): Box => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});

/** The start page: a grid of two by two, and a bar of three at the foot. */
const home = [box(20, 60), box(140, 60), box(20, 120), box(140, 120)];
const withBar = [...home, box(20, 300, 60), box(90, 300, 60), box(160, 300, 60)];

const walk = (boxes: readonly Box[], from: number, ...ways: Direction[]) =>
  ways.reduce((at, way) => nextFocus(boxes, at, way) ?? at, from);

describe('arrow keys', () => {
  it('go along rows and columns', () => {
    expect(walk(home, 0, 'right')).toBe(1);
    expect(walk(home, 0, 'down')).toBe(2);
    expect(walk(home, 3, 'up', 'left')).toBe(0);
  });

  it('go round at the end of a row or column', () => {
    expect(walk(home, 1, 'right')).toBe(0);
    expect(walk(home, 0, 'up')).toBe(2);
    expect(walk(home, 2, 'left')).toBe(3);
  });

  it('reach every button from every other one', () => {
    for (const start of withBar.keys()) {
      const reached = new Set([start]);
      for (const at of reached)
        for (const way of ['up', 'down', 'left', 'right'] as const) reached.add(walk(withBar, at, way));
      expect(reached.size).toBe(withBar.length);
    }
  });

  it('pass over a field of another width to what stands below it', () => {
    const form = [box(0, 0, 400), box(0, 60, 400), box(150, 120, 100)];
    expect(walk(form, 0, 'down', 'down')).toBe(2);
    expect(walk(form, 2, 'up')).toBe(1);
  });

  it('stay where there is nothing else, and begin where nothing has the focus', () => {
    expect(nextFocus([box(0, 0)], 0, 'down')).toBeUndefined();
    expect(nextFocus(home, -1, 'down')).toBe(0);
    expect(nextFocus([], -1, 'down')).toBeUndefined();
  });
});
