import type { Sql } from '../kernel.ts';
import { LOG_ID } from './log.ts';

/** Sequence and id of the newest event as this connection sees it, uncommitted ones included; null for an empty log. */
export function newestEvent(sql: Sql): { readonly seq: number; readonly id: string } | null {
  return (
    sql
      .prepare<[], { seq: number; id: string }>('SELECT seq, id FROM events ORDER BY seq DESC LIMIT 1')
      .get() ?? null
  );
}

/** Which log a database holds, and how far: what tells two databases apart. */
export interface LogPosition {
  /** Identity of the log, created with the database; null where no gateway has used it yet. */
  readonly logId: string | null;
  /** Sequence and id of the newest event; 0 and null for an empty log. */
  readonly head: number;
  readonly headId: string | null;
}

/** Reads a database's position as this connection sees it. The database may lack the log's tables. */
export function logPosition(sql: Sql): LogPosition {
  const tables = sql
    .prepare<[], { name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name IN ('meta', 'events')",
    )
    .all();
  if (tables.length < 2) return { logId: null, head: 0, headId: null };
  const newest = newestEvent(sql);
  const logId =
    sql.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?').get(LOG_ID)?.value ??
    null;
  return { logId, head: newest?.seq ?? 0, headId: newest?.id ?? null };
}
