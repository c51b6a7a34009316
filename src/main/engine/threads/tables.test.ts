import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CHANNEL_DEFINITIONS, CHANNELS } from '#shared/protocol/channels.ts';
import type { AnyTable } from '#shared/rows/table.ts';
import { migrate } from '../store/migrate.ts';
import { createSql } from '../store/sql.ts';
import { createStoreWriter } from '../store/writer.ts';
import { CACHE_MIGRATIONS, CACHE_SCHEMA } from './cache.ts';

let db: Database.Database;
const bound = new Map<string, AnyTable>();

beforeEach(() => {
  db = new Database(':memory:');
  migrate(db, CACHE_MIGRATIONS);
});
afterEach(() => void db.close());

/** The tables that all projections bind. */
function tablesOfProjections(): ReadonlyMap<string, AnyTable> {
  createStoreWriter(db, {
    ...CACHE_SCHEMA,
    userId: 'u',
    now: () => 1,
    createProjections: (context) =>
      CACHE_SCHEMA.createProjections({
        ...context,
        sql: createSql(db),
        bind: (table) => {
          bound.set(table.name, table);
          return context.bind(table);
        },
      }),
  });
  return bound;
}

describe('the declared tables of the cache', () => {
  it('are those of its schema, column by column', () => {
    for (const [name, table] of tablesOfProjections()) {
      const columns = db.pragma(`table_info(${name})`) as { name: string; pk: number }[];
      const declared = table.columns.map((column) => column.name);
      const numbered = columns.filter((column) => !declared.includes(column.name)).map(({ name: n }) => n);
      // A table may number its rows by `k`, which SQLite fills in.
      expect(
        numbered.filter((column) => column !== 'k'),
        name,
      ).toEqual([]);
      expect(
        columns.map((column) => column.name),
        name,
      ).toEqual(expect.arrayContaining(declared));
      expect(
        columns.map((column) => column.name),
        name,
      ).toEqual(expect.arrayContaining([...table.identity]));
    }
  });

  it('hold every kind of row a snapshot carries', () => {
    const kinds = new Set([...tablesOfProjections().values()].map((table) => table.row.kind));
    for (const channel of CHANNELS)
      for (const { kind } of CHANNEL_DEFINITIONS[channel].rows) expect(kinds, channel).toContain(kind);
  });
});
