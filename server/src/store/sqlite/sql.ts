import type { SQLInputValue } from 'node:sqlite';
import type { CollectionSpec, Condition, IndexSpec, Query, Scalar } from '../engine/DocumentEngine.ts';

export interface Statement {
  sql: string;
  values: SQLInputValue[];
}

/** A name inside quotes. Names come from our own code; anything else is refused all the same. */
function checked(name: string): string {
  if (!/^[A-Za-z_][\w.]*$/.test(name)) throw new TypeError(`not a field or collection: ${name}`);
  return name;
}

export const table = (collection: string): string => `"${checked(collection)}"`;
const elementTable = (collection: string, field: string): string =>
  `"${checked(collection)}.${checked(field)}.each"`;

/** Written the same way everywhere: an expression index serves only the very same expression. */
const column = (field: string): string =>
  field === 'id' ? 'id' : `json_extract(doc, '$.${checked(field)}')`;

/** SQLite's JSON functions give 1 and 0 for true and false. */
const bound = (value: Scalar): SQLInputValue => (typeof value === 'boolean' ? Number(value) : value);

const operators = { eq: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

function condition(collection: string, clause: Condition): Statement {
  if ('any' in clause) {
    const parts = clause.any.map((part) => condition(collection, part));
    return {
      sql: parts.length > 0 ? `(${parts.map((part) => part.sql).join(' OR ')})` : 'FALSE',
      values: parts.flatMap((part) => part.values),
    };
  }
  switch (clause.is) {
    case 'in':
      return {
        sql: `${column(clause.field)} IN (SELECT value FROM json_each(?))`,
        values: [JSON.stringify(clause.value)],
      };
    case 'has':
      return {
        sql: `id IN (SELECT id FROM ${elementTable(collection, clause.field)} WHERE value = ?)`,
        values: [bound(clause.value)],
      };
    case 'contains':
      return { sql: `instr(${column(clause.field)}, ?) > 0`, values: [clause.value] };
    default:
      return { sql: `${column(clause.field)} ${operators[clause.is]} ?`, values: [bound(clause.value)] };
  }
}

/** `WHERE ...` of these conditions; empty when there are none. */
export function whereClause(collection: string, where: readonly Condition[]): Statement {
  const parts = where.map((clause) => condition(collection, clause));
  return {
    sql: parts.length > 0 ? ` WHERE ${parts.map((part) => part.sql).join(' AND ')}` : '',
    values: parts.flatMap((part) => part.values),
  };
}

/** The SELECT of a query: one column, `doc`. */
export function select(collection: string, query: Query): Statement {
  const { sql: where, values } = whereClause(collection, query.where);
  let sql = `SELECT doc FROM ${table(collection)}${where}`;
  if (query.sort) {
    const columns = query.sort.fields.map(column);
    if (query.after) {
      const marks = query.after.map(() => '?').join(', ');
      const behind = query.sort.direction === 'asc' ? '>' : '<';
      sql += `${where ? ' AND' : ' WHERE'} (${columns.join(', ')}) ${behind} (${marks})`;
      values.push(...query.after.map(bound));
    }
    sql += ` ORDER BY ${columns.map((name) => `${name} ${query.sort?.direction.toUpperCase()}`).join(', ')}`;
  }
  if (query.limit !== undefined) {
    sql += ' LIMIT ?';
    values.push(query.limit);
  }
  return { sql, values };
}

/** Statements that make a collection's table and indexes, where they are missing. */
export function definition(collection: CollectionSpec): string[] {
  const name = table(collection.name);
  return [
    `CREATE TABLE IF NOT EXISTS ${name} (id TEXT PRIMARY KEY, rev INTEGER NOT NULL, doc TEXT NOT NULL) STRICT`,
    ...collection.indexes.flatMap((index) => indexDefinition(collection.name, index)),
  ];
}

function indexDefinition(collection: string, index: IndexSpec): string[] {
  if ('fields' in index) {
    const name = `"${checked(collection)}.${index.fields.map(checked).join('+')}"`;
    const columns = index.fields.map(column).join(', ');
    return [
      `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX IF NOT EXISTS ${name} ON ${table(collection)} (${columns})`,
    ];
  }
  // Elements of arrays stand in a table of their own, which triggers keep equal to the documents.
  const elements = elementTable(collection, index.each);
  const insert = `INSERT OR IGNORE INTO ${elements} SELECT value, new.id FROM json_each(new.doc, '$.${index.each}')`;
  const remove = `DELETE FROM ${elements} WHERE id = old.id`;
  const trigger = (event: string, body: string) =>
    `CREATE TRIGGER IF NOT EXISTS "${collection}.${index.each}.${event}" AFTER ${event} ON ${table(collection)} BEGIN ${body}; END`;
  return [
    `CREATE TABLE IF NOT EXISTS ${elements} (value ANY NOT NULL, id TEXT NOT NULL, PRIMARY KEY (value, id)) STRICT, WITHOUT ROWID`,
    `CREATE INDEX IF NOT EXISTS "${collection}.${index.each}.id" ON ${elements} (id)`,
    trigger('INSERT', insert),
    trigger('UPDATE', `${remove}; ${insert}`),
    trigger('DELETE', remove),
  ];
}
