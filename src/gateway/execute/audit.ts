import { z } from 'zod';
import { AuditChanges } from '#shared/domain/audit.ts';
import { Actor } from '#shared/domain/ids.ts';
import { type Applying, defineWrite } from '../kernel.ts';
import { AUDIT_COLUMNS, type AuditRow, auditHash, CHAIN_HEAD } from './audit-chain.ts';

/** The longest reason that is kept, characters. */
const MAX_REASON = 500;

/** One record of the audit: who, what, on which subject, which fields, from where, and with which result. Never a secret. */
export const AuditEntry = z.strictObject({
  /** When it happened, ms; the present also where history is imported. */
  at: z.int(),
  actor: Actor,
  /** What was done: the type of a command, or `auth.…`, `cli.…`, `audit.…`. */
  type: z.string(),
  commandId: z.string().nullable(),
  /** The reason the user entered, if there is one, or a note. */
  reason: z.string().nullable(),
  /** `ok` or an error code. */
  code: z.string(),
  /** The position of the log after it; null where it changed nothing. */
  seq: z.int().nullable(),
  /** What it was about: the subject of a command (`order:17`), `user:…` for sign-ins. */
  subject: z.string().nullable().optional(),
  /** The changed fields; none by default. */
  changes: AuditChanges.optional(),
  /** The client's address; null for work of this machine. */
  address: z.string().nullable().optional(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

const INSERT = `INSERT INTO audit (${AUDIT_COLUMNS.join(', ')}, hash) VALUES (${AUDIT_COLUMNS.map(() => '?').join(', ')}, ?)`;

/** SQLite stores half of a surrogate pair as U+FFFD. What is hashed must be what is stored. */
const text = (value: string): string => value.toWellFormed();
const textOrNull = (value: string | null | undefined): string | null => (value == null ? null : text(value));

/** Writes an audit row in the open transaction, and adds it to the chain. */
export const audit = defineWrite('execute.audited', AuditEntry, ({ sql, memo, remember }, entry) => {
  const head = memo(CHAIN_HEAD);
  const row: AuditRow = {
    n: head.n + 1,
    at: entry.at,
    actor_kind: entry.actor.kind,
    actor_id: text(entry.actor.id),
    actor_name: text(entry.actor.name),
    command_type: text(entry.type),
    command_id: entry.commandId,
    subject: textOrNull(entry.subject),
    reason: textOrNull(entry.reason),
    changes: entry.changes && entry.changes.length > 0 ? JSON.stringify(entry.changes) : null,
    address: entry.address ?? null,
    code: entry.code,
    seq: entry.seq,
  };
  const hash = auditHash(head.hash, row);
  // A trigger makes it the head.
  sql.prepare(INSERT).run(...AUDIT_COLUMNS.map((column) => row[column]), hash);
  remember(CHAIN_HEAD, { n: row.n, hash });
});

/** Rows one pruning step deletes. */
const PRUNE_SLICE = 500;

/** What a pruning step has deleted: the numbers of its first and last row. */
export interface PrunedAudit {
  readonly first: number;
  readonly last: number;
  /** Whether more may be left. */
  readonly more: boolean;
}

/**
 * Deletes a slice of the rows from the old end, up to the first that is not older than `before`, and leaves the number and hash
 * of the last one, on which the chain goes on. Returns null where there is none.
 */
export const pruneAudit = defineWrite(
  'execute.audit_pruned',
  z.strictObject({ before: z.int() }),
  (on, { before }) => prune(on, before),
);

function prune({ sql }: Applying, before: number): PrunedAudit | null {
  const oldest = sql
    .prepare<[number], { n: number; at: number; hash: string }>(
      'SELECT n, at, hash FROM audit ORDER BY n LIMIT ?',
    )
    .all(PRUNE_SLICE);
  const kept = oldest.findIndex(({ at }) => at >= before);
  const old = kept === -1 ? oldest : oldest.slice(0, kept);
  const [first, last] = [old[0], old.at(-1)];
  if (!first || !last) return null;
  // First the anchor: a trigger refuses to delete rows that are not before it.
  sql
    .prepare<[number, string]>('UPDATE audit_chain SET pruned_n = ?, pruned_hash = ?')
    .run(last.n, last.hash);
  sql
    .prepare<[number]>(
      'DELETE FROM audit_subjects WHERE (subject, n) IN (SELECT subject, n FROM audit WHERE n <= ?)',
    )
    .run(last.n);
  sql.prepare<[number]>('DELETE FROM audit WHERE n <= ?').run(last.n);
  return { first: first.n, last: last.n, more: old.length === PRUNE_SLICE };
}

/** Returns the reason in a command's data, if it has one. */
export function reasonIn(data: unknown): string | null {
  if (typeof data !== 'object' || data === null) return null;
  const reason = 'reason' in data ? data.reason : 'note' in data ? data.note : null;
  return typeof reason === 'string' ? reason.slice(0, MAX_REASON) : null;
}
