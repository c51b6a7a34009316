import { type Kysely, sql } from 'kysely';

/** Where the numbers that the gateway gives to orders have come. Without it, each would begin to search at the first. */
const UP = [
  `CREATE TABLE order_numbers (id INTEGER PRIMARY KEY CHECK (id = 1), next INTEGER NOT NULL CHECK (next > 0)) STRICT`,
  `INSERT INTO order_numbers (id, next) VALUES (1, 1)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('DROP TABLE order_numbers').execute(db);
}
