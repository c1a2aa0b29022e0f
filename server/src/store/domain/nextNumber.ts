import * as z from 'zod';
import { UniqueViolation } from '../engine/DocumentEngine.ts';
import { conflict, untilDone, type StoreContext } from './context.ts';

const Counter = z.looseObject({ value: z.number().int() });

/**
 * The next number of a counter, from 1 on; none is given twice. By compare-and-set, since what a database
 * returns from counting up is not everywhere what this very caller has counted.
 */
export function nextNumber({ engine, queue }: StoreContext, counter: string): Promise<number> {
  const attempt = async () => {
    const stored = await engine.get('counters', counter);
    const value = stored ? Counter.parse(stored).value + 1 : 1;
    const doc = { id: counter, _rev: (stored?._rev ?? 0) + 1, value };
    if (stored) return (await engine.replace('counters', doc)) ? value : conflict;
    try {
      await engine.insert('counters', [doc]);
      return value;
    } catch (error) {
      if (error instanceof UniqueViolation) return conflict;
      throw error;
    }
  };
  return queue.run(`counters:${counter}`, () => untilDone(attempt));
}
