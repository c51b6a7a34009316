import { type Kysely, sql } from 'kysely';

/** Customers enter order numbers in any case, and are found by their verified e-mail address. */
const UP = [
  'CREATE INDEX orders_number_nocase ON orders(number COLLATE NOCASE)',
  'CREATE INDEX orders_customer_email ON orders(lower(customer_email))',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const index of ['orders_number_nocase', 'orders_customer_email'])
    await sql.raw(`DROP INDEX ${index}`).execute(db);
}
