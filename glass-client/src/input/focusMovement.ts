export type Direction = 'up' | 'down' | 'left' | 'right';

/** Edges of a box in pixels of the page. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/**
 * The box the focus goes to from another one, as the eye would: the nearest in that direction, where what lies
 * in the same row or column counts as nearer than what is beside it. At the end it goes round to the other side.
 * @returns an index into `boxes`; undefined when there is nothing else in that direction's row or column
 */
export function nextFocus(boxes: readonly Box[], from: number, direction: Direction): number | undefined {
  const start = boxes[from];
  if (!start) return boxes.length > 0 ? 0 : undefined;
  return (
    nearest(boxes, from, start, direction) ??
    nearest(boxes, from, wrapped(start, boxes, direction), direction)
  );
}

function nearest(boxes: readonly Box[], from: number, start: Box, direction: Direction): number | undefined {
  let best: { index: number; cost: number } | undefined;
  boxes.forEach((box, index) => {
    if (index === from) return;
    const ahead = distanceAhead(start, box, direction);
    if (ahead <= 0) return;
    const cost = ahead + 3 * distanceAside(start, box, direction);
    if (!best || cost < best.cost) best = { index, cost };
  });
  return best?.index;
}

/** How far the middle of `to` lies ahead; 0 or less: not ahead. */
function distanceAhead(from: Box, to: Box, direction: Direction): number {
  switch (direction) {
    case 'up':
      return middle(from, 'y') - middle(to, 'y');
    case 'down':
      return middle(to, 'y') - middle(from, 'y');
    case 'left':
      return to.right <= from.left + 1 ? middle(from, 'x') - middle(to, 'x') : 0;
    case 'right':
      return to.left >= from.right - 1 ? middle(to, 'x') - middle(from, 'x') : 0;
  }
}

/** The gap across the direction; 0 when they share a row or column. */
function distanceAside(from: Box, to: Box, direction: Direction): number {
  return direction === 'up' || direction === 'down'
    ? Math.max(0, to.left - from.right, from.left - to.right)
    : Math.max(0, to.top - from.bottom, from.top - to.bottom);
}

/** The start moved beyond the opposite edge of all boxes. */
function wrapped(start: Box, boxes: readonly Box[], direction: Direction): Box {
  const width = start.right - start.left;
  const height = start.bottom - start.top;
  switch (direction) {
    case 'up': {
      const top = Math.max(...boxes.map(({ bottom }) => bottom)) + 1;
      return { ...start, top, bottom: top + height };
    }
    case 'down': {
      const bottom = Math.min(...boxes.map(({ top }) => top)) - 1;
      return { ...start, top: bottom - height, bottom };
    }
    case 'left': {
      const left = Math.max(...boxes.map(({ right }) => right)) + 1;
      return { ...start, left, right: left + width };
    }
    case 'right': {
      const right = Math.min(...boxes.map(({ left }) => left)) - 1;
      return { ...start, left: right - width, right };
    }
  }
}

function middle(box: Box, axis: 'x' | 'y'): number {
  return axis === 'x' ? (box.left + box.right) / 2 : (box.top + box.bottom) / 2;
}
