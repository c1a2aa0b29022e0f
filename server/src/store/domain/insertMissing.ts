import { canonicalJson, FernblickError } from '@fernblick/shared/protocol';
import { isIn, UniqueViolation, type EngineDoc } from '../engine/DocumentEngine.ts';
import type { CollectionName } from './collections.ts';
import { conflict, untilDone, type StoreContext } from './context.ts';

/**
 * Inserts those documents that are not there yet, so that a batch can be written again after any failure.
 * @param clash when one is there with other content: `refuse` throws `ID_CONFLICT`
 */
export async function insertMissing(
  context: StoreContext,
  collection: CollectionName,
  docs: readonly EngineDoc[],
  clash: 'refuse' | 'keepFirst',
): Promise<void> {
  if (docs.length === 0) return;
  let missing = [...new Map(docs.map((doc) => [doc.id, doc])).values()];
  await untilDone(async () => {
    try {
      return await context.engine.insert(collection, missing);
    } catch (error) {
      if (!(error instanceof UniqueViolation)) throw error;
    }
    const ids = missing.map(({ id }) => id);
    const stored = new Map(
      (await context.engine.find(collection, { where: [isIn('id', ids)] })).map((doc) => [doc.id, doc]),
    );
    missing = missing.filter((doc) => {
      const same = stored.get(doc.id);
      if (same && clash === 'refuse' && canonicalJson(same) !== canonicalJson(doc)) {
        throw new FernblickError('ID_CONFLICT', 'the id stands for something else');
      }
      return !same;
    });
    return missing.length > 0 ? conflict : undefined;
  });
}
