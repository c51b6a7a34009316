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

/** What is remembered about a visitor's last message that had to wait. */
export interface SlowedVisitor {
  readonly messageId: string;
  readonly auditedAt: number;
}

/** Returns what is remembered about a visitor who had to wait. */
export function readSlowed(sql: Sql, conversationId: string): SlowedVisitor | undefined {
  return sql
    .prepare<[string], SlowedVisitor>(
      `SELECT message_id AS messageId, audited_at AS auditedAt FROM filter_slowed WHERE conversation_id = ?`,
    )
    .get(conversationId);
}
