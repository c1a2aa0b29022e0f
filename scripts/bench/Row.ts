import * as z from 'zod';

const Spread = z.object({
  median: z.number(),
  low: z.number(),
  high: z.number(),
  min: z.number(),
  max: z.number(),
  runs: z.number().int(),
});

/** One line of the table. */
export const Row = z.object({
  figure: z.string(),
  unit: z.string(),
  ours: z.number(),
  baseline: z.number().optional(),
  /** Ours over the baseline. */
  ratio: Spread.optional(),
  goal: z.object({ text: z.string(), met: z.boolean() }).optional(),
  note: z.string().optional(),
});
export type Row = z.infer<typeof Row>;

/** A goal for the ratio's median. */
export function ratioGoal(kind: 'most' | 'least', limit: number, ratio: number): NonNullable<Row['goal']> {
  const met = kind === 'most' ? ratio <= limit : ratio >= limit;
  return { text: `${kind === 'most' ? '<=' : '>='} ${limit.toFixed(2)} x`, met };
}
