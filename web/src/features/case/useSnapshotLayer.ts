import { AppendedLayerOp, SnapshotLayer } from '@fernblick/shared/api';
import { UndoStack, applyEntry } from '@fernblick/shared/annotation';
import { apiFetch } from '@fernblick/shared/client';
import { StrokeId, newId } from '@fernblick/shared/protocol';
import type {
  Author,
  LayerEntry,
  LayerOp,
  LayerState,
  SnapshotId,
  SurfaceId,
} from '@fernblick/shared/protocol';
import { computed, onScopeDispose, shallowRef, triggerRef } from 'vue';
import { useDesk } from '../../stores/desk.ts';
import { useLoad } from '../../ui/useLoad.ts';
import { useProblem } from '../../ui/useProblem.ts';

/** A snapshot and its strokes outside a call: shown at once, sent one after the other over HTTP. */
export function useSnapshotLayer(snapshotId: SnapshotId, me: Author) {
  const desk = useDesk();
  const problem = useProblem();
  const loaded = useLoad((signal) =>
    apiFetch('GET', `/api/snapshots/${snapshotId}/layer`, { reply: SnapshotLayer, signal }),
  );
  const pending = shallowRef<readonly LayerOp[]>([]);
  const undoStack = shallowRef<UndoStack>();
  let sending: Promise<void> = Promise.resolve();

  const confirmed = computed(() => loaded.value.value?.layer);
  const layer = computed(() => {
    const base = confirmed.value;
    return base && pending.value.reduce((state, op) => applyEntry(state, entryOf(state, op)), base);
  });

  function entryOf(state: LayerState, op: LayerOp): LayerEntry {
    return { seq: state.seq + 1, author: me, at: Date.now(), op };
  }

  function annotate(op: LayerOp): void {
    if (layer.value) undoOf(layer.value).made(layer.value, op);
    triggerRef(undoStack);
    pending.value = [...pending.value, op];
    sending = sending.then(() => send(op));
  }

  async function send(op: LayerOp): Promise<void> {
    try {
      const { seq } = await apiFetch('POST', `/api/snapshots/${snapshotId}/layer`, {
        body: op,
        reply: AppendedLayerOp,
      });
      const current = loaded.value.value;
      if (current && seq === current.layer.seq + 1) {
        const entry = entryOf(current.layer, op);
        undoOf(current.layer).note(current.layer, entry);
        triggerRef(undoStack);
        loaded.set({ ...current, layer: applyEntry(current.layer, entry) });
      } else await loaded.reload();
    } catch (error) {
      problem.tell(error);
      undoStack.value?.refused(op.id);
      triggerRef(undoStack);
      await loaded.reload();
    }
    pending.value = pending.value.filter(({ id }) => id !== op.id);
  }

  function undoOf({ surfaceId }: LayerState): UndoStack {
    return (undoStack.value ??= new UndoStack(surfaceId, me, () => newId(StrokeId)));
  }

  function step(which: 'undo' | 'redo'): void {
    const state = layer.value;
    if (!state || !undoStack.value) return;
    for (const op of undoStack.value[which](state)) annotate(op);
    triggerRef(undoStack);
  }

  onScopeDispose(
    desk.on('layer.changed', (changed) => {
      const ours = changed.snapshotId === snapshotId && changed.layerSeq > (layer.value?.seq ?? 0);
      // Our own entries come back with their answer; only others' need another look.
      if (ours) sending = sending.then(() => loaded.reload());
    }),
  );
  void loaded.reload();

  return {
    snapshot: computed(() => loaded.value.value?.snapshot),
    surfaceId: computed((): SurfaceId | undefined => confirmed.value?.surfaceId),
    strokes: computed(() => layer.value?.strokes ?? []),
    error: loaded.error,
    reload: loaded.reload,
    annotate,
    undo: () => {
      step('undo');
    },
    redo: () => {
      step('redo');
    },
    canUndo: computed(() => undoStack.value?.canUndo ?? false),
    canRedo: computed(() => undoStack.value?.canRedo ?? false),
  };
}
