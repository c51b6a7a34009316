import { type Kysely, sql } from 'kysely';

/** Indexes of what is on its way to a location. */
const UP = [
  `CREATE INDEX purchases_incoming ON purchases(location_id) WHERE status IN ('ordered', 'partly_received')`,
  `CREATE INDEX transfers_incoming ON transfers(to_location_id) WHERE status IN ('in_transit', 'partially_received')`,
];
/** Older versions know only two checks. */
const DOWN = [
  'DROP INDEX transfers_incoming',
  'DROP INDEX purchases_incoming',
  `DELETE FROM differences WHERE kind NOT IN ('ledger', 'reservations')`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db);
}
