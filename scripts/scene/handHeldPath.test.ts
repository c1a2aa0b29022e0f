import { describe, expect, it } from 'vitest';
import { WORLD } from './drawMachine.ts';
import { FRAME, handHeldPath, poseMatrix, project, type Point } from './handHeldPath.ts';

const SECONDS = 8;
const FPS = 30;

/** The world point that a pose shows at a frame pixel. */
function unproject(pose: { x: number; y: number; zoom: number; roll: number }, [x, y]: Point): Point {
  const [dx, dy] = [(x - FRAME.width / 2) / pose.zoom, (y - FRAME.height / 2) / pose.zoom];
  const [cos, sin] = [Math.cos(-pose.roll), Math.sin(-pose.roll)];
  return [pose.x + cos * dx - sin * dy, pose.y + sin * dx + cos * dy];
}

describe.each([1, 2, 3, 20])('the hand-held path of seed %i', (seed) => {
  const path = handHeldPath(seed, SECONDS);
  const poses = Array.from({ length: SECONDS * FPS }, (_, frame) => path(frame / (SECONDS * FPS)));

  it('never looks past the edge of the world', () => {
    for (const pose of poses) {
      for (const corner of [
        [0, 0],
        [FRAME.width, 0],
        [0, FRAME.height],
        [FRAME.width, FRAME.height],
      ] as const) {
        const [x, y] = unproject(pose, corner);
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x).toBeLessThanOrEqual(WORLD.width);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(y).toBeLessThanOrEqual(WORLD.height);
      }
    }
  });

  it('moves all the time, and over its seam no faster than elsewhere', () => {
    const middle = [1600, 1000] as const;
    const steps = poses.map((pose, frame) => {
      const [fromX, fromY] = project(poseMatrix(pose), middle);
      const [toX, toY] = project(poseMatrix(poses[(frame + 1) % poses.length] ?? pose), middle);
      return Math.hypot(toX - fromX, toY - fromY);
    });
    expect(Math.min(...steps)).toBeGreaterThan(0);
    expect(steps.at(-1)).toBeLessThanOrEqual(Math.max(...steps.slice(0, -1)));
    expect(Math.max(...steps)).toBeLessThan(FRAME.width / 60);
  });

  it('inverts to the world point that its matrix shows', () => {
    for (const pose of poses) {
      const [x, y] = unproject(pose, project(poseMatrix(pose), [1234, 987]));
      expect(x).toBeCloseTo(1234, 6);
      expect(y).toBeCloseTo(987, 6);
    }
  });
});
