import type { AccountRow, AccountWhere } from '../Store.ts';

type Value = AccountRow[string] | undefined;

const comparable = (value: Value) => (value instanceof Date ? value.getTime() : (value ?? null));

/** Whether the row meets every AND condition, and one of the OR conditions if there are any. */
export function matchRow(row: AccountRow, where: readonly AccountWhere[]): boolean {
  const meets = (clause: AccountWhere) => meetsCondition(row[clause.field], clause);
  const either = where.filter(({ connector }) => connector === 'OR');
  return (
    where.every((clause) => clause.connector === 'OR' || meets(clause)) &&
    (either.length === 0 || either.some(meets))
  );
}

function meetsCondition(value: Value, { operator, value: wanted }: AccountWhere): boolean {
  const actual = comparable(value);
  if (isList(wanted)) {
    const listed = wanted.some((item) => item === actual);
    return operator === 'not_in' ? !listed : operator === 'in' && listed;
  }
  const other = comparable(wanted);
  switch (operator) {
    case 'eq':
      return actual === other;
    case 'ne':
      return actual !== other;
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return meetsOrder(actual, other, operator);
    case 'contains':
    case 'starts_with':
    case 'ends_with':
      return meetsText(actual, other, operator);
    case 'in':
    case 'not_in':
      return (actual === other) === (operator === 'in');
  }
}

const isList = (value: AccountWhere['value']): value is readonly string[] | readonly number[] =>
  Array.isArray(value);

type Comparable = ReturnType<typeof comparable>;

/** Values of different types, and null, are in no order. */
function meetsOrder(a: Comparable, b: Comparable, operator: 'lt' | 'lte' | 'gt' | 'gte'): boolean {
  if (a === null || b === null || typeof a !== typeof b) return false;
  const order = compareValues(a, b);
  return { lt: order < 0, lte: order <= 0, gt: order > 0, gte: order >= 0 }[operator];
}

function meetsText(
  a: Comparable,
  b: Comparable,
  operator: 'contains' | 'starts_with' | 'ends_with',
): boolean {
  if (typeof a !== 'string' || typeof b !== 'string') return false;
  if (operator === 'contains') return a.includes(b);
  return operator === 'starts_with' ? a.startsWith(b) : a.endsWith(b);
}

/** For sorting: null before everything else. */
export function compareValues(a: Value, b: Value): number {
  const [left, right] = [comparable(a), comparable(b)];
  if (left === right) return 0;
  if (left === null || right === null) return left === null ? -1 : 1;
  return left < right ? -1 : 1;
}
