import type { Sql, StorageOwner } from '../kernel.ts';
import * as m0020 from './migrations/0020-auth.ts';

/** Rows one pruning step deletes. */
const PRUNE_SLICE = 500;

/** Deletes a slice of the expired refresh tokens, inside a transaction. Returns whether more may be left. */
export function pruneRefreshTokens(sql: Sql, now: number): boolean {
  const statement = sql.prepare<[number, number]>(
    'DELETE FROM refresh_tokens WHERE hash IN (SELECT hash FROM refresh_tokens WHERE expires_at < ? ORDER BY expires_at LIMIT ?)',
  );
  return statement.run(now, PRUNE_SLICE).changes === PRUNE_SLICE;
}

/** The tables of sign-in: users and refresh tokens. */
export const authStorage: StorageOwner = {
  name: 'auth',
  migrations: { '0020-auth': m0020 },
  retention: [({ sql, now }) => pruneRefreshTokens(sql, now)],
};
