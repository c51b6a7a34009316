import { z } from 'zod';
import { defineWrite, type Sql } from '../kernel.ts';

/** Rows one pruning step deletes. */
const PRUNE_SLICE = 500;

/** A refresh token as it is stored, by its hash. */
export interface RefreshToken {
  readonly hash: string;
  /** The sign-in that the token belongs to. */
  readonly family: string;
  readonly userId: string;
  readonly expiresAt: number;
  readonly usedAt: number | null;
  /** When another successor took its place; null otherwise. */
  readonly replacedAt: number | null;
}

const COLUMNS =
  'hash, family, user_id AS userId, expires_at AS expiresAt, used_at AS usedAt, replaced_at AS replacedAt';

/** Returns a refresh token by its hash. */
export function findRefreshToken(sql: Sql, hash: string): RefreshToken | undefined {
  return sql
    .prepare<[string], RefreshToken>(`SELECT ${COLUMNS} FROM refresh_tokens WHERE hash = ?`)
    .get(hash);
}

/** Returns the token that another was exchanged for, unless it was replaced. */
export function findSuccessor(sql: Sql, hash: string): RefreshToken | undefined {
  return sql
    .prepare<[string], RefreshToken>(
      `SELECT ${COLUMNS} FROM refresh_tokens WHERE parent = ? AND replaced_at IS NULL`,
    )
    .get(hash);
}

/** Stores a new token. `parent` is the token it was exchanged for; null for the first of a sign-in. */
export const addRefreshToken = defineWrite(
  'auth.token_added',
  z.strictObject({
    hash: z.string(),
    family: z.string(),
    userId: z.string(),
    parent: z.string().nullable(),
    expiresAt: z.int(),
  }),
  ({ sql }, { hash, family, userId, parent, expiresAt }) => {
    sql
      .prepare<[string, string, string, string | null, number]>(
        'INSERT INTO refresh_tokens (hash, family, user_id, parent, expires_at) VALUES (?, ?, ?, ?, ?)',
      )
      .run(hash, family, userId, parent, expiresAt);
  },
);

/** Records that a token was exchanged for its successor. */
export const useRefreshToken = defineWrite(
  'auth.token_used',
  z.strictObject({ hash: z.string(), at: z.int() }),
  ({ sql }, { hash, at }) => {
    sql.prepare<[number, string]>('UPDATE refresh_tokens SET used_at = ? WHERE hash = ?').run(at, hash);
  },
);

/** Records that another successor took a token's place: whoever holds it has no right to it any more. */
export const replaceRefreshToken = defineWrite(
  'auth.token_replaced',
  z.strictObject({ hash: z.string(), at: z.int() }),
  ({ sql }, { hash, at }) => {
    sql.prepare<[number, string]>('UPDATE refresh_tokens SET replaced_at = ? WHERE hash = ?').run(at, hash);
  },
);

/** Deletes a slice of the tokens that expired before a time. Returns whether more may be left. */
export const pruneRefreshTokens = defineWrite(
  'auth.tokens_pruned',
  z.strictObject({ before: z.int() }),
  ({ sql }, { before }) =>
    sql
      .prepare<[number, number]>(
        'DELETE FROM refresh_tokens WHERE hash IN (SELECT hash FROM refresh_tokens WHERE expires_at < ? ORDER BY expires_at, hash LIMIT ?)',
      )
      .run(before, PRUNE_SLICE).changes === PRUNE_SLICE,
);
