import { type Kysely, sql } from 'kysely';

/** The customers of the chat page whose e-mail address is verified, by that address in lower case. */
const UP =
  'CREATE TABLE widget_customers (email TEXT NOT NULL PRIMARY KEY, customer_id TEXT NOT NULL) STRICT, WITHOUT ROWID';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(UP).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('DROP TABLE widget_customers').execute(db);
}
