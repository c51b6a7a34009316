import { z } from 'zod';
import { Actor } from '#shared/domain/ids.ts';
import { defineWrite } from '../kernel.ts';

/** The audit record of a command: who, what, why and the outcome. Never its data. */
const AuditEntry = z.strictObject({
  at: z.int(),
  actor: Actor,
  type: z.string(),
  commandId: z.string().nullable(),
  /** The reason the user entered, if the command has one. */
  reason: z.string().nullable(),
  /** `ok` or an error code. */
  code: z.string(),
  seq: z.int().nullable(),
});

/** Writes an audit row in the command's transaction. */
export const audit = defineWrite('execute.audited', AuditEntry, ({ sql }, entry) => {
  const { at, actor, type, commandId, reason, code, seq } = entry;
  sql
    .prepare(
      'INSERT INTO audit (at, actor_kind, actor_id, actor_name, command_type, command_id, reason, code, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    )
    .run(at, actor.kind, actor.id, actor.name, type, commandId, reason, code, seq);
});

/** Rows one pruning step deletes. */
const PRUNE_SLICE = 500;

/**
 * Deletes a slice of the audit rows older than `before`, oldest first. Row numbers ascend with time, so no index on time is
 * needed. Returns whether more may be left.
 */
export const pruneAudit = defineWrite(
  'execute.audit_pruned',
  z.strictObject({ before: z.int() }),
  ({ sql }, { before }) =>
    sql
      .prepare<[number, number]>(
        'DELETE FROM audit WHERE at < ? AND n IN (SELECT n FROM audit ORDER BY n LIMIT ?)',
      )
      .run(before, PRUNE_SLICE).changes === PRUNE_SLICE,
);

/** Returns the reason in a command's data, if it has one. */
export function reasonIn(data: unknown): string | null {
  if (typeof data !== 'object' || data === null) return null;
  const reason = 'reason' in data ? data.reason : 'note' in data ? data.note : null;
  return typeof reason === 'string' ? reason.slice(0, 500) : null;
}
