import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where what was fetched or built is kept, outside the clone, so that another clone finds it too.
 * @param {...string} parts
 */
export function cacheFolder(...parts) {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'fernblick', ...parts);
}
