import type { Principal, Sql } from '../kernel.ts';

/** What is recorded of a command: who, what, why, how it ended. Never its data. */
export interface AuditEntry {
  readonly at: number;
  readonly principal: Principal;
  readonly type: string;
  readonly commandId: string | null;
  /** The reason a person gave, where the command has one. */
  readonly reason: string | null;
  /** `ok` or an error code. */
  readonly code: string;
  readonly seq: number | null;
}

/** Writes an audit row, inside the command's transaction. */
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
 * Deletes a slice of the audit older than `before`, from its oldest row on. Rows are numbered as time goes, so no index by
 * time is kept for it. Returns whether there may be more.
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

/** The reason inside a command's data, if it has one. */
export function reasonIn(data: unknown): string | null {
  if (typeof data !== 'object' || data === null) return null;
  const reason = 'reason' in data ? data.reason : 'note' in data ? data.note : null;
  return typeof reason === 'string' ? reason.slice(0, 500) : null;
}
