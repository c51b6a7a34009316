import type { Database } from 'better-sqlite3';

/** Lists of orders by their total, grouped by currency; of equal totals by time. */
export function up(db: Database): void {
  db.exec('CREATE INDEX orders_by_total ON orders(currency, total, placed_at, k)');
}

export function down(db: Database): void {
  db.exec('DROP INDEX orders_by_total');
}
