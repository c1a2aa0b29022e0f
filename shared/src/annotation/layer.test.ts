import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LayerEntry, LayerState, StrokeId, SurfaceId } from '../protocol/index.ts';
import type { Author, LayerOp, StrokeBody } from '../protocol/index.ts';
import { MAX_ERASED_STROKES, applyEntry, emptyLayer } from './layer.ts';
import { UndoStack } from './UndoStack.ts';
import { validateOp } from './validateOp.ts';

const surfaceId = SurfaceId.parse('0192f0c0-0000-7000-8000-000000000000');
const seeded = { seed: 20_261, numRuns: 300 };

const author = (digit: string): Author => ({
  kind: 'person',
  id: `0192f0c0-0000-7000-8000-00000000000${digit}`,
  name: `Person ${digit}`,
});
const [anna, ben, cleo] = [author('a'), author('b'), author('c')];

/** Ids from a small room, so that operations meet each other's strokes, and unknown ones. */
const strokeId = (number: number) =>
  StrokeId.parse(`0192f0c0-0000-7000-8000-${number.toString(16).padStart(12, '0')}`);
const body = (x: number): StrokeBody => ({
  tool: 'pen',
  color: '#e5332a',
  width: 0.005,
  points: [[x, 0.5, 0]],
  frame: { width: 1280, height: 720 },
});

const anyId = fc.nat(12).map(strokeId);
const anyBody = fc.nat(100).map((share) => body(share / 100));
const anyTargets = fc.array(anyId, { minLength: 1, maxLength: 4 });
const anyOp: fc.Arbitrary<LayerOp> = fc
  .oneof(
    { weight: 4, arbitrary: fc.record({ op: fc.constant('add' as const), id: anyId, body: anyBody }) },
    fc.record({ op: fc.constant('change' as const), id: anyId, target: anyId, body: anyBody }),
    fc.record({ op: fc.constantFrom('erase' as const, 'restore' as const), id: anyId, targets: anyTargets }),
    fc.record({
      op: fc.constant('clear' as const),
      id: anyId,
      scope: fc.constantFrom('mine' as const, 'all' as const),
    }),
  )
  .map((op) => ({ ...op, surfaceId }));
const anyLog = fc
  .array(fc.record({ op: anyOp, author: fc.constantFrom(anna, ben, cleo) }), { maxLength: 60 })
  .map((items) => items.map((item, index): LayerEntry => ({ ...item, seq: index + 1, at: 0 })));

const replay = (log: readonly LayerEntry[], from = emptyLayer(surfaceId)) => log.reduce(applyEntry, from);

/** A log that is written by hand: it numbers what is said. */
function journal() {
  let layer = emptyLayer(surfaceId);
  return {
    get layer() {
      return layer;
    },
    say(who: Author, op: LayerOp, ...stacks: UndoStack[]) {
      const entry: LayerEntry = { seq: layer.seq + 1, author: who, at: 0, op };
      for (const stack of stacks) stack.note(layer, entry);
      layer = applyEntry(layer, entry);
    },
  };
}

const add = (number: number, x = 0.5): LayerOp => ({
  op: 'add',
  id: strokeId(number),
  surfaceId,
  body: body(x),
});
const ids = (layer: LayerState) => layer.strokes.map(({ id }) => Number.parseInt(id.slice(-12), 16));

test('A9: who joins late with a state and the later entries sees what a full replay gives', () => {
  fc.assert(
    fc.property(anyLog, fc.nat(60), (log, cut) => {
      const state = LayerState.parse(JSON.parse(JSON.stringify(replay(log.slice(0, cut)))));
      expect(replay(log.slice(cut), state)).toEqual(replay(log));
      // Entries that come twice, as after a reconnection, change nothing.
      expect(replay(log, state)).toEqual(replay(log));
    }),
    seeded,
  );
});

test('a stroke is in one place only, in order of its number, and nobody but its target is touched', () => {
  fc.assert(
    fc.property(anyLog, (log) => {
      log.reduce((before, entry) => {
        const after = applyEntry(before, entry);
        const all = [...after.strokes, ...after.erased].map(({ id }) => id);
        expect(new Set(all).size).toBe(all.length);
        expect(after.strokes.map(({ seq }) => seq)).toEqual(
          after.strokes.map(({ seq }) => seq).toSorted((a, b) => a - b),
        );
        const { op } = entry;
        const named = new Set(
          op.op === 'add' ? [op.id] : op.op === 'change' ? [op.target] : op.op === 'clear' ? all : op.targets,
        );
        const untouched = (layer: LayerState) => layer.strokes.filter(({ id }) => !named.has(id));
        expect(untouched(after)).toEqual(untouched(before));
        return after;
      }, emptyLayer(surfaceId));
    }),
    seeded,
  );
});

