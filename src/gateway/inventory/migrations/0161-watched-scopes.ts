import { type Kysely, sql } from 'kysely';

/** Indexes for reading the levels of one location, and the items of one category in the order of their ids. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE INDEX levels_by_location ON levels(location_id, item_id)`.execute(db);
  await sql`CREATE INDEX items_by_category_id ON items(category, id)`.execute(db);
  await sql`DROP INDEX items_by_category`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE INDEX items_by_category ON items(category)`.execute(db);
  await sql`DROP INDEX items_by_category_id`.execute(db);
  await sql`DROP INDEX levels_by_location`.execute(db);
}
