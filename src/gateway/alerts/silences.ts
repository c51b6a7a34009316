import { rowQuery } from '../db/tables.ts';
import { AT_ONCE, type CommandContext, type Sql } from '../kernel.ts';
import { alertsTable } from './tables.ts';

/** Silences one sweep ends. */
const PAGE = 200;

const ended = rowQuery(
  alertsTable,
  'WHERE silenced_until <= ? AND resolved_at IS NULL ORDER BY silenced_until LIMIT ?',
);

/**
 * Ends the silences whose time has come, so that everybody sees it. Returns when the next one ends, ms; AT_ONCE where some are
 * left, null for none.
 */
export function sweepSilences(context: CommandContext): number | null {
  const due = ended.all(context.sql, context.now, PAGE);
  for (const alert of due) context.emit('alerts.unsilenced', { alert: { ...alert, silencedUntil: null } });
  return due.length === PAGE ? AT_ONCE : nextEnd(context.sql);
}

function nextEnd(sql: Sql): number | null {
  return (
    sql
      .prepare<[], { at: number }>(
        `SELECT silenced_until AS at FROM alerts WHERE silenced_until IS NOT NULL AND resolved_at IS NULL
         ORDER BY silenced_until LIMIT 1`,
      )
      .get()?.at ?? null
  );
}
