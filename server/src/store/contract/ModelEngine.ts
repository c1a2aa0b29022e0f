import type { Condition, EngineDoc, Query, Scalar } from '../engine/DocumentEngine.ts';

/** What a `DocumentEngine` means, as simply as it can be said: one collection in memory. */
export class ModelEngine {
  readonly #docs = new Map<string, EngineDoc>();
  readonly #unique: string;

  /** @param unique field whose values must differ */
  constructor(unique: string) {
    this.#unique = unique;
  }

  /** False for a unique violation. */
  insert(doc: EngineDoc): boolean {
    if (this.#docs.has(doc.id) || this.#taken(doc)) return false;
    this.#docs.set(doc.id, doc);
    return true;
  }

  replace(doc: EngineDoc): boolean | 'violation' {
    if (this.#docs.get(doc.id)?._rev !== doc._rev - 1) return false;
    if (this.#taken(doc)) return 'violation';
    this.#docs.set(doc.id, doc);
    return true;
  }

  get(id: string): EngineDoc | undefined {
    return this.#docs.get(id);
  }

  remove(where: readonly Condition[]): number {
    const found = this.find({ where });
    for (const { id } of found) this.#docs.delete(id);
    return found.length;
  }

  find({ where, sort, after, limit = Infinity }: Query): EngineDoc[] {
    const found = [...this.#docs.values()].filter((doc) => where.every((condition) => meets(doc, condition)));
    if (!sort) return found.slice(0, limit);
    const sign = sort.direction === 'asc' ? 1 : -1;
    const place = (doc: EngineDoc) => sort.fields.map((field) => read(doc, field));
    return found
      .filter((doc) => !after || sign * compare(place(doc), after) > 0)
      .sort((a, b) => sign * compare(place(a), place(b)))
      .slice(0, limit);
  }

  #taken(doc: EngineDoc): boolean {
    return [...this.#docs.values()].some(
      (other) => other.id !== doc.id && read(other, this.#unique) === read(doc, this.#unique),
    );
  }
}

function read(doc: EngineDoc, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) => (typeof value === 'object' && value ? Reflect.get(value, name) : undefined),
      doc,
    );
}

function meets(doc: EngineDoc, condition: Condition): boolean {
  if ('any' in condition) return condition.any.some((part) => meets(doc, part));
  const value = read(doc, condition.field);
  switch (condition.is) {
    case 'in':
      return condition.value.some((item) => item === value);
    case 'has':
      return Array.isArray(value) && value.includes(condition.value);
    case 'contains':
      return typeof value === 'string' && value.includes(condition.value);
    case 'eq':
      return value === condition.value;
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte': {
      if (value === undefined) return false;
      const order = compare([value], [condition.value]);
      return { gt: order > 0, gte: order >= 0, lt: order < 0, lte: order <= 0 }[condition.is];
    }
  }
}

function compare(a: readonly unknown[], b: readonly unknown[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (left === right) continue;
    return (left as Scalar) < (right as Scalar) ? -1 : 1;
  }
  return 0;
}
