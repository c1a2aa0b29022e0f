import type { Filter } from 'mongodb';
import type { Condition, Query, Scalar } from '../engine/DocumentEngine.ts';

/** As MongoDB keeps it: the id is `_id`. */
export interface MongoDoc {
  _id: string;
  [member: string]: unknown;
}

export const fieldName = (field: string): string => (field === 'id' ? '_id' : field);

const escapeRegExp = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

function filterOf(condition: Condition): Filter<MongoDoc> {
  if ('any' in condition) {
    return condition.any.length > 0 ? { $or: condition.any.map(filterOf) } : { _id: { $in: [] } };
  }
  const { field, is, value } = condition;
  switch (is) {
    case 'has':
      return { [fieldName(field)]: { $eq: value } };
    case 'contains':
      return { [fieldName(field)]: { $regex: escapeRegExp(value) } };
    default:
      return { [fieldName(field)]: { [`$${is}`]: value } };
  }
}

const allOf = (filters: Filter<MongoDoc>[]): Filter<MongoDoc> =>
  filters.length > 0 ? { $and: filters } : {};

export const filterAll = (conditions: readonly Condition[]): Filter<MongoDoc> =>
  allOf(conditions.map(filterOf));

/** The filter of a query, with its place to go on from. */
export function filterOfQuery({ where, sort, after }: Query): Filter<MongoDoc> {
  const filters = where.map(filterOf);
  if (sort && after) filters.push(behind(sort.fields, after, sort.direction === 'asc' ? '$gt' : '$lt'));
  return allOf(filters);
}

/** Documents that come after these values: (a, b) > (x, y) means a > x, or a = x and b > y. */
function behind(
  fields: readonly string[],
  after: readonly Scalar[],
  operator: '$gt' | '$lt',
): Filter<MongoDoc> {
  const steps = fields.map((field, index) => {
    const equal = fields.slice(0, index).map((name, place) => ({ [fieldName(name)]: { $eq: after[place] } }));
    return { $and: [...equal, { [fieldName(field)]: { [operator]: after[index] } }] };
  });
  return { $or: steps };
}
