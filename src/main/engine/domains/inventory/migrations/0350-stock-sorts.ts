import type { Database } from 'better-sqlite3';

/**
 * Indexes of the stock list's sort orders by what changes seldom: an item's category, barcode, price and cost, and the names of
 * locations. Orders by quantities that have no index are read by scanning the levels, which costs 20 ms of 100,000; an index would
 * cost each movement a write. The last index finds the levels of archived items.
 */
export function up(db: Database): void {
  db.exec(`
    CREATE INDEX items_by_category_name ON items(category COLLATE NOCASE, k);
    CREATE INDEX items_by_barcode ON items(coalesce(barcode, ''), k);
    CREATE INDEX items_by_price ON items(price, k);
    CREATE INDEX items_by_cost ON items(coalesce(cost, -1), k);
    CREATE UNIQUE INDEX locations_by_name ON locations(name COLLATE NOCASE, id);
    CREATE INDEX levels_unlisted ON levels(state) WHERE state = 3;
  `);
}

export function down(db: Database): void {
  for (const index of [
    'levels_unlisted',
    'locations_by_name',
    'items_by_cost',
    'items_by_price',
    'items_by_barcode',
    'items_by_category_name',
  ])
    db.exec(`DROP INDEX ${index}`);
}
