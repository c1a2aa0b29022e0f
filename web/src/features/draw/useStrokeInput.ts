import { LASER_MS } from '@fernblick/shared/annotation';
import type { Point } from '@fernblick/shared/annotation';
import { StrokeId, newId } from '@fernblick/shared/protocol';
import { shallowRef } from 'vue';
import type { DrawSurface } from './DrawSurface.ts';
import { StrokeDraft } from './StrokeDraft.ts';
import type { StrokeLook, StrokeOrigin } from './StrokeDraft.ts';
import type { DrawTools } from './useDrawTools.ts';
import type { Selection } from './useSelection.ts';

interface Options {
  surface: () => DrawSurface;
  tools: DrawTools;
  selection: Selection;
  /** The pointer's place in shares of the picture. */
  place: (event: PointerEvent) => Point;
  /** Something is to be painted anew. */
  onChange: () => void;
}

/** Pointer events to strokes: one pointer draws at a time, and drawing begins with the first press. */
export function useStrokeInput({ surface, tools, selection, place, onChange }: Options) {
  const draft = shallowRef<StrokeDraft>();
  /** Where a text is being written. */
  const writing = shallowRef<{ at: Point; origin: StrokeOrigin }>();
  let pointer: number | undefined;
  let laserAt = 0;

  function look(tool: StrokeLook['tool']): StrokeLook {
    return { tool, color: tools.color.value, width: tools.width.value };
  }

  /** At once: how often it goes out is the call's to say. */
  function sendPreview(): void {
    const preview = draft.value?.takePreview();
    if (preview) surface().preview(preview);
  }

  function begin(tool: StrokeLook['tool'], origin: StrokeOrigin | undefined, event: PointerEvent): void {
    if (!origin) return;
    draft.value = new StrokeDraft(newId(StrokeId), origin, look(tool), place(event), event.timeStamp);
    sendPreview();
    onChange();
  }

  function extend(event: PointerEvent): void {
    const current = draft.value;
    if (!current) return;
    // The browser may gather several of the hand's moves in one event.
    const events = event.getCoalescedEvents();
    for (const part of events.length > 0 ? events : [event]) current.add(place(part), part.timeStamp);
    sendPreview();
    onChange();
    if (current.full && tools.tool.value !== 'laser') {
      finish();
      begin('pen', current.origin, event);
    }
  }

  function finish(): void {
    const op = draft.value?.finish();
    draft.value = undefined;
    if (op) surface().annotate(op);
    onChange();
  }

  function cancel(): void {
    if (draft.value) surface().preview(draft.value.cancelled());
    draft.value = undefined;
    writing.value = undefined;
    pointer = undefined;
    selection.clear();
    onChange();
  }

  function onDown(event: PointerEvent): void {
    if (event.button !== 0 || pointer !== undefined) return;
    const tool = tools.tool.value;
    if (tool === 'text') {
      // The field takes the focus, which the canvas would take away again.
      event.preventDefault();
      const origin = surface().begin();
      if (origin) writing.value = { at: place(event), origin };
      return;
    }
    pointer = event.pointerId;
    if (event.currentTarget instanceof Element) event.currentTarget.setPointerCapture(event.pointerId);
    if (tool === 'select') selection.grab(place(event), event.shiftKey);
    else if (tool === 'laser') pointLaser(event);
    else begin(tool, surface().begin(), event);
    onChange();
  }

  function onMove(event: PointerEvent): void {
    const tool = tools.tool.value;
    if (tool === 'laser' && (event.pointerType === 'mouse' || event.pointerId === pointer)) pointLaser(event);
    if (event.pointerId !== pointer) return;
    if (tool === 'select') {
      selection.drag(place(event));
      onChange();
    } else if (tool !== 'laser') extend(event);
  }

  function onUp(event: PointerEvent): void {
    if (event.pointerId !== pointer) return;
    pointer = undefined;
    if (tools.tool.value === 'select') selection.drop();
    else if (tools.tool.value !== 'laser') {
      extend(event);
      finish();
    }
    onChange();
  }

  /** The laser follows the mouse while it is the tool; a pause or a long way begins another trail. */
  function pointLaser(event: PointerEvent): void {
    const stale = event.timeStamp - laserAt > LASER_MS || draft.value?.full === true;
    laserAt = event.timeStamp;
    if (draft.value && !stale) extend(event);
    else begin('laser', surface().here(), event);
  }

  function write(text: string): void {
    const { at, origin } = writing.value ?? {};
    writing.value = undefined;
    const written = text.trim().slice(0, 200);
    if (!at || !origin || !written) return;
    const { surfaceId, frame, trackId, rtpTimestamp } = origin;
    surface().annotate({
      op: 'add',
      id: newId(StrokeId),
      surfaceId,
      body: {
        tool: 'text',
        text: written,
        color: tools.color.value,
        width: tools.width.value,
        points: [[at.x, at.y, 0]],
        frame,
        ...(trackId && { trackId }),
        ...(rtpTimestamp !== undefined && { rtpTimestamp }),
      },
    });
  }

  return { draft, writing, onDown, onMove, onUp, cancel, write, laserAge: () => performance.now() - laserAt };
}
