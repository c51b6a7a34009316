import { z } from 'zod';
import type { Session } from '#shared/domain/admin.ts';
import { defineWrite, type Sql } from '../kernel.ts';

/** Rows one pruning step deletes. */
const PRUNE_SLICE = 500;
/** Sessions of one user that are listed, the last used first. */
const MAX_LISTED = 200;

/** Whether a sign-in has ended, or never was. */
export function hasEnded(sql: Sql, family: string): boolean {
  return (
    sql.prepare<[string]>('SELECT 1 FROM sign_ins WHERE family = ? AND ended_at IS NULL').get(family) ===
    undefined
  );
}

/** Returns a user's sign-ins that have neither ended nor expired, the last used first. */
export function listSessions(sql: Sql, userId: string, now: number): Session[] {
  return sql
    .prepare<[string, number], Session>(
      `SELECT family AS id, user_id AS userId, device, address, started_at AS startedAt, last_used_at AS lastUsedAt FROM sign_ins
       WHERE user_id = ? AND ended_at IS NULL AND expires_at > ? ORDER BY last_used_at DESC, family LIMIT ${MAX_LISTED}`,
    )
    .all(userId, now);
}

/** Returns whose sign-in this is; undefined for none. */
export function ownerOf(sql: Sql, family: string): string | undefined {
  return sql
    .prepare<[string], { userId: string }>('SELECT user_id AS userId FROM sign_ins WHERE family = ?')
    .get(family)?.userId;
}

/** Begins a sign-in. */
export const startSignIn = defineWrite(
  'auth.sign_in_started',
  z.strictObject({
    family: z.string(),
    userId: z.string(),
    device: z.string(),
    address: z.string(),
    at: z.int(),
    expiresAt: z.int(),
  }),
  ({ sql }, { family, userId, device, address, at, expiresAt }) => {
    sql
      .prepare<[string, string, string, string, number, number, number]>(
        `INSERT INTO sign_ins (family, user_id, device, address, started_at, last_used_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(family, userId, device, address, at, at, expiresAt);
  },
);

/** Records that a sign-in was used, and until when its newest token lasts. */
export const useSignIn = defineWrite(
  'auth.sign_in_used',
  z.strictObject({ family: z.string(), address: z.string(), at: z.int(), expiresAt: z.int().nullable() }),
  ({ sql }, { family, address, at, expiresAt }) => {
    sql
      .prepare<[number, string, number | null, string]>(
        'UPDATE sign_ins SET last_used_at = max(last_used_at, ?), address = ?, expires_at = coalesce(?, expires_at) WHERE family = ?',
      )
      .run(at, address, expiresAt, family);
  },
);

/** Ends one sign-in: none of its tokens is valid any more. */
export const endSignIn = defineWrite(
  'auth.sign_in_ended',
  z.strictObject({ family: z.string(), at: z.int() }),
  ({ sql }, { family, at }) => {
    sql
      .prepare<[number, string]>('UPDATE sign_ins SET ended_at = ? WHERE family = ? AND ended_at IS NULL')
      .run(at, family);
  },
);

/** Ends all sign-ins of a user but one (null: all of them). */
export const endSignIns = defineWrite(
  'auth.sign_ins_ended',
  z.strictObject({ userId: z.string(), except: z.string().nullable(), at: z.int() }),
  ({ sql }, { userId, except, at }) => {
    sql
      .prepare<[number, string, string]>(
        'UPDATE sign_ins SET ended_at = ? WHERE user_id = ? AND family <> ? AND ended_at IS NULL',
      )
      .run(at, userId, except ?? '');
  },
);

/** Deletes a slice of the sign-ins whose last token expired before a time. Returns whether more may be left. */
export const pruneSignIns = defineWrite(
  'auth.sign_ins_pruned',
  z.strictObject({ before: z.int() }),
  ({ sql }, { before }) =>
    sql
      .prepare<[number, number]>(
        'DELETE FROM sign_ins WHERE family IN (SELECT family FROM sign_ins WHERE expires_at < ? ORDER BY expires_at, family LIMIT ?)',
      )
      .run(before, PRUNE_SLICE).changes === PRUNE_SLICE,
);
