import { z } from 'zod';
import { defineWrite, type Sql } from '../kernel.ts';

/** Rows one pruning step deletes. */
const PRUNE_SLICE = 500;

/** A refresh token as it is stored, by its hash. */
export interface RefreshToken {
  /** The sign-in that the token belongs to. */
  readonly family: string;
  readonly userId: string;
  readonly expiresAt: number;
  readonly usedAt: number | null;
  readonly revokedAt: number | null;
}

/** Returns a refresh token by its hash. */
export function findRefreshToken(sql: Sql, hash: string): RefreshToken | undefined {
  return sql
    .prepare<[string], RefreshToken>(
      `SELECT family, user_id AS userId, expires_at AS expiresAt, used_at AS usedAt, revoked_at AS revokedAt
       FROM refresh_tokens WHERE hash = ?`,
    )
    .get(hash);
}

/** Whether a sign-in has ended. */
export function isRevoked(sql: Sql, family: string): boolean {
  return (
    sql
      .prepare<[string]>('SELECT 1 FROM refresh_tokens WHERE family = ? AND revoked_at IS NOT NULL LIMIT 1')
      .get(family) !== undefined
  );
}

/** Stores a new token. */
export const addRefreshToken = defineWrite(
  'auth.token_added',
  z.strictObject({ hash: z.string(), family: z.string(), userId: z.string(), expiresAt: z.int() }),
  ({ sql }, { hash, family, userId, expiresAt }) => {
    sql
      .prepare<[string, string, string, number]>(
        'INSERT INTO refresh_tokens (hash, family, user_id, expires_at) VALUES (?, ?, ?, ?)',
      )
      .run(hash, family, userId, expiresAt);
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

/** Ends a sign-in: none of its tokens is valid any more. */
export const revokeFamily = defineWrite(
  'auth.family_revoked',
  z.strictObject({ family: z.string(), at: z.int() }),
  ({ sql }, { family, at }) => {
    sql
      .prepare<[number, string]>(
        'UPDATE refresh_tokens SET revoked_at = ? WHERE family = ? AND revoked_at IS NULL',
      )
      .run(at, family);
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
