import { describe, expect, test } from 'vitest';
import type { AccountWhere } from '../Store.ts';
import { race, useStores, type MakeHarness } from './harness.ts';

export function describeAccounts(makeHarness: MakeHarness): void {
  describe('accounts', () => {
    const stores = useStores(makeHarness);
    const where = (
      field: string,
      value: AccountWhere['value'],
      operator: AccountWhere['operator'] = 'eq',
      connector: AccountWhere['connector'] = 'AND',
    ): AccountWhere => ({ field, operator, value, connector });

    test('rows come back as they were: dates, nothing, yes and no', async () => {
      const { accounts } = stores.first();
      const row = { id: 'u1', email: 'a@b.c', image: null, verified: true, logins: 3, at: new Date(1_234) };
      expect(await accounts.create('user', row)).toEqual(row);
      expect(await accounts.find('user', [where('email', 'a@b.c')])).toEqual([row]);
      const changed = { ...row, at: null, image: 'x' };
      expect(await accounts.update('user', [where('id', 'u1')], { at: null, image: 'x' })).toEqual([changed]);
      expect(await accounts.find('user', [where('at', null)])).toEqual([changed]);
      expect((await accounts.create('verification', { value: 'x' })).id).toEqual(expect.any(String));
    });

    test('emails and tokens are unique', async () => {
      const { accounts } = stores.first();
      await accounts.create('user', { id: 'u1', email: 'a@b.c' });
      await accounts.create('user', { id: 'u2', email: 'd@e.f' });
      const taken = { code: 'EMAIL_TAKEN' };
      await expect(accounts.create('user', { id: 'u3', email: 'a@b.c' })).rejects.toMatchObject(taken);
      const change = accounts.update('user', [where('id', 'u2')], { email: 'a@b.c' });
      await expect(change).rejects.toMatchObject(taken);
      await accounts.create('signIn', { id: 's1', token: 't' });
      await expect(accounts.create('signIn', { id: 's2', token: 't' })).rejects.toMatchObject({
        code: 'ID_CONFLICT',
      });
    });

    test('knows the operators of the sign-in library', async () => {
      const { accounts } = stores.first();
      const rows = [
        { id: '1', token: 'aa', userId: 'x', expiresAt: new Date(1_000) },
        { id: '2', token: 'ab', userId: 'x', expiresAt: new Date(2_000) },
        { id: '3', token: 'bb', userId: 'y', expiresAt: new Date(3_000) },
        { id: '4', token: 'cb', userId: 'y', expiresAt: null },
      ];
      for (const row of rows) await accounts.create('signIn', row);
      const ids = async (...conditions: AccountWhere[]) =>
        (await accounts.find('signIn', conditions)).map(({ id }) => id);
      expect(await ids(where('userId', 'x'), where('expiresAt', new Date(1_000), 'gt'))).toEqual(['2']);
      expect(await ids(where('expiresAt', new Date(2_000), 'lte'))).toEqual(['1', '2']);
      expect(await ids(where('expiresAt', null, 'ne'))).toEqual(['1', '2', '3']);
      expect(await ids(where('token', ['aa', 'cb'], 'in'))).toEqual(['1', '4']);
      expect(await ids(where('token', ['aa', 'cb'], 'not_in'))).toEqual(['2', '3']);
      expect(await ids(where('token', 'b', 'contains'))).toEqual(['2', '3', '4']);
      expect(await ids(where('token', 'a', 'starts_with'))).toEqual(['1', '2']);
      expect(await ids(where('token', 'b', 'ends_with'), where('userId', 'y'))).toEqual(['3', '4']);
      const either = [where('token', 'aa', 'eq', 'OR'), where('userId', 'y', 'eq', 'OR')];
      expect(await ids(...either)).toEqual(['1', '3', '4']);
      expect(await ids(...either, where('userId', 'x'))).toEqual(['1']);
      const sortBy = { field: 'expiresAt', direction: 'desc' } as const;
      const page = await accounts.find('signIn', [], { sortBy, offset: 1, limit: 2 });
      expect(page.map(({ id }) => id)).toEqual(['2', '1']);
      expect(await accounts.count('signIn', [where('userId', 'y')])).toBe(2);
    });

    test('of ten that remove a one-time code one is told that it was it', async () => {
      const racers = [stores.first(), await stores.open()];
      await stores.first().accounts.create('verification', { id: 'v', identifier: 'code' });
      const removed = await Promise.all(
        race(racers, 10, (store) => store.accounts.remove('verification', [where('identifier', 'code')])),
      );
      expect(removed.toSorted()).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    });
  });
}
