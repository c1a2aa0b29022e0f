import { afterEach, beforeEach } from 'vitest';
import type { Migration } from '../migrations/migrations.ts';
import type { Store } from '../Store.ts';

/** Where one test keeps its data: opened as often as the test likes, by as many stores as it likes. */
interface Harness {
  open(migrations?: readonly Migration[]): Promise<Store>;
  /** All that is stored, by collection and id, while no store is open. */
  dump(): Promise<Record<string, unknown>>;
  remove(): Promise<void>;
}

export type MakeHarness = () => Promise<Harness>;

/** Starts `count` calls at once, spread over stores as over processes. */
export function race<Result>(
  stores: readonly Store[],
  count: number,
  call: (store: Store, index: number) => Promise<Result>,
): Promise<Result>[] {
  return Array.from({ length: count }, (_, index) => {
    const store = stores[index % stores.length];
    if (!store) throw new Error('no store');
    return call(store, index);
  });
}

/** A store for each test, and further ones on the same data, as other processes would have them. */
export function useStores(makeHarness: MakeHarness): { open(): Promise<Store>; first(): Store } {
  let harness: Harness | undefined;
  let opened: Store[] = [];
  const open = async () => {
    if (!harness) throw new Error('only within a test');
    const store = await harness.open();
    opened.push(store);
    return store;
  };
  beforeEach(async () => {
    harness = await makeHarness();
    await open();
  });
  afterEach(async () => {
    for (const store of opened) await store.close();
    opened = [];
    await harness?.remove();
  });
  return {
    open,
    first: () => {
      const store = opened[0];
      if (!store) throw new Error('only within a test');
      return store;
    },
  };
}
