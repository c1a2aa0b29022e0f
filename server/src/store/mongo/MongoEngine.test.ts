import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { newId, OrgId } from '@fernblick/shared/protocol';
import { describeEngine } from '../contract/engineContract.ts';
import { mongoUri, withOwnDatabase } from '../contract/mongoUri.ts';
import { openLine, portOf } from '../contract/openLine.ts';
import { makeOrg } from '../contract/testData.ts';
import { openStore } from '../openStore.ts';
import { connectMongo } from './connect.ts';
import { MongoEngine } from './MongoEngine.ts';

describe.skipIf(!mongoUri)('on MongoDB', () => {
  describeEngine(async () => {
    const { client, db } = await connectMongo(withOwnDatabase(mongoUri ?? ''));
    return new MongoEngine(client, db);
  });

  test('a database that goes away makes calls fail, and serves again when it is back', async () => {
    const line = await openLine(new URL(mongoUri ?? ''));
    const mongodbUri = withOwnDatabase(`mongodb://127.0.0.1:${line.port}/?directConnection=true`);
    const { store } = await openStore({ dataDir: tmpdir(), mongodbUri });
    const org = await store.orgs.create(makeOrg());
    await line.cut();
    const unavailable = { code: 'STORE_UNAVAILABLE' };
    await Promise.all([
      expect(store.orgs.create(makeOrg())).rejects.toMatchObject(unavailable),
      expect(store.orgs.get(newId(OrgId))).rejects.toMatchObject(unavailable),
    ]);
    await line.mend();
    expect(await store.orgs.get(org.id)).toEqual(org);
    await store.close();
    await line.cut();
  });
});

test('a database that does not answer fails the start within seconds, naming its host without the password', async () => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const port = portOf(silent.address());
  const mongodbUri = `mongodb://user:secret@127.0.0.1:${port}/fernblick`;
  const start = performance.now();
  const failure: unknown = await openStore({ dataDir: tmpdir(), mongodbUri }).catch(
    (error: unknown) => error,
  );
  expect(performance.now() - start).toBeLessThan(8_000);
  expect(failure).toMatchObject({
    code: 'STORE_UNAVAILABLE',
  });
  expect(String(failure)).toContain(`127.0.0.1:${port}`);
  expect(String(failure)).not.toContain('secret');
  silent.close();
});
