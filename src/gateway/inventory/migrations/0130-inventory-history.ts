import { type Kysely, sql } from 'kysely';

/** Consoles get open reservations first, and then history by time, newest first. */
const UP = [
  `CREATE INDEX movements_by_time ON movements(at, seq, n)`,
  `CREATE INDEX reservations_by_time ON reservations(created_at, id)`,
  `CREATE INDEX reservations_open ON reservations(id) WHERE status IN ('active', 'committed')`,
];
const DOWN = ['movements_by_time', 'reservations_by_time', 'reservations_open'];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const index of DOWN) await sql.raw(`DROP INDEX ${index}`).execute(db);
}
