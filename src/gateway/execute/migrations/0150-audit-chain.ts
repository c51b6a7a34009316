import { type Kysely, sql } from 'kysely';
import { AUDIT_COLUMNS, type AuditRow, auditHash } from '../audit-chain.ts';

/** Rows that are moved at a time. */
const SLICE = 2000;

const OLD_COLUMNS =
  'at, actor_kind, actor_id, actor_name, command_type, command_id, reason, code, seq' as const;

/**
 * The audit says on which subject, which fields and from which address, and becomes a chain: each row's hash covers its content
 * and the hash before. Existing rows are numbered from 1 and join the chain. Triggers refuse to change rows, and to delete
 * others than those before the anchor (`pruned_n`), which only moves forward.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TABLE audit_chain (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    pruned_n INTEGER NOT NULL,
    pruned_hash TEXT NOT NULL,
    head_n INTEGER NOT NULL,
    head_hash TEXT NOT NULL
  ) STRICT`.execute(db);
  await sql`ALTER TABLE audit RENAME TO audit_before`.execute(db);
  await sql`CREATE TABLE audit (
    n INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    command_type TEXT NOT NULL,
    command_id TEXT,
    subject TEXT,
    reason TEXT,
    changes TEXT,
    address TEXT,
    code TEXT NOT NULL,
    seq INTEGER,
    hash TEXT NOT NULL
  ) STRICT`.execute(db);
  const head = await moveRows(db);
  await sql`DROP TABLE audit_before`.execute(db);
  await sql`INSERT INTO audit_chain VALUES (1, 0, '', ${head.n}, ${head.hash})`.execute(db);
  // None by actor any more: it cost every command a write, and names are searched in any case.
  await sql`CREATE INDEX audit_by_subject ON audit (subject, n) WHERE subject IS NOT NULL`.execute(db);
  await guard(db);
}

async function moveRows(db: Kysely<unknown>): Promise<{ n: number; hash: string }> {
  let head = { n: 0, hash: '' };
  for (let after = -1; ; ) {
    const { rows } = await sql<Omit<AuditRow, 'subject' | 'changes' | 'address'>>`
      SELECT n, ${sql.raw(OLD_COLUMNS)} FROM audit_before WHERE n > ${after} ORDER BY n LIMIT ${SLICE}`.execute(
      db,
    );
    const moved = rows.map((old) => {
      const row = { ...old, n: head.n + 1, subject: null, changes: null, address: null };
      head = { n: row.n, hash: auditHash(head.hash, row) };
      return [...AUDIT_COLUMNS.map((column) => row[column]), head.hash];
    });
    const values = [...AUDIT_COLUMNS, 'hash'].map((_, i) => `value ->> ${i}`).join(', ');
    await sql`INSERT INTO audit (${sql.raw(AUDIT_COLUMNS.join(', '))}, hash)
      SELECT ${sql.raw(values)} FROM json_each(${JSON.stringify(moved)})`.execute(db);
    const last = rows.at(-1);
    if (!last || rows.length < SLICE) return head;
    after = last.n;
  }
}

async function guard(db: Kysely<unknown>): Promise<void> {
  // REPLACE deletes without firing a trigger for deletions, but the head refuses any row that does not follow on it.
  await sql`CREATE TRIGGER audit_appends AFTER INSERT ON audit
    BEGIN UPDATE audit_chain SET head_n = NEW.n, head_hash = NEW.hash; END`.execute(db);
  await sql`CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END`.execute(db);
  await sql`CREATE TRIGGER audit_prunes BEFORE DELETE ON audit
    WHEN OLD.n > (SELECT pruned_n FROM audit_chain)
    BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END`.execute(db);
  await sql`CREATE TRIGGER audit_chain_anchors BEFORE UPDATE OF id, pruned_n, pruned_hash ON audit_chain
    WHEN NEW.id <> OLD.id OR NEW.pruned_n <= OLD.pruned_n
      OR NEW.pruned_hash IS NOT (SELECT hash FROM audit WHERE n = NEW.pruned_n)
    BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END`.execute(db);
  await sql`CREATE TRIGGER audit_chain_grows BEFORE UPDATE OF head_n, head_hash ON audit_chain
    WHEN NEW.head_n <> OLD.head_n + 1
    BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END`.execute(db);
  await sql`CREATE TRIGGER audit_chain_stays BEFORE DELETE ON audit_chain
    BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END`.execute(db);
  await sql`CREATE TRIGGER audit_chain_is_one BEFORE INSERT ON audit_chain
    BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TABLE audit_before (
    n INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    command_type TEXT NOT NULL,
    command_id TEXT,
    reason TEXT,
    code TEXT NOT NULL,
    seq INTEGER
  ) STRICT`.execute(db);
  await sql`INSERT INTO audit_before (n, ${sql.raw(OLD_COLUMNS)})
    SELECT n, ${sql.raw(OLD_COLUMNS)} FROM audit`.execute(db);
  // Dropping a table drops its triggers, and fires none.
  await sql`DROP TABLE audit`.execute(db);
  await sql`DROP TABLE audit_chain`.execute(db);
  await sql`ALTER TABLE audit_before RENAME TO audit`.execute(db);
  await sql`CREATE INDEX audit_by_actor ON audit (actor_id, n)`.execute(db);
}
