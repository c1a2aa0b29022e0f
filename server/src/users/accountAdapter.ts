import { createAdapterFactory } from 'better-auth/adapters';
import * as z from 'zod';
import type { AccountModel, AccountRecords, AccountRow, AccountWhere } from '../store/Store.ts';

const Model = z.enum(['user', 'account', 'signIn', 'verification']) satisfies z.ZodType<AccountModel>;
const Value = z.union([z.string(), z.number(), z.boolean(), z.date(), z.null()]);
const Row = z
  .record(z.string(), Value.optional())
  .transform((row): AccountRow =>
    Object.fromEntries(
      Object.entries(row).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
  );

interface Clause {
  field: string;
  operator: AccountWhere['operator'] | undefined;
  value: string | number | boolean | string[] | number[] | Date | null;
  connector: AccountWhere['connector'] | undefined;
}

const clauses = (where: readonly Clause[] = []): AccountWhere[] =>
  where.map(({ field, operator = 'eq', value, connector = 'AND' }) => ({
    field,
    operator,
    value,
    connector,
  }));

/** The sign-in library's tables in our own store. Its sessions are called sign-ins here. */
export function accountAdapter(records: AccountRecords) {
  return createAdapterFactory({
    config: {
      adapterId: 'fernblick',
      supportsNumericIds: false,
      supportsJSON: false,
      supportsDates: true,
      supportsBooleans: true,
      transaction: false,
    },
    // The library names what it wants back (T) without a schema for it; the rows are those it wrote itself.
    adapter: () => ({
      create: async <T extends Record<string, unknown>>({ model, data }: { model: string; data: T }) =>
        (await records.create(Model.parse(model), Row.parse(data))) as T,
      findOne: async <T>({ model, where }: { model: string; where: Clause[] }) => {
        const [row] = await records.find(Model.parse(model), clauses(where), { limit: 1 });
        return (row ?? null) as T | null;
      },
      findMany: async <T>({ model, where, limit, offset, sortBy }: FindMany) =>
        (await records.find(Model.parse(model), clauses(where), {
          limit,
          ...(offset !== undefined && { offset }),
          ...(sortBy && { sortBy }),
        })) as T[],
      count: ({ model, where }: { model: string; where?: Clause[] | undefined }) =>
        records.count(Model.parse(model), clauses(where)),
      update: async <T>({ model, where, update }: { model: string; where: Clause[]; update: T }) => {
        const [row] = await records.update(Model.parse(model), clauses(where), Row.parse(update));
        return (row ?? null) as T | null;
      },
      updateMany: async ({ model, where, update }: { model: string; where: Clause[]; update: unknown }) =>
        (await records.update(Model.parse(model), clauses(where), Row.parse(update))).length,
      delete: async ({ model, where }: { model: string; where: Clause[] }) => {
        await records.remove(Model.parse(model), clauses(where));
      },
      deleteMany: ({ model, where }: { model: string; where: Clause[] }) =>
        records.remove(Model.parse(model), clauses(where)),
    }),
  });
}

interface FindMany {
  model: string;
  where?: Clause[] | undefined;
  limit: number;
  offset?: number | undefined;
  sortBy?: { field: string; direction: 'asc' | 'desc' } | undefined;
}
