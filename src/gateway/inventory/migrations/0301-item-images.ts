import { type Kysely, sql } from 'kysely';

/** Pictures of items, an index of barcodes, and who made a reservation, and for which conversation. */
const UP = [
  `CREATE TABLE item_images (item_id TEXT NOT NULL PRIMARY KEY, image TEXT NOT NULL) STRICT, WITHOUT ROWID`,
  `CREATE INDEX items_by_barcode ON items(barcode) WHERE barcode IS NOT NULL`,
  `ALTER TABLE reservations ADD COLUMN conversation_id TEXT`,
  `ALTER TABLE reservations ADD COLUMN made_by TEXT`,
];
const DOWN = [
  `ALTER TABLE reservations DROP COLUMN made_by`,
  `ALTER TABLE reservations DROP COLUMN conversation_id`,
  `DROP INDEX items_by_barcode`,
  `DROP TABLE item_images`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db);
}