test('A3: a change keeps place and author; A4: a restored stroke comes back to its place', () => {
  const log = journal();
  for (const number of [1, 2, 3]) log.say(anna, add(number));
  log.say(ben, { op: 'change', id: strokeId(50), surfaceId, target: strokeId(2), body: body(0.9) });
  expect(log.layer.strokes[1]).toMatchObject({ id: strokeId(2), author: anna, seq: 2, body: body(0.9) });
  log.say(ben, { op: 'erase', id: strokeId(51), surfaceId, targets: [strokeId(1)] });
  expect(ids(log.layer)).toEqual([2, 3]);
  log.say(ben, { op: 'restore', id: strokeId(52), surfaceId, targets: [strokeId(1)] });
  expect(ids(log.layer)).toEqual([1, 2, 3]);
});

test('A6: clear takes what is visible at its number, mine or all', () => {
  const log = journal();
  log.say(anna, add(1));
  log.say(ben, add(2));
  log.say(anna, { op: 'clear', id: strokeId(50), surfaceId, scope: 'mine' });
  expect(ids(log.layer)).toEqual([2]);
  log.say(anna, add(3));
  log.say(ben, { op: 'clear', id: strokeId(51), surfaceId, scope: 'all' });
  log.say(anna, add(4));
  expect(ids(log.layer)).toEqual([4]);
});

test('A8: only the newest erased strokes are remembered, but all that one clear erased', () => {
  const log = journal();
  const many = MAX_ERASED_STROKES + 50;
  for (let number = 1; number <= many; number++) log.say(anna, add(number));
  log.say(anna, { op: 'clear', id: strokeId(9_000), surfaceId, scope: 'all' });
  expect(log.layer.erased).toHaveLength(many);
  log.say(anna, add(many + 1));
  log.say(anna, { op: 'clear', id: strokeId(9_001), surfaceId, scope: 'all' });
  expect(log.layer.erased).toHaveLength(MAX_ERASED_STROKES);
  expect(log.layer.erased.at(-1)?.id).toBe(strokeId(many + 1));
});

test('A10: a gap and another surface are told, not guessed over', () => {
  const entry: LayerEntry = { seq: 2, author: anna, at: 0, op: add(1) };
  expect(() => applyEntry(emptyLayer(surfaceId), entry)).toThrow(RangeError);
  const other = SurfaceId.parse('0192f0c0-0000-7000-8000-0000000000ff');
  expect(() => applyEntry(emptyLayer(other), { ...entry, seq: 1 })).toThrow(RangeError);
});

test('A11 to A14: what may not enter the log is refused by its code', () => {
  const log = journal();
  log.say(anna, add(1));
  log.say(ben, add(2));
  const judge = (op: LayerOp, mayTouchOthers = false) => validateOp(log.layer, op, anna, mayTouchOthers);
  const erase = (...numbers: number[]): LayerOp => ({
    op: 'erase',
    id: strokeId(50),
    surfaceId,
    targets: numbers.map(strokeId),
  });
  const change = (number: number): LayerOp => ({
    op: 'change',
    id: strokeId(50),
    surfaceId,
    target: strokeId(number),
    body: body(0.1),
  });
  expect(judge(add(1))).toBe('ID_CONFLICT');
  expect(judge(add(3))).toBe('ok');
  expect(judge(erase(7))).toBe('STROKE_NOT_FOUND');
  expect(judge(erase(7), true)).toBe('STROKE_NOT_FOUND');
  expect(judge(erase(1, 7))).toBe('ok');
  expect(judge(erase(1, 2))).toBe('FORBIDDEN');
  expect(judge(erase(1, 2), true)).toBe('ok');
  expect(judge(change(2))).toBe('FORBIDDEN');
  expect(judge(change(7))).toBe('STROKE_NOT_FOUND');
  expect(judge({ op: 'clear', id: strokeId(50), surfaceId, scope: 'all' })).toBe('FORBIDDEN');
  log.say(ben, erase(1));
  expect(judge(change(1))).toBe('STROKE_NOT_FOUND');
  expect(judge({ op: 'restore', id: strokeId(50), surfaceId, targets: [strokeId(1)] })).toBe('ok');
});

