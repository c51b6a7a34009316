import type { Sql } from '../kernel.ts';

/** Sequence and id of the newest event as this connection sees it, uncommitted ones included; null for an empty log. */
export function newestEvent(sql: Sql): { readonly seq: number; readonly id: string } | null {
  return (
    sql
      .prepare<[], { seq: number; id: string }>('SELECT seq, id FROM events ORDER BY seq DESC LIMIT 1')
      .get() ?? null
  );
}
