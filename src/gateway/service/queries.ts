import { defaultRules, type ServiceRules } from '#shared/domain/service-levels.ts';
import { workspaceTimeZone } from '../admin/index.ts';
import type { GatewayConfig } from '../config.ts';
import { rowQuery } from '../db/tables.ts';
import type { Memo, Sql } from '../kernel.ts';
import { rulesTable } from './tables.ts';

const onlyRules = rowQuery(rulesTable, "WHERE id = 'service'");

/** The rules that were set; null where none were. Each message asks for them. */
export const STORED_RULES: Memo<ServiceRules | null> = { read: (sql) => onlyRules.get(sql) ?? null };

/** Returns the rules of service levels, or the default ones where none were set. */
export function readRules(sql: Sql, config: Pick<GatewayConfig, 'workspace'>): ServiceRules {
  return onlyRules.get(sql) ?? defaultRules(workspaceTimeZone(sql, config));
}

/** Returns the conversations about whose clocks something is to be reported, the longest due first. */
export function dueForNotice(sql: Sql, now: number, limit: number): string[] {
  return sql
    .prepare<[number, number], { id: string }>(
      'SELECT conversation_id AS id FROM service_clocks WHERE next_at <= ? ORDER BY next_at LIMIT ?',
    )
    .all(now, limit)
    .map(({ id }) => id);
}

/** Returns when something is to be reported next, ms; null for never. */
export function nextDue(sql: Sql): number | null {
  const next = sql
    .prepare<[], { at: number }>(
      'SELECT next_at AS at FROM service_clocks WHERE next_at IS NOT NULL ORDER BY next_at LIMIT 1',
    )
    .get();
  return next?.at ?? null;
}

/** Returns conversations whose clocks follow former rules. */
export function behindRules(sql: Sql, version: number, limit: number): string[] {
  return sql
    .prepare<[number, number], { id: string }>(
      'SELECT conversation_id AS id FROM service_clocks WHERE version < ? ORDER BY version, conversation_id LIMIT ?',
    )
    .all(version, limit)
    .map(({ id }) => id);
}
