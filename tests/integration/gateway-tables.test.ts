import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHANNEL_DEFINITIONS, CHANNELS } from '#shared/protocol/channels.ts';
import { demoModule } from '../../src/gateway/demo/index.ts';
import { migrateTo, migrationsWith } from '../../src/gateway/migrations.ts';
import { gatewayTables } from '../support/declared-tables.ts';
import { temporaryFolder } from '../support/folders.ts';

const gateway = resolve(import.meta.dirname, '../../src/gateway');
const read = (file: string): string => readFileSync(resolve(gateway, file), 'utf8');
const folderOf = (file: string): string => file.split('/')[0] ?? '';

/** Each table's owner: the folder whose migration creates it. */
function owners(): Map<string, string> {
  const tables = new Map<string, string>();
  for (const file of globSync('*/migrations/*.ts', { cwd: gateway })) {
    for (const [, table] of read(file).matchAll(/\bCREATE TABLE (\w+)/g))
      if (table) tables.set(table, folderOf(file));
  }
  return tables;
}

/** The tables that a source's SQL names, by `FROM`, `JOIN`, `INTO` or `UPDATE`. */
const tablesIn = (source: string): string[] =>
  [...source.matchAll(/\b(?:FROM|JOIN|INTO|UPDATE)\s+(\w+)/g)].map(([, table]) => table ?? '');

describe('the gateway’s tables', () => {
  const tables = owners();

  it('have one owner each', () => {
    expect(tables.get('items')).toBe('inventory');
    expect(tables.get('users')).toBe('auth');
    expect(tables.get('demo_state')).toBe('demo');
    expect(tables.size).toBeGreaterThan(20);
  });

  it('are named in the SQL of their owner’s folder only', () => {
    const files = globSync('**/*.ts', { cwd: gateway }).filter(
      (file) => !file.includes('.test.') && !file.includes('/migrations/'),
    );
    const strangers = files.flatMap((file) =>
      tablesIn(read(file))
        .filter((table) => tables.has(table) && tables.get(table) !== folderOf(file))
        .map((table) => `${file}: ${table} of ${tables.get(table)}`),
    );
    expect(strangers).toEqual([]);
  });

  it('are found in SQL', () => {
    expect(tablesIn('SELECT * FROM items JOIN levels ON 1; INSERT OR REPLACE INTO orders VALUES')).toEqual([
      'items',
      'levels',
      'orders',
    ]);
  });
});

describe('the declared tables of the gateway', () => {
  const folder = temporaryFolder('gateway-tables');
  let db: Database.Database;
  let declared: Awaited<ReturnType<typeof gatewayTables>>;
  beforeAll(async () => {
    const file = resolve(folder.path, 'gateway.db');
    await migrateTo(file, 'latest', migrationsWith([demoModule]));
    db = new Database(file);
    declared = await gatewayTables();
  });
  afterAll(() => {
    db.close();
    folder.remove();
  });

  /** Columns that are not declared: SQLite fills them in with the number of the row. */
  const NUMBERED: Readonly<Record<string, readonly string[]>> = {
    counts: ['k'],
    transfers: ['k'],
    levels: ['id'],
  };

  it('are those of its schema, column by column', () => {
    expect(declared.size).toBeGreaterThan(12);
    for (const [name, table] of declared) {
      const columns = db.pragma(`table_info(${name})`) as { name: string }[];
      const stored = columns.map((column) => column.name).sort();
      const declaredNames = table.columns.map((column) => column.name);
      expect([...declaredNames, ...(NUMBERED[name] ?? [])].sort(), name).toEqual(stored);
      expect(stored, name).toEqual(expect.arrayContaining([...table.identity, ...table.unique]));
    }
  });

  it('belong to the folder whose migration creates them', () => {
    const created = owners();
    for (const [name, { folder: declaring }] of declared) expect(created.get(name), name).toBe(declaring);
  });

  it('are used in their own folder only', () => {
    const files = globSync('*/**/*.ts', { cwd: gateway }).filter((file) => !file.includes('.test.'));
    const strangers = files.filter((file) => {
      const elsewhere = [...read(file).matchAll(/from '\.\.\/(\w+)\/tables\.ts'/g)].map(([, of]) => of);
      return elsewhere.some((of) => of !== 'db' && of !== folderOf(file));
    });
    expect(strangers).toEqual([]);
  });

  it('hold every kind of row that a snapshot carries', () => {
    const kinds = new Set([...declared.values()].map((table) => table.row.kind));
    // Members of the team are users without what only administrators may see: they have no table of their own.
    kinds.add('member');
    for (const channel of CHANNELS)
      for (const { kind } of CHANNEL_DEFINITIONS[channel].rows) expect(kinds, channel).toContain(kind);
  });
});
