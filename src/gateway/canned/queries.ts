import {
  type CannedReply,
  MAX_OWN_MACROS,
  MAX_OWN_REPLIES,
  MAX_SHARED_MACROS,
  MAX_SHARED_REPLIES,
  type Macro,
} from '#shared/domain/canned.ts';
import { rowQuery } from '../db/tables.ts';
import type { Sql } from '../kernel.ts';
import { macrosTable, repliesTable } from './tables.ts';

const OWNED = `coalesce(owner_id, '') = ?`;
const SEEN = `coalesce(owner_id, '') IN ('', ?)`;
const replyById = rowQuery(repliesTable, 'WHERE id = ?');
const replyByShortcut = rowQuery(repliesTable, `WHERE ${OWNED} AND shortcut = ?`);
const repliesSeen = rowQuery(
  repliesTable,
  `WHERE ${SEEN} ORDER BY shortcut, id LIMIT ${MAX_OWN_REPLIES + MAX_SHARED_REPLIES}`,
);
const macroById = rowQuery(macrosTable, 'WHERE id = ?');
const macrosSeen = rowQuery(
  macrosTable,
  `WHERE ${SEEN} ORDER BY name, id LIMIT ${MAX_OWN_MACROS + MAX_SHARED_MACROS}`,
);

/** Returns a canned reply; undefined if there is none. */
export function findReply(sql: Sql, id: string): CannedReply | undefined {
  return replyById.get(sql, id);
}

/** Returns the reply of a shortcut among those of an owner, null for the shared ones. */
export function replyWithShortcut(
  sql: Sql,
  ownerId: string | null,
  shortcut: string,
): CannedReply | undefined {
  return replyByShortcut.get(sql, ownerId ?? '', shortcut);
}

/** Returns a macro; undefined if there is none. */
export function findMacro(sql: Sql, id: string): Macro | undefined {
  return macroById.get(sql, id);
}

/** Returns the replies that a user sees, by shortcut. */
export function listReplies(sql: Sql, userId: string): CannedReply[] {
  return repliesSeen.all(sql, userId);
}

/** Returns the macros that a user sees, by name. */
export function listMacros(sql: Sql, userId: string): Macro[] {
  return macrosSeen.all(sql, userId);
}

/** Counts the replies or macros of an owner, null for the shared ones. */
export function countOwned(sql: Sql, table: 'canned_replies' | 'macros', ownerId: string | null): number {
  const row = sql
    .prepare<[string], { n: number }>(`SELECT count(*) AS n FROM ${table} WHERE ${OWNED}`)
    .get(ownerId ?? '');
  return row?.n ?? 0;
}
