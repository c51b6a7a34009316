import { type Kysely, sql } from 'kysely';

/** Notifications with when they were read and dismissed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `CREATE TABLE notifications (
        id TEXT NOT NULL UNIQUE, category TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL, link TEXT,
        created_at INTEGER NOT NULL, read_at INTEGER, dismissed_at INTEGER
      ) STRICT`,
    )
    .execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('DROP TABLE notifications').execute(db);
}
