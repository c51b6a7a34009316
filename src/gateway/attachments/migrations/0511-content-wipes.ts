import { type Kysely, sql } from 'kysely';

/** Contents whose messages were removed. They leave the disk at once, and only then this table. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TABLE attachment_wipes (sha256 TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`DROP TABLE attachment_wipes`.execute(db);
}
