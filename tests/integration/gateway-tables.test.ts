import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

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
