import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { latestVersion, migrate, schemaVersion } from '../../src/main/engine/store/migrate.ts';
import { createStoreWriter } from '../../src/main/engine/store/writer.ts';
import { CACHE_MIGRATIONS, CACHE_SCHEMA } from '../../src/main/engine/threads/cache.ts';
import { makeAlert, makeAlertRule, makeNotification } from '../support/make/alert.ts';
import { makeBatches } from '../support/make/event.ts';
import { SampleShop } from '../support/make/sample/shop.ts';
import { makeUser } from '../support/make/user.ts';

let db: Database.Database;
beforeEach(() => {
  db = new Database(':memory:');
});
afterEach(() => void db.close());

const schema = (): unknown[] =>
  db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').all();

/** The domain objects that the first versions kept as JSON, by table. */
const DOCS: Readonly<Record<string, (n: number) => object>> = {
  alerts: (n) => {
    const alert = makeAlert({ id: `v${n}`, state: 'firing', raisedAt: n, resolvedAt: n });
    // Later versions added these.
    const added = [
      'raisedValue',
      'outcome',
      'stateSince',
      'dueAt',
      'raisedSeq',
      'resolvedSeq',
      'ownerId',
      'ownerName',
      'error',
    ];
    return Object.fromEntries(Object.entries(alert).filter(([name]) => !added.includes(name)));
  },
  alert_rules(n) {
    const { id, kind, severity, enabled, forMs, keepFiringForMs } = makeAlertRule({ id: `v${n}` });
    return { id, kind, severity, enabled, forMs, keepFiringForMs };
  },
  notifications(n) {
    const { text: _text, ...first } = makeNotification({ id: `v${n}`, createdAt: n });
    return first;
  },
  users: (n) => makeUser({ id: `v${n}`, name: `v${n}` }),
  settings: (n) => ({ key: `v${n}`, value: [null, 'text', 3, true][n] ?? null }),
  team_members: (n) => makeUser({ id: `v${n}`, name: `v${n}` }),
};

/** A value a column takes, by its declared type. */
function valueFor(table: string, column: { name: string; type: string }, n: number): string | number {
  if (column.name === 'doc') return JSON.stringify(DOCS[table]?.(n));
  if (column.type === 'INTEGER' && column.name === 'acknowledged') return 0;
  if (column.type !== 'TEXT') return n;
  if (column.name === 'subject' || column.name === 'value') return '{"kind":"item","id":"i"}';
  return column.name === 'state'
    ? ['outbox', 'settled_commands'].includes(table)
      ? 'queued'
      : 'firing'
    : `v${n}`;
}

/** The step after which commands and drafts are in a file of their own. They are moved there before it. */
const MOVE = 160;
const MOVED: readonly string[] = ['outbox', 'drafts'];

/** Tables with counts of rows, and with the text indexes to build. */
const COUNTED: readonly string[] = ['counters', 'text_builds'];
/** The step that drops sums which nothing read. */
const DROP = 230;
const DROPPED: readonly string[] = ['chat_rollups'];

/**
 * The step that takes sums away: they are derived from rows that stay. Going back, the cursors go too, so that snapshots bring
 * the sums again.
 */
const RECOUNT = 200;
const RECOUNTED: readonly string[] = [
  'payment_rollups',
  'order_rollups',
  'product_rollups',
  'chat_rollups',
  'cursors',
];

/** The step that has messages indexed anew, in both directions. */
const INDEXED = 541;

/** The step that has payments summed anew, in both directions. */
const SUMMED = 570;

/** What a step does not bring back when it is undone, because it is made anew. */
const DERIVED: Readonly<Record<number, readonly string[]>> = {
  [RECOUNT]: RECOUNTED,
  [DROP]: DROPPED,
  [INDEXED]: ['text_builds'],
  [SUMMED]: ['payment_rollups', 'cursors'],
};

interface Kept {
  readonly columns: string;
  readonly rows: readonly Record<string, unknown>[];
}

