import { type Kysely, sql } from 'kysely';

/** The subjects of the audit are indexed in a table of their own, after the commands: see `audit-subjects.ts`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`DROP INDEX audit_by_subject`.execute(db);
  await sql`CREATE TABLE audit_subjects (
    subject TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (subject, n)
  ) STRICT, WITHOUT ROWID`.execute(db);
  await sql`INSERT INTO audit_subjects (subject, n)
    SELECT subject, n FROM audit WHERE subject IS NOT NULL ORDER BY subject, n`.execute(db);
  await sql`ALTER TABLE audit_chain ADD COLUMN indexed_n INTEGER NOT NULL DEFAULT 0`.execute(db);
  await sql`UPDATE audit_chain SET indexed_n = head_n`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE audit_chain DROP COLUMN indexed_n`.execute(db);
  await sql`DROP TABLE audit_subjects`.execute(db);
  await sql`CREATE INDEX audit_by_subject ON audit (subject, n) WHERE subject IS NOT NULL`.execute(db);
}
