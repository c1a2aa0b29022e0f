import { hitStroke, sameAuthor, translateBody } from '@fernblick/shared/annotation';
import type { Point } from '@fernblick/shared/annotation';
import { StrokeId, newId } from '@fernblick/shared/protocol';
import type { Stroke } from '@fernblick/shared/protocol';
import { computed, ref, shallowRef, watch } from 'vue';
import type { DrawSurface } from './DrawSurface.ts';

/** Shares of the picture's shorter side. */
const REACH = 0.015;
const MIN_MOVE = 0.002;

/** Strokes that are chosen, and where they are being moved to. */
export function useSelection(surface: () => DrawSurface) {
  const ids = shallowRef<ReadonlySet<StrokeId>>(new Set());
  const grabbed = shallowRef<Point>();
  const shift = ref<Point>({ x: 0, y: 0 });

  const mine = (stroke: Stroke) => surface().mayChangeOthers || sameAuthor(stroke.author, surface().me);
  const selected = computed(() => surface().strokes.filter(({ id }) => ids.value.has(id)));
  watch(
    () => surface().key,
    () => {
      clear();
    },
  );

  /** The strokes as they are to be painted: the chosen ones where the hand holds them. */
  const strokes = computed(() => {
    const { x, y } = shift.value;
    if (!grabbed.value || (x === 0 && y === 0)) return surface().strokes;
    return surface().strokes.map((stroke) =>
      ids.value.has(stroke.id) ? { ...stroke, body: translateBody(stroke.body, x, y) } : stroke,
    );
  });

  function clear(): void {
    ids.value = new Set();
    grabbed.value = undefined;
    shift.value = { x: 0, y: 0 };
  }

  /** @param point shares of the picture; @param add keeps what is chosen already */
  function grab(point: Point, add: boolean): void {
    const frame = surface().here()?.frame;
    const hit =
      frame &&
      surface().strokes.findLast((stroke) => mine(stroke) && hitStroke(stroke.body, point, frame, REACH));
    if (!hit) {
      if (!add) clear();
      return;
    }
    if (add) ids.value = new Set([...ids.value, hit.id]);
    else if (!ids.value.has(hit.id)) ids.value = new Set([hit.id]);
    grabbed.value = point;
    shift.value = { x: 0, y: 0 };
  }

  function drag(point: Point): void {
    if (grabbed.value) shift.value = { x: point.x - grabbed.value.x, y: point.y - grabbed.value.y };
  }

  function drop(): void {
    const { x, y } = shift.value;
    const origin = surface().here();
    const moving = grabbed.value && origin && Math.hypot(x, y) > MIN_MOVE ? selected.value : [];
    grabbed.value = undefined;
    shift.value = { x: 0, y: 0 };
    if (!origin) return;
    for (const { id, body } of moving)
      surface().annotate({
        op: 'change',
        id: newId(StrokeId),
        surfaceId: origin.surfaceId,
        target: id,
        body: translateBody(body, x, y),
      });
  }

  function remove(): void {
    const targets = selected.value.map(({ id }) => id);
    const origin = surface().here();
    if (targets.length === 0 || !origin) return;
    surface().annotate({ op: 'erase', id: newId(StrokeId), surfaceId: origin.surfaceId, targets });
    clear();
  }

  return { selected, strokes, grab, drag, drop, remove, clear };
}

export type Selection = ReturnType<typeof useSelection>;
