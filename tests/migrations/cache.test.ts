import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate, schemaVersion } from '../../src/main/engine/store/migrate.ts';
import { LATEST_VERSION, MIGRATIONS } from '../../src/main/engine/store/migrations/index.ts';
import { createStoreWriter } from '../../src/main/engine/store/writer.ts';
import { makeBatches } from '../support/make/event.ts';
import { SampleShop } from '../support/make/sample/shop.ts';

let db: Database.Database;
beforeEach(() => {
  db = new Database(':memory:');
});
afterEach(() => void db.close());

const schema = (): unknown[] =>
  db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').all();

/** A value a column takes, by its declared type. */
function valueFor(column: { name: string; type: string }, n: number): string | number {
  if (column.type === 'INTEGER') return n;
  return column.name === 'state' ? 'queued' : `v${n}`;
}

function insertRow(table: string, n: number): void {
  const columns = db.pragma(`table_info(${table})`) as { name: string; type: string }[];
  const places = columns.map(() => '?').join(', ');
  db.prepare(`INSERT INTO ${table} VALUES (${places})`).run(...columns.map((column) => valueFor(column, n)));
}

const plainTables = (): string[] =>
  db
    .prepare<[], string>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%_fts%'`,
    )
    .pluck()
    .all() as string[];

describe('the migrations of the cache', () => {
  it('are numbered in tens, in order', () => {
    const versions = MIGRATIONS.map((m) => m.version);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    expect(versions.every((v) => v % 10 === 0 && v > 0)).toBe(true);
  });

  it.each(MIGRATIONS.map((m, i) => [m.version, MIGRATIONS[i - 1]?.version ?? 0] as const))(
    'step %i keeps the rows that were there at %i',
    (version, before) => {
      migrate(db, before);
      for (const table of plainTables()) for (const n of [1, 2]) insertRow(table, n);
      const rows = new Map(plainTables().map((table) => [table, db.prepare(`SELECT * FROM ${table}`).all()]));
      migrate(db, version);
      expect(schemaVersion(db)).toBe(version);
      // A step may add columns; what was there stays.
      for (const [table, was] of rows) expect(db.prepare(`SELECT * FROM ${table}`).all()).toMatchObject(was);
      migrate(db, before);
      expect(schemaVersion(db)).toBe(before);
      for (const [table, was] of rows) expect(db.prepare(`SELECT * FROM ${table}`).all()).toEqual(was);
    },
  );

  it('go all the way down and up again to the same schema, and the cache works', () => {
    migrate(db);
    const first = schema();
    const fill = (): void => {
      const writer = createStoreWriter(db, { userId: 'u', now: () => 1 });
      for (const batch of makeBatches(new SampleShop(2).take(200), 100))
        expect(writer.apply(batch).applied).toBe(100);
    };
    fill();
    migrate(db, 0);
    expect(schema().filter((row) => !String((row as { name: string }).name).startsWith('sqlite_'))).toEqual(
      [],
    );
    migrate(db);
    expect(schema()).toEqual(first);
    fill();
    expect(schemaVersion(db)).toBe(LATEST_VERSION);
  });

  it('leave the last whole step standing when one fails', () => {
    const broken = {
      version: 20,
      up: (at: Database.Database) => {
        at.exec('CREATE TABLE half (a)');
        throw new Error('no');
      },
      down: () => undefined,
    };
    expect(() => migrate(db, 20, [...MIGRATIONS.slice(0, 1), broken])).toThrow('no');
    expect(schemaVersion(db)).toBe(10);
    expect(plainTables()).not.toContain('half');
  });

  it('know only their own versions', () => {
    expect(() => migrate(db, 15)).toThrow(RangeError);
  });
});
