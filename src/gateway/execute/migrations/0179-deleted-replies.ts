import { type Kysely, sql } from 'kysely';

/** The time up to which replies were deleted. It outlives them, and a clock that is set back. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TABLE deleted_replies (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    through INTEGER NOT NULL
  ) STRICT`.execute(db);
  await sql`INSERT INTO deleted_replies VALUES (1, 0)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`DROP TABLE deleted_replies`.execute(db);
}