test('undo of anything brings back the picture before it, redo the picture after it', () => {
  fc.assert(
    fc.property(anyLog, anyOp, (past, op) => {
      let newest = 1_000;
      const log = journal();
      const stack = new UndoStack(surfaceId, anna, () => strokeId(newest++));
      for (const entry of past) log.say(entry.author === anna ? ben : entry.author, entry.op, stack);
      const before = log.layer.strokes;
      log.say(anna, op, stack);
      const after = log.layer.strokes;
      for (const back of stack.undo(log.layer)) log.say(anna, back, stack);
      expect(log.layer.strokes).toEqual(before);
      for (const again of stack.redo(log.layer)) log.say(anna, again, stack);
      expect(log.layer.strokes).toEqual(after);
      for (const back of stack.undo(log.layer)) log.say(anna, back, stack);
      expect(log.layer.strokes).toEqual(before);
    }),
    seeded,
  );
});

test('undoing everything of one person leaves what the others drew', () => {
  fc.assert(
    fc.property(fc.array(anyOp, { maxLength: 30 }), (ops) => {
      let newest = 1_000;
      const log = journal();
      for (const number of [1, 3, 5]) log.say(ben, add(number));
      const before = log.layer.strokes;
      const stack = new UndoStack(surfaceId, anna, () => strokeId(newest++));
      for (const op of ops) log.say(anna, op, stack);
      const after = log.layer.strokes;
      for (let turn = 0; turn < 40; turn++)
        for (const back of stack.undo(log.layer)) log.say(anna, back, stack);
      expect(log.layer.strokes).toEqual(before);
      for (let turn = 0; turn < 40; turn++)
        for (const again of stack.redo(log.layer)) log.say(anna, again, stack);
      expect(log.layer.strokes).toEqual(after);
    }),
    seeded,
  );
});

test('a new stroke ends redo, and a step that others made void is passed over', () => {
  let newest = 1_000;
  const log = journal();
  const stack = new UndoStack(surfaceId, anna, () => strokeId(newest++));
  log.say(anna, add(1), stack);
  log.say(anna, add(2), stack);
  log.say(ben, { op: 'erase', id: strokeId(50), surfaceId, targets: [strokeId(2)] }, stack);
  for (const back of stack.undo(log.layer)) log.say(anna, back, stack);
  expect(ids(log.layer)).toEqual([]);
  expect(stack.canRedo).toBe(true);
  log.say(anna, add(3), stack);
  expect(stack.canRedo).toBe(false);
  expect(stack.redo(log.layer)).toEqual([]);
});

test('what is still on its way can be undone, in the order it was drawn, and done again', () => {
  let newest = 1_000;
  const stack = new UndoStack(surfaceId, anna, () => strokeId(newest++));
  let shown = emptyLayer(surfaceId);
  const sent: LayerOp[] = [];
  const send = (op: LayerOp) => {
    stack.made(shown, op);
    shown = applyEntry(shown, { seq: shown.seq + 1, author: anna, at: 0, op });
    sent.push(op);
  };
  send(add(1));
  send(add(2));
  for (const back of stack.undo(shown)) send(back);
  expect(ids(shown)).toEqual([1]);
  expect(stack.canRedo).toBe(true);

  // The server numbers them later; nothing of it can be undone twice.
  const log = journal();
  for (const op of sent) log.say(anna, op, stack);
  expect(ids(log.layer)).toEqual([1]);
  for (const again of stack.redo(log.layer)) log.say(anna, again, stack);
  expect(ids(log.layer)).toEqual([1, 2]);
  for (let turn = 0; turn < 3; turn++) for (const back of stack.undo(log.layer)) log.say(anna, back, stack);
  expect(ids(log.layer)).toEqual([]);
});

test('the server’s word on what was erased counts, and what it refused is not undone', () => {
  let newest = 1_000;
  const log = journal();
  const stack = new UndoStack(surfaceId, anna, () => strokeId(newest++));
  const early = add(4);
  stack.made(log.layer, early);
  expect(stack.canUndo).toBe(true);
  stack.refused(early.id);
  expect(stack.canUndo).toBe(false);

  log.say(ben, add(1), stack);
  // Anna clears the one stroke that she sees, while Ben's second is on its way.
  const clear: LayerOp = { op: 'clear', id: strokeId(50), surfaceId, scope: 'all' };
  stack.made(log.layer, clear);
  log.say(ben, add(2), stack);
  log.say(anna, clear, stack);
  const refused = add(3);
  stack.made(log.layer, refused);
  stack.refused(refused.id);
  for (const back of stack.undo(log.layer)) log.say(anna, back, stack);
  expect(ids(log.layer)).toEqual([1, 2]);
  expect(stack.canUndo).toBe(false);
});
