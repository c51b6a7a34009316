import type { Principal, Sql } from '../kernel.ts';

/** The audit record of a command: who, what, why and the outcome. Never its data. */
export interface AuditEntry {
  readonly at: number;
  readonly principal: Principal;
  readonly type: string;
  readonly commandId: string | null;
  /** The reason the user entered, if the command has one. */
  readonly reason: string | null;
  /** `ok` or an error code. */
  readonly code: string;
  readonly seq: number | null;
}

/** Writes an audit row in the command's transaction. */
export function audit(sql: Sql, entry: AuditEntry): void {
  const { actor } = entry.principal;
  sql
    .prepare(
      'INSERT INTO audit (at, actor_kind, actor_id, actor_name, command_type, command_id, reason, code, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    )
    .run(
      entry.at,
      actor.kind,
      actor.id,
      actor.name,
      entry.type,
      entry.commandId,
      entry.reason,
      entry.code,
      entry.seq,
    );
}

/** Rows one pruning step deletes. */
const PRUNE_SLICE = 500;

/**
 * Deletes a slice of the audit rows older than `before`, oldest first. Row numbers ascend with time, so no index on time is
 * needed. Returns whether more may be left.
 */
export function pruneAudit(sql: Sql, before: number): boolean {
  return (
    sql
      .prepare<[number, number]>(
        'DELETE FROM audit WHERE at < ? AND n IN (SELECT n FROM audit ORDER BY n LIMIT ?)',
      )
      .run(before, PRUNE_SLICE).changes === PRUNE_SLICE
  );
}

/** Returns the reason in a command's data, if it has one. */
export function reasonIn(data: unknown): string | null {
  if (typeof data !== 'object' || data === null) return null;
  const reason = 'reason' in data ? data.reason : 'note' in data ? data.note : null;
  return typeof reason === 'string' ? reason.slice(0, 500) : null;
}
