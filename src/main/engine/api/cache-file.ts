import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { EngineAccount } from './engine.ts';

/** Returns the path of an account's cache. Each server and user has its own, because permissions differ. */
export function cacheFile(
  dataDir: string,
  { server, userId }: Pick<EngineAccount, 'server' | 'userId'>,
): string {
  const name = createHash('sha256')
    .update(JSON.stringify([server, userId]))
    .digest('hex')
    .slice(0, 24);
  return join(dataDir, `cache-${name}.db`);
}
