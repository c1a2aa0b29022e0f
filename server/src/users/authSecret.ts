import { randomBytes } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The secret that signs sign-in cookies: 48 random bytes in the data folder's file `auth-secret`, readable by the
 * server's user alone. Made on the first start; whoever deletes it signs everybody out.
 */
export async function readAuthSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, 'auth-secret');
  const stored = await readIfThere(path);
  if (stored !== undefined) return checked(stored, path);

  const secret = randomBytes(48).toString('base64url');
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${secret}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    // Unlike a rename, a link replaces nothing: of two processes that start at once, one file counts for both.
    await link(draft, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(draft);
  }
  return checked(await readFile(path, 'utf8'), path);
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function checked(text: string, path: string): string {
  const secret = text.trim();
  if (secret.length < 32) throw new Error(`${path} is damaged: it must hold at least 32 characters`);
  return secret;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
