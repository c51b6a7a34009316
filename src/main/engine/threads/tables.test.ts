import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CHANNEL_DEFINITIONS, CHANNELS } from '#shared/protocol/channels.ts';
import { emptyCache } from '../../../../tests/support/declared-tables.ts';

let cache: ReturnType<typeof emptyCache>;

beforeEach(() => {
  cache = emptyCache();
});
afterEach(() => void cache.db.close());

describe('the declared tables of the cache', () => {
  it('are those of its schema, column by column', () => {
    expect(cache.tables.size).toBeGreaterThan(15);
    for (const [name, table] of cache.tables) {
      const columns = (cache.db.pragma(`table_info(${name})`) as { name: string }[]).map((c) => c.name);
      const declared = table.columns.map((column) => column.name);
      // A table may number its rows by `k`, which SQLite fills in.
      expect(columns.filter((column) => column !== 'k').sort(), name).toEqual(declared.toSorted());
      expect(columns, name).toEqual(expect.arrayContaining([...table.identity]));
    }
  });

  it('hold every kind of row a snapshot carries', () => {
    const kinds = new Set([...cache.tables.values()].map((table) => table.row.kind));
    for (const channel of CHANNELS)
      for (const { kind } of CHANNEL_DEFINITIONS[channel].rows) expect(kinds, channel).toContain(kind);
  });
});
