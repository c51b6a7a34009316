import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import Database from 'better-sqlite3';
import type { OwnColumns, Table } from '#shared/rows/table.ts';
import { OUTBOX_MIGRATIONS } from '../../src/main/engine/outbox/index.ts';
import { migrate } from '../../src/main/engine/store/migrate.ts';
import { createSql } from '../../src/main/engine/store/sql.ts';
import { createStoreWriter } from '../../src/main/engine/store/writer.ts';
import { CACHE_MIGRATIONS, CACHE_SCHEMA } from '../../src/main/engine/threads/cache.ts';

/** A table of either side. The type of its rows is known only by the schema. */
export type DeclaredTable = Table<Record<string, unknown>, OwnColumns>;

const gateway = resolve(import.meta.dirname, '../../src/gateway');

function isTable(value: unknown): value is DeclaredTable {
  return typeof value === 'object' && value !== null && 'columns' in value && 'row' in value;
}

/** Returns the tables that the gateway's `tables.ts` files declare, by name. */
export async function gatewayTables(): Promise<ReadonlyMap<string, DeclaredTable & { folder: string }>> {
  const tables = new Map<string, DeclaredTable & { folder: string }>();
  for (const file of globSync('*/tables.ts', { cwd: gateway })) {
    const exported: Record<string, unknown> = await import(resolve(gateway, file));
    const [folder = ''] = file.split('/');
    for (const value of Object.values(exported))
      if (isTable(value)) tables.set(value.name, { ...value, folder });
  }
  return tables;
}

/** Gives a cache in memory the tables of its outbox file, so that reads find them. */
function addOutbox(db: Database.Database): void {
  const outbox = new Database(':memory:');
  migrate(outbox, OUTBOX_MIGRATIONS);
  const tables = outbox
    .prepare<[], string>("SELECT sql FROM sqlite_schema WHERE type = 'table'")
    .pluck()
    .all();
  for (const sql of tables) db.exec(String(sql).replace('CREATE TABLE', 'CREATE TEMP TABLE'));
  outbox.close();
}

/** A cache after all migrations. They run once, because properties open hundreds of caches. */
let migrated: Buffer | null = null;

/** Opens an empty cache in memory, without the tables of the outbox file. */
export function migratedCache(): Database.Database {
  const db = new Database(migrated ?? ':memory:');
  if (migrated !== null) return db;
  migrate(db, CACHE_MIGRATIONS);
  migrated = db.serialize();
  return db;
}

/** Opens an empty cache in memory. Returns it with the tables that the console's projections write. */
export function emptyCache(): { db: Database.Database; tables: ReadonlyMap<string, DeclaredTable> } {
  const db = migratedCache();
  addOutbox(db);
  const tables = new Map<string, DeclaredTable>();
  createStoreWriter(db, {
    ...CACHE_SCHEMA,
    userId: 'u',
    now: () => 1,
    createProjection: (channel, context) =>
      CACHE_SCHEMA.createProjection(channel, {
        ...context,
        sql: createSql(db),
        bind: (table) => {
          if (isTable(table)) tables.set(table.name, table);
          return context.bind(table);
        },
      }),
  });
  return { db, tables };
}
