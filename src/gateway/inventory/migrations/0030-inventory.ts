import { type Kysely, sql } from 'kysely';

/**
 * Items, locations, levels, the ledger, reservations and thresholds. A movement references its level by integer: the
 * ledger, the largest table, needs no text keys, and its index grows in few places.
 */
const UP = [
  `CREATE TABLE items (
    id TEXT NOT NULL UNIQUE, sku TEXT NOT NULL UNIQUE, name TEXT NOT NULL, category TEXT NOT NULL, barcode TEXT,
    unit TEXT NOT NULL, price INTEGER NOT NULL, cost INTEGER, currency TEXT NOT NULL, status TEXT NOT NULL,
    backorder_limit INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX items_by_category ON items(category)`,
  `CREATE TABLE locations (id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, kind TEXT NOT NULL) STRICT`,
  `CREATE TABLE levels (
    id INTEGER PRIMARY KEY, item_id TEXT NOT NULL, location_id TEXT NOT NULL, on_hand INTEGER NOT NULL,
    committed INTEGER NOT NULL CHECK (committed >= 0), unavailable INTEGER NOT NULL CHECK (unavailable >= 0),
    incoming INTEGER NOT NULL DEFAULT 0, seq INTEGER NOT NULL, at INTEGER NOT NULL, UNIQUE (item_id, location_id)
  ) STRICT`,
  `CREATE TABLE movements (
    seq INTEGER NOT NULL, n INTEGER NOT NULL, level_id INTEGER NOT NULL, type TEXT NOT NULL, lot_id TEXT,
    delta_on_hand INTEGER NOT NULL, delta_committed INTEGER NOT NULL, delta_unavailable INTEGER NOT NULL,
    on_hand_after INTEGER NOT NULL, committed_after INTEGER NOT NULL, unavailable_after INTEGER NOT NULL,
    actor TEXT, reason TEXT NOT NULL, reference TEXT, command_id TEXT, at INTEGER NOT NULL, PRIMARY KEY (seq, n)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX movements_by_level ON movements(level_id, seq, n)`,
  `CREATE TABLE reservations (
    id TEXT NOT NULL UNIQUE, item_id TEXT NOT NULL, location_id TEXT NOT NULL, quantity INTEGER NOT NULL CHECK (quantity > 0),
    status TEXT NOT NULL, order_id TEXT, expires_at INTEGER, created_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX reservations_by_order ON reservations(order_id) WHERE order_id IS NOT NULL`,
  `CREATE INDEX reservations_expiring ON reservations(expires_at) WHERE status = 'active' AND expires_at IS NOT NULL`,
  `CREATE INDEX reservations_expiring_by_level ON reservations(item_id, location_id, expires_at)
    WHERE status = 'active' AND expires_at IS NOT NULL`,
  `CREATE TABLE thresholds (
    scope TEXT NOT NULL PRIMARY KEY, item_id TEXT, location_id TEXT, category TEXT, low_at INTEGER NOT NULL,
    out_at INTEGER NOT NULL, over_at INTEGER, expiring_within_days INTEGER, recover_at INTEGER
  ) STRICT, WITHOUT ROWID`,
];
const DOWN = ['thresholds', 'reservations', 'movements', 'levels', 'locations', 'items'];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of DOWN) await sql.raw(`DROP TABLE ${table}`).execute(db);
}
