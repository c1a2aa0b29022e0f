import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  eq,
  UniqueViolation,
  type Condition,
  type DocumentEngine,
  type EngineDoc,
  type Query,
} from '../engine/DocumentEngine.ts';
import { ModelEngine } from './ModelEngine.ts';

const SPEC = {
  name: 'things',
  indexes: [{ fields: ['code'], unique: true }, { fields: ['group', 'at', 'id'] }, { each: 'deep.tags' }],
} as const;

// Few values, so that they meet; strings that a database may take for something else.
const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const text = fc.constantFrom('', 'x', 'X', 'x.y', "o'x", '%', '_x', '$x', 'ä', '🛠', '[x', '1');
const number = fc.constantFrom(-1.5, 0, 1, 2, 2 ** 31, 1_800_000_000_000);
const content = fc.record(
  {
    code: fc.string({ maxLength: 1, unit: fc.constantFrom('p', 'q', 'r', 's', 't') }),
    group: fc.constantFrom('g', 'h'),
    at: number,
    deep: fc.record({ tags: fc.uniqueArray(text, { maxLength: 3 }), text, flag: fc.boolean() }),
    free: fc.option(text, { nil: undefined }),
    nothing: fc.constant(null),
  },
  { requiredKeys: ['code', 'group', 'at', 'deep'] },
);

const simple: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    field: fc.constantFrom('id', 'deep.text', 'free'),
    is: fc.constantFrom('eq', 'gt', 'gte', 'lt', 'lte'),
    value: text,
  }),
  fc.record({ field: fc.constant('at'), is: fc.constantFrom('eq', 'gt', 'gte', 'lt', 'lte'), value: number }),
  fc.record({ field: fc.constant('deep.flag'), is: fc.constant('eq'), value: fc.boolean() }),
  fc.record({ field: fc.constantFrom('deep.text', 'free'), is: fc.constant('in'), value: fc.array(text) }),
  fc.record({ field: fc.constant('at'), is: fc.constant('in'), value: fc.array(number) }),
  fc.record({ field: fc.constant('deep.tags'), is: fc.constant('has'), value: text }),
  fc.record({ field: fc.constantFrom('deep.text', 'free'), is: fc.constant('contains'), value: text }),
);
const where = fc.array(fc.oneof(simple, fc.record({ any: fc.array(simple, { maxLength: 3 }) })), {
  maxLength: 3,
});
const query: fc.Arbitrary<Query> = fc
  .record({
    where,
    direction: fc.constantFrom('asc', 'desc'),
    after: fc.option(fc.tuple(number, id), { nil: undefined }),
    limit: fc.integer({ min: 1, max: 5 }),
  })
  .map(({ direction, ...rest }) => ({ ...rest, sort: { fields: ['at', 'id'], direction } }));

const action = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('insert'), id, content }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('replace'), id, content, stale: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('find'), query }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove'), where }) },
);
type Action = typeof action extends fc.Arbitrary<infer Value> ? Value : never;

/** Both engines mean the same, and what the model says. */
export function describeEngine(open: () => Promise<DocumentEngine>): void {
  describe('engine', () => {
    let engine: DocumentEngine;
    beforeEach(async () => {
      engine = await open();
      await engine.ensure([SPEC]);
    });
    afterEach(() => engine.close());

    test('random runs do what the model does', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 40 }), async (actions) => {
          await engine.remove('things', []);
          const model = new ModelEngine('code');
          for (const step of actions) await perform(step, model);
          const all = { where: [], sort: { fields: ['id'], direction: 'asc' } } as const;
          expect(await engine.find('things', all)).toEqual(model.find(all));
        }),
        { seed: 20_261_124, numRuns: 40 },
      );
    }, 60_000);

    async function perform(step: Action, model: ModelEngine): Promise<void> {
      switch (step.kind) {
        case 'insert': {
          const doc = withoutUndefined({ ...step.content, id: step.id, _rev: 1 });
          const done = await violating(engine.insert('things', [doc]));
          expect(done !== 'violation').toBe(model.insert(doc));
          break;
        }
        case 'replace': {
          const rev = (model.get(step.id)?._rev ?? 0) + (step.stale ? 0 : 1);
          const doc = withoutUndefined({ ...step.content, id: step.id, _rev: rev });
          const done = await violating(engine.replace('things', doc));
          expect(done).toBe(model.replace(doc));
          expect(await engine.get('things', step.id)).toEqual(model.get(step.id));
          break;
        }
        case 'find':
          expect(await engine.find('things', step.query)).toEqual(model.find(step.query));
          break;
        case 'remove':
          expect(await engine.remove('things', step.where)).toBe(model.remove(step.where));
          break;
      }
    }

    test('of 50 racing replacements of one revision exactly one wins', async () => {
      await engine.insert('things', [{ id: 'a', _rev: 1, code: 'x' }]);
      const results = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          engine.replace('things', { id: 'a', _rev: 2, code: `code ${index}` }),
        ),
      );
      expect(results.filter(Boolean)).toHaveLength(1);
      expect(await engine.get('things', 'a')).toMatchObject({ code: `code ${results.indexOf(true)}` });
    });

    test('one failing write leaves the others of its moment alone', async () => {
      const thing = (name: string, code: string): EngineDoc => ({ id: name, _rev: 1, code });
      const results = await Promise.allSettled(
        Array.from({ length: 40 }, (_, index) =>
          engine.insert('things', [thing(`id ${index}`, index % 4 === 3 ? 'code 0' : `code ${index}`)]),
        ),
      );
      expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(10);
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(UniqueViolation);
      }
      expect(await engine.find('things', { where: [] })).toHaveLength(30);
      expect(await engine.find('things', { where: [eq('code', 'code 0')] })).toHaveLength(1);
    });
  });
}

async function violating<Result>(write: Promise<Result>): Promise<Result | 'violation'> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof UniqueViolation) return 'violation';
    throw error;
  }
}

const withoutUndefined = (doc: EngineDoc): EngineDoc => ({
  ...Object.fromEntries(Object.entries(doc).filter(([, value]) => value !== undefined)),
  id: doc.id,
  _rev: doc._rev,
});
