import Database from 'better-sqlite3';
import { z } from 'zod';
import { Customer } from '#shared/domain/orders.ts';
import type { SourceRow } from './row.ts';

/** An order as found in the file, with its lines and how many are invalid. */
export interface StagedOrder {
  readonly orderNumber: string;
  readonly at: number;
  readonly firstLine: number;
  readonly lines: number;
  readonly badLines: number;
}

/** A valid row with its line in the file. */
export interface StagedRow {
  readonly line: number;
  readonly row: SourceRow;
}

/** The stored form of a row. It is read back as text, so it is parsed. */
const Stored = z.object({
  kind: z.enum(['order', 'cancellation']),
  orderNumber: z.string(),
  at: z.int(),
  customer: Customer.nullable(),
  sku: z.string(),
  name: z.string(),
  category: z.string(),
  quantity: z.int(),
  unitPrice: z.int(),
  total: z.int(),
});

/**
 * Holds the rows of a file until all rows of their order are known: they can be anywhere in the file. A temporary SQLite
 * database keeps a few megabytes in memory and the rest in a file that is deleted with it, so memory does not grow with the
 * file.
 */
export class Staging {
  readonly #db: Database.Database;
  readonly #insert: Database.Statement<[string, number, number | null, string | null]>;
  #select: Database.Statement<[string, number], { line: number; row: string }> | null = null;
  #pending = 0;

  constructor() {
    // An empty name is SQLite's private temporary on-disk database (sqlite.org/inmemorydb.html).
    this.#db = new Database('');
    this.#db.pragma('cache_size = -8192');
    this.#db.exec(
      'CREATE TABLE staged (order_number TEXT NOT NULL, line INTEGER NOT NULL, at INTEGER, row TEXT)',
    );
    this.#insert = this.#db.prepare('INSERT INTO staged VALUES (?, ?, ?, ?)');
    this.#db.exec('BEGIN');
  }

  /** Adds a valid row. */
  add(line: number, row: SourceRow): void {
    this.#write(row.orderNumber, line, row.at, JSON.stringify(row));
  }

  /** Records that an order has an invalid row. */
  addBad(line: number, orderNumber: string): void {
    this.#write(orderNumber, line, null, null);
  }

  #write(orderNumber: string, line: number, at: number | null, row: string | null): void {
    this.#insert.run(orderNumber, line, at, row);
    this.#pending += 1;
    if (this.#pending % 10_000 === 0) this.#db.exec('COMMIT; BEGIN');
  }

  /** Ends the staging and yields the orders by time, then by their place in the file. */
  *orders(): Generator<StagedOrder> {
    this.#db.exec('COMMIT; CREATE INDEX staged_by_order ON staged (order_number, line)');
    this.#db.exec(`CREATE TABLE found AS SELECT order_number AS orderNumber, COALESCE(MIN(at), 0) AS at, MIN(line) AS firstLine,
      COUNT(*) AS lines, SUM(row IS NULL) AS badLines FROM staged GROUP BY order_number ORDER BY at, firstLine`);
    const page = this.#db.prepare<[number], StagedOrder & { id: number }>(
      'SELECT rowid AS id, * FROM found WHERE rowid > ? ORDER BY rowid LIMIT 500',
    );
    for (let after = 0; ; ) {
      const found = page.all(after);
      yield* found;
      const last = found.at(-1);
      if (!last) return;
      after = last.id;
    }
  }

  /** Returns the valid rows of an order in file order, at most `limit`. */
  rows(orderNumber: string, limit: number): StagedRow[] {
    // Prepared on first use, after `orders` has created the index.
    this.#select ??= this.#db.prepare(
      'SELECT line, row FROM staged WHERE order_number = ? AND row IS NOT NULL ORDER BY line LIMIT ?',
    );
    return this.#select
      .all(orderNumber, limit)
      .map(({ line, row }) => ({ line, row: Stored.parse(JSON.parse(row)) }));
  }

  /** Closes and deletes the temporary database. */
  dispose(): void {
    this.#db.close();
  }
}
