import type { Database } from 'better-sqlite3';

/**
 * Stock. A level has columns that lists filter and sort by: `available`, its limits, and `state` (0 ok, 1 low, 2 out, 3 not
 * listed, because its item is archived or unknown). Movements refer to their level by number, so that the largest table has
 * no text keys. `stock_counts` counts levels, so that totals need not count rows. `words` are the searchable words of an
 * item, folded as in the text index.
 */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE items (
      k INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, sku TEXT NOT NULL, name TEXT NOT NULL, category TEXT NOT NULL, barcode TEXT,
      unit TEXT NOT NULL, price INTEGER NOT NULL, cost INTEGER, currency TEXT NOT NULL, status TEXT NOT NULL,
      backorder_limit INTEGER NOT NULL, words TEXT NOT NULL
    ) STRICT;
    CREATE INDEX items_by_name ON items(name COLLATE NOCASE, k);
    CREATE INDEX items_by_sku ON items(sku COLLATE NOCASE, k);
    CREATE INDEX items_by_category ON items(category);
    CREATE VIRTUAL TABLE items_fts USING fts5(words, content='items', content_rowid='k', tokenize='unicode61 remove_diacritics 2',
      prefix='2 3', detail='none', columnsize=0);
    CREATE TABLE locations (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL) STRICT;
    CREATE TABLE levels (
      k INTEGER PRIMARY KEY, item_id TEXT NOT NULL, location_id TEXT NOT NULL, item_k INTEGER, on_hand INTEGER NOT NULL,
      committed INTEGER NOT NULL, unavailable INTEGER NOT NULL, incoming INTEGER NOT NULL, available INTEGER NOT NULL,
      low_at INTEGER NOT NULL, out_at INTEGER NOT NULL, state INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL,
      UNIQUE (item_id, location_id)
    ) STRICT;
    CREATE INDEX levels_by_available ON levels(available, k);
    CREATE INDEX levels_by_on_hand ON levels(on_hand, k);
    CREATE INDEX levels_by_update ON levels(seq, k);
    CREATE INDEX levels_by_location ON levels(location_id);
    CREATE INDEX levels_not_ok ON levels(state) WHERE state IN (1, 2);
    CREATE TABLE stock_counts (
      location_id TEXT NOT NULL, category TEXT NOT NULL, state INTEGER NOT NULL, n INTEGER NOT NULL,
      PRIMARY KEY (location_id, category, state)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE movements (
      seq INTEGER NOT NULL, n INTEGER NOT NULL, level_k INTEGER NOT NULL, type TEXT NOT NULL, lot_id TEXT,
      delta_on_hand INTEGER NOT NULL, delta_committed INTEGER NOT NULL, delta_unavailable INTEGER NOT NULL,
      on_hand_after INTEGER NOT NULL, committed_after INTEGER NOT NULL, unavailable_after INTEGER NOT NULL,
      actor TEXT, reason TEXT NOT NULL, reference TEXT, command_id TEXT, at INTEGER NOT NULL, PRIMARY KEY (seq, n)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX movements_by_level ON movements(level_k, seq, n);
    CREATE TABLE reservations (
      id TEXT NOT NULL PRIMARY KEY, item_id TEXT NOT NULL, location_id TEXT NOT NULL, quantity INTEGER NOT NULL, status TEXT NOT NULL,
      order_id TEXT, expires_at INTEGER, created_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX reservations_open ON reservations(item_id, created_at) WHERE status IN ('active', 'committed');
    CREATE TABLE thresholds (
      scope TEXT NOT NULL PRIMARY KEY, item_id TEXT, location_id TEXT, category TEXT, low_at INTEGER NOT NULL, out_at INTEGER NOT NULL,
      over_at INTEGER, expiring_within_days INTEGER, recover_at INTEGER
    ) STRICT, WITHOUT ROWID;
  `);
}

export function down(db: Database): void {
  for (const table of [
    'thresholds',
    'reservations',
    'movements',
    'stock_counts',
    'levels',
    'locations',
    'items_fts',
    'items',
  ]) {
    db.exec(`DROP TABLE ${table}`);
  }
}
