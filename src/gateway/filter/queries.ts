import { DEFAULT_FILTER, type FilterRules, type FilterTally } from '#shared/domain/filter.ts';
import { rowQuery } from '../db/tables.ts';
import type { Memo, Sql } from '../kernel.ts';
import { rulesTable, talliesTable } from './tables.ts';

const onlyRules = rowQuery(rulesTable, "WHERE id = 'filter'");
const tallyOf = rowQuery(talliesTable, 'WHERE day = ? AND rule = ?');
const allTallies = rowQuery(talliesTable, 'ORDER BY day, rule');

/** Returns the rules of the filter, or the default ones where none were set. */
export function readFilter(sql: Sql): FilterRules {
  return onlyRules.get(sql) ?? DEFAULT_FILTER;
}

/** The rules. Each message asks for them. */
export const FILTER: Memo<FilterRules> = { read: readFilter };

/** Returns what a rule counted on a day. */
export function readTally(sql: Sql, day: string, rule: FilterTally['rule']): FilterTally | undefined {
  return tallyOf.get(sql, day, rule);
}

/** Returns all that was counted: a row for each day and rule. */
export function readTallies(sql: Sql): FilterTally[] {
  return allTallies.all(sql);
}

/** A message that a visitor sent, and when, ms. */
export interface SentMessage {
  readonly messageId: string;
  readonly at: number;
}

/** Returns what a visitor sent after a time and up to another, ms, newest first. */
export function listSent(
  sql: Sql,
  visitor: string,
  { after, upTo }: { readonly after: number; readonly upTo: number },
  limit: number,
): SentMessage[] {
  return sql
    .prepare<[string, number, number, number], SentMessage>(
      `SELECT message_id AS messageId, at FROM filter_sent
       WHERE visitor = ? AND at > ? AND at <= ? ORDER BY at DESC, message_id DESC LIMIT ?`,
    )
    .all(visitor, after, upTo, limit);
}

/** Returns whether it is remembered that a visitor's message had to wait. */
export function wasSlowed(sql: Sql, visitor: string, messageId: string): boolean {
  return (
    sql
      .prepare<[string, string], { one: 1 }>(
        'SELECT 1 AS one FROM filter_slowed WHERE visitor = ? AND message_id = ?',
      )
      .get(visitor, messageId) !== undefined
  );
}

/** Returns when the audit was last told that a visitor had to wait, up to a time, ms; null if that is forgotten. */
export function lastAudited(sql: Sql, visitor: string, upTo: number): number | null {
  return (
    sql
      .prepare<[string, number], { at: number | null }>(
        'SELECT max(audited_at) AS at FROM filter_slowed WHERE visitor = ? AND audited_at <= ?',
      )
      .get(visitor, upTo)?.at ?? null
  );
}
