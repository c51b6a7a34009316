import type { Database } from 'better-sqlite3';
import type { SqlValue, StoredRow } from '#shared/rows/define.ts';
import type { RowRecorder } from '#shared/rows/table.ts';
import type { Sql } from './sql.ts';

/**
 * Records rows as they were before each change, in the same transaction, keyed by the sequence number of the event that
 * changed them. With these images a table can be restored to a past state. Sums written once per batch have the sequence
 * number of its last event. Recording is off unless the writer's `recordImages` is set.
 */
export class RowImages implements RowRecorder {
  readonly #insert;
  readonly #deleteAll;
  #seq = 0;
  #n = 0;

  constructor(sql: Sql) {
    this.#insert = sql.prepare<[number, number, string, string, string | null]>(
      'INSERT INTO row_images (seq, n, table_name, identity, before) VALUES (?, ?, ?, ?, ?)',
    );
    this.#deleteAll = sql.prepare('DELETE FROM row_images');
  }

  /** Deletes all images. Called when a channel is replaced, because earlier states cannot be restored past that. */
  clear(): void {
    this.#deleteAll.run();
  }

  /** Sets the event to which the following changes belong. */
  follow(seq: number): void {
    if (seq !== this.#seq) this.#n = 0;
    this.#seq = seq;
  }

  /** Records a row as it was before a change; null if it did not exist. */
  record(table: string, identity: readonly SqlValue[], before: StoredRow | null): void {
    this.#n += 1;
    this.#insert.run(
      this.#seq,
      this.#n,
      table,
      JSON.stringify(identity),
      before === null ? null : JSON.stringify(before),
    );
  }
}

interface ImageRow {
  readonly table_name: string;
  readonly identity: string;
  readonly before: string | null;
}

/**
 * Restores the recorded tables to their state after event `seq`, undoing the newest change first. `identities` gives the
 * identifying columns of each table. Text indexes are not restored.
 */
export function restoreImages(
  db: Database,
  seq: number,
  identities: ReadonlyMap<string, readonly string[]>,
): void {
  const images = db
    .prepare<[number], ImageRow>(
      'SELECT table_name, identity, before FROM row_images WHERE seq > ? ORDER BY seq DESC, n DESC',
    )
    .all(seq);
  for (const { table_name: table, identity, before } of images) {
    const columns = identities.get(table) ?? [];
    const where = columns.map((column) => `${column} IS ?`).join(' AND ');
    db.prepare(`DELETE FROM ${table} WHERE ${where}`).run(...JSON.parse(identity));
    if (before === null) continue;
    const row: Record<string, unknown> = JSON.parse(before);
    const names = Object.keys(row);
    db.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`).run(
      ...Object.values(row),
    );
  }
}