/** All rows by table, JSON read, with the names of the columns. */
function contents(): Map<string, Kept> {
  return new Map(
    plainTables().map((table) => [
      table,
      {
        columns: (db.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name).join(),
        rows: db
          .prepare<[], Record<string, unknown>>(`SELECT * FROM ${table}`)
          .all()
          .map((row) => ('doc' in row ? { ...row, doc: JSON.parse(String(row['doc'])) } : row)),
      },
    ]),
  );
}

function insertRow(table: string, n: number): void {
  const columns = db.pragma(`table_info(${table})`) as { name: string; type: string }[];
  const places = columns.map(() => '?').join(', ');
  db.prepare(`INSERT INTO ${table} VALUES (${places})`).run(
    ...columns.map((column) => valueFor(table, column, n)),
  );
}

const plainTables = (): string[] =>
  db
    .prepare<[], string>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%_fts%'`,
    )
    .pluck()
    .all() as string[];

describe('the migrations of the cache', () => {
  it('are numbered in order', () => {
    const versions = CACHE_MIGRATIONS.map((m) => m.version);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    expect(versions.every((v) => v > 0)).toBe(true);
  });

  it.each(CACHE_MIGRATIONS.map((m, i) => [m.version, CACHE_MIGRATIONS[i - 1]?.version ?? 0] as const))(
    'step %i keeps the rows that were there at %i',
    (version, before) => {
      migrate(db, CACHE_MIGRATIONS, before);
      const moved = version === MOVE ? MOVED : [];
      for (const table of plainTables())
        if (!moved.includes(table)) for (const n of [1, 2]) insertRow(table, n);
      const derived = DERIVED[version] ?? [];
      const was = contents();
      migrate(db, CACHE_MIGRATIONS, version);
      expect(schemaVersion(db)).toBe(version);
      const now = contents();
      if (version === DROP) for (const table of DROPPED) expect(now.has(table)).toBe(false);
      for (const [table, { columns, rows }] of was) {
        if (moved.includes(table) || derived.includes(table)) continue;
        // A step may add to what the engine keeps about its tables.
        if (COUNTED.includes(table)) expect(now.get(table)?.rows).toEqual(expect.arrayContaining([...rows]));
        else expect(now.get(table)?.rows, table).toHaveLength(rows.length);
        // A step may add columns, and what was there stays; one that takes columns away is held to what comes back below.
        const kept = columns.split(',').every((name) => now.get(table)?.columns.split(',').includes(name));
        if (kept && !COUNTED.includes(table)) expect(now.get(table)?.rows).toMatchObject(rows);
      }
      migrate(db, CACHE_MIGRATIONS, before);
      expect(schemaVersion(db)).toBe(before);
      for (const [table, { rows }] of was)
        if (!derived.includes(table)) expect(contents().get(table)?.rows, table).toEqual(rows);
    },
  );

  it('go all the way down and up again to the same schema, and the cache works', () => {
    migrate(db, CACHE_MIGRATIONS);
    const first = schema();
    const fill = (): void => {
      const writer = createStoreWriter(db, { ...CACHE_SCHEMA, userId: 'u', now: () => 1 });
      for (const batch of makeBatches(new SampleShop(2).take(200), 100))
        expect(writer.apply(batch).applied).toBe(100);
    };
    fill();
    migrate(db, CACHE_MIGRATIONS, 0);
    expect(schema().filter((row) => !String((row as { name: string }).name).startsWith('sqlite_'))).toEqual(
      [],
    );
    migrate(db, CACHE_MIGRATIONS);
    expect(schema()).toEqual(first);
    fill();
    expect(schemaVersion(db)).toBe(latestVersion(CACHE_MIGRATIONS));
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
    expect(() => migrate(db, [...CACHE_MIGRATIONS.slice(0, 1), broken], 20)).toThrow('no');
    expect(schemaVersion(db)).toBe(10);
    expect(plainTables()).not.toContain('half');
  });

  it.each(MOVED)('refuse to drop rows of %s that were not moved', (table) => {
    migrate(db, CACHE_MIGRATIONS, 140);
    insertRow(table, 1);
    expect(() => migrate(db, CACHE_MIGRATIONS, MOVE)).toThrow('not moved');
    expect(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(1);
  });

  it('know only their own versions', () => {
    expect(() => migrate(db, CACHE_MIGRATIONS, 15)).toThrow(RangeError);
  });
});
