import Database from 'better-sqlite3';
import { z } from 'zod';
import { Customer } from '#shared/domain/orders.ts';
import type { SourceRow } from './row.ts';

/** An order as it was found in the file: which lines it has, and whether one of them is bad. */
export interface StagedOrder {
  readonly orderNumber: string;
  readonly at: number;
  readonly firstLine: number;
  readonly lines: number;
  readonly badLines: number;
}

export interface StagedRow {
  readonly line: number;
  readonly row: SourceRow;
}

/** What a staged row is stored as. It is our own writing, but it comes back as text, so it is parsed. */
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
 * Where the rows of a file wait until all rows of their order are known: they may stand anywhere in the file. It is a
 * temporary SQLite database, which keeps a few megabytes in memory and the rest in a file that vanishes with it, so the
 * memory an import takes does not grow with the file.
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

  /** Keeps a good row. */
  add(line: number, row: SourceRow): void {
    this.#write(row.orderNumber, line, row.at, JSON.stringify(row));
  }

  /** Remembers that an order has a bad row. */
  addBad(line: number, orderNumber: string): void {
    this.#write(orderNumber, line, null, null);
  }

  #write(orderNumber: string, line: number, at: number | null, row: string | null): void {
    this.#insert.run(orderNumber, line, at, row);
    this.#pending += 1;
    if (this.#pending % 10_000 === 0) this.#db.exec('COMMIT; BEGIN');
  }

  /** Ends the reading. After it: the orders by time, then by their place in the file. */
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

  /** The good rows of an order in the order of the file, at most `limit`. */
  rows(orderNumber: string, limit: number): StagedRow[] {
    // Prepared on first use: with the index that `orders` makes.
    this.#select ??= this.#db.prepare(
      'SELECT line, row FROM staged WHERE order_number = ? AND row IS NOT NULL ORDER BY line LIMIT ?',
    );
    return this.#select
      .all(orderNumber, limit)
      .map(({ line, row }) => ({ line, row: Stored.parse(JSON.parse(row)) }));
  }

  dispose(): void {
    this.#db.close();
  }
}
