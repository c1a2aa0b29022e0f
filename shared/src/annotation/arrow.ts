import type { Point } from './frames.ts';

/**
 * The outline of an arrow with a solid head, in pixels; the tip is exactly at `to`.
 * A short arrow has a smaller head, never one longer than itself.
 */
export function arrowOutline(from: Point, to: Point, lineWidth: number): Point[] {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length < 0.5) return [];
  const along = { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
  const head = Math.min(lineWidth * 5.5, length * 0.75);
  const halfHead = head * 0.42;
  const halfShaft = Math.min(lineWidth / 2, halfHead * 0.6);
  // The barbs reach back a little, which makes the head look sharp.
  const neck = head * 0.86;
  const at = (back: number, side: number): Point => ({
    x: to.x - along.x * back - along.y * side,
    y: to.y - along.y * back + along.x * side,
  });
  return [
    at(length, halfShaft * 0.55),
    at(neck, halfShaft),
    at(head, halfHead),
    at(0, 0),
    at(head, -halfHead),
    at(neck, -halfShaft),
    at(length, -halfShaft * 0.55),
  ];
}
