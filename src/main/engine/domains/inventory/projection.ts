import {
  Item,
  Level,
  Location,
  Movement,
  type MovementData,
  Reservation,
  Threshold,
} from '#shared/domain/inventory.ts';
import { parserOf } from '#shared/protocol/events/guard.ts';
import type { EventOf } from '#shared/protocol/events/index.ts';
import type { ChannelProjection, Dump, ProjectionContext } from '../../store/projection.ts';
import { foldWords } from '../../store/text.ts';
import { Levels, scopeKey, type ThresholdRow, toThreshold } from './levels.ts';

const parse = {
  item: parserOf(Item),
  location: parserOf(Location),
  level: parserOf(Level),
  movement: parserOf(Movement),
  reservation: parserOf(Reservation),
  threshold: parserOf(Threshold),
};

type StockEvent = EventOf<'inventory.stock_adjusted'>;

/** The channel `inventory`: items, locations, levels, the ledger, reservations, thresholds. */
export function inventoryProjection(context: ProjectionContext): ChannelProjection<'inventory'> {
  const { sql, counters, changes } = context;
  const levels = new Levels(context);
  /** Levels a snapshot did not bring, made from its movements. */
  const fromLedger = new Set<string>();
  /** While a snapshot is written: its thresholds, read once they are all there. */
  let bulk: { thresholds: ReturnType<Levels['thresholds']> | null } | null = null;
  const findItem = sql.prepare<[string], { k: number; category: string; status: string; words: string }>(
    'SELECT k, category, status, words FROM items WHERE id = ?',
  );
  const insertItem = sql.prepare(
    `INSERT INTO items (sku, name, category, barcode, unit, price, cost, currency, status, backorder_limit, words, id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const updateItem = sql.prepare(
    `UPDATE items SET sku = ?, name = ?, category = ?, barcode = ?, unit = ?, price = ?, cost = ?, currency = ?, status = ?,
       backorder_limit = ?, words = ? WHERE id = ?`,
  );
  const indexItem = sql.prepare<[number, string]>('INSERT INTO items_fts (rowid, words) VALUES (?, ?)');
  const unindexItem = sql.prepare<[number, string]>(
    `INSERT INTO items_fts (items_fts, rowid, words) VALUES ('delete', ?, ?)`,
  );
  const insertMovement = sql.prepare(
    `INSERT OR IGNORE INTO movements (seq, n, level_k, type, lot_id, delta_on_hand, delta_committed, delta_unavailable, on_hand_after,
       committed_after, unavailable_after, actor, reason, reference, command_id, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const upsertReservation = sql.prepare(
    `INSERT INTO reservations (id, item_id, location_id, quantity, status, order_id, expires_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET item_id = excluded.item_id, location_id = excluded.location_id, quantity = excluded.quantity,
       status = excluded.status, order_id = excluded.order_id, expires_at = excluded.expires_at, created_at = excluded.created_at`,
  );
  const upsertLocation = sql.prepare<[string, string, string]>(
    'INSERT INTO locations (id, name, kind) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, kind = excluded.kind',
  );

  const putItem = (item: Item): boolean => {
    const words = foldWords(`${item.sku} ${item.name} ${item.barcode ?? ''}`);
    const before = findItem.get(item.id);
    const write = before ? updateItem : insertItem;
    const { lastInsertRowid } = write.run(
      item.sku,
      item.name,
      item.category,
      item.barcode,
      item.unit,
      item.price,
      item.cost,
      item.currency,
      item.status,
      item.backorderLimit,
      words,
      item.id,
    );
    const k = before?.k ?? Number(lastInsertRowid);
    // A snapshot's items come before its levels and are indexed all at once at its end.
    if (bulk) {
      if (item.status === 'active' && !before) counters.add('inventory.items', 1);
      else if (before)
        counters.add(
          'inventory.items',
          (item.status === 'active' ? 1 : 0) - (before.status === 'active' ? 1 : 0),
        );
      return true;
    }
    if (before?.words !== words) {
      if (before) unindexItem.run(k, before.words);
      indexItem.run(k, words);
    }
    counters.add(
      'inventory.items',
      (item.status === 'active' ? 1 : 0) - (before?.status === 'active' ? 1 : 0),
    );
    if (before?.category !== item.category || before.status !== item.status)
      levels.relistItem(item.id, before?.category ?? null);
    changes.touch('inventory', item.id);
    return true;
  };

  const putMovement = (m: MovementData, levelKey: number, line: Omit<Movement, keyof MovementData>): void => {
    insertMovement.run(
      line.seq,
      line.n,
      levelKey,
      m.type,
      m.lotId,
      m.deltaOnHand,
      m.deltaCommitted,
      m.deltaUnavailable,
      m.onHandAfter,
      m.committedAfter,
      m.unavailableAfter,
      line.actor && JSON.stringify(line.actor),
      line.reason,
      line.reference,
      line.commandId,
      line.at,
    );
  };

  const move = (event: Pick<StockEvent, 'seq' | 'at' | 'actor' | 'commandId' | 'data'>): boolean => {
    const { seq, at, actor, commandId } = event;
    const { movements, reason, reference } = event.data;
    let n = 0;
    for (const m of movements)
      putMovement(m, levels.move(m, seq, at), { seq, n: n++, actor, reason, reference, commandId, at });
    return true;
  };

  const putReservation = (r: Reservation): void => {
    upsertReservation.run(
      r.id,
      r.itemId,
      r.locationId,
      r.quantity,
      r.status,
      r.orderId,
      r.expiresAt,
      r.createdAt,
    );
  };
  const reserve = (
    event:
      | EventOf<'inventory.stock_reserved'>
      | EventOf<'inventory.reservation_committed'>
      | EventOf<'inventory.reservation_fulfilled'>
      | EventOf<'inventory.reservation_released'>
      | EventOf<'inventory.reservation_expired'>,
  ): boolean => {
    putReservation(event.data.reservation);
    return move(event);
  };

  const putThreshold = (t: Threshold): void => {
    sql
      .prepare(
        'INSERT OR REPLACE INTO thresholds (scope, item_id, location_id, category, low_at, out_at, over_at, expiring_within_days, recover_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      )
      .run(
        scopeKey(t.itemId, t.locationId, t.category),
        t.itemId,
        t.locationId,
        t.category,
        t.lowAt,
        t.outAt,
        t.overAt,
        t.expiringWithinDays,
        t.recoverAt,
      );
  };
  const changeThreshold = ({
    data: { threshold, removed },
  }: EventOf<'inventory.thresholds_changed'>): boolean => {
    if (removed) {
      sql
        .prepare('DELETE FROM thresholds WHERE scope = ?')
        .run(scopeKey(threshold.itemId, threshold.locationId, threshold.category));
    } else putThreshold(threshold);
    levels.relistScope(threshold);
    if (threshold.itemId === null) changes.touchAll('inventory');
    else changes.touch('inventory', threshold.itemId);
    return true;
  };
  const putLocation = (location: Location): boolean => {
    upsertLocation.run(location.id, location.name, location.kind);
    changes.touchAll('inventory');
    return true;
  };

  return {
    channel: 'inventory',
    tallies: [levels.counts],
    events: {
      'inventory.item_created': (event) => putItem(event.data.item),
      'inventory.item_updated': (event) => putItem(event.data.item),
      'inventory.location_created': (event) => putLocation(event.data.location),
      'inventory.stock_adjusted': move,
      'inventory.stock_counted': move,
      'inventory.stock_received': move,
      'inventory.stock_transferred': move,
      'inventory.stock_reserved': reserve,
      'inventory.reservation_committed': reserve,
      'inventory.reservation_fulfilled': reserve,
      'inventory.reservation_released': reserve,
      'inventory.reservation_expired': reserve,
      'inventory.thresholds_changed': changeThreshold,
    },
    rows: {
      threshold: (row) => putThreshold(parse.threshold(row)),
      location: (row) => void putLocation(parse.location(row)),
      item: (row) => void putItem(parse.item(row)),
      level: (row) => {
        if (bulk) bulk.thresholds ??= levels.thresholds();
        levels.create(parse.level(row), bulk?.thresholds);
      },
      movement: (row) => {
        const m = parse.movement(row);
        // The level of a line is always among the rows; where it was refused as damaged, the ledger's own sums stand in.
        const pair = fromLedger.size === 0 ? '' : `${m.itemId}\n${m.locationId}`;
        let key = fromLedger.has(pair) ? undefined : levels.keyOf(m.itemId, m.locationId);
        if (key === undefined) {
          fromLedger.add(`${m.itemId}\n${m.locationId}`);
          key = levels.move(m, m.seq, m.at);
        }
        putMovement(m, key, m);
      },
      reservation: (row) => putReservation(parse.reservation(row)),
    },
    bulk: {
      tables: ['items', 'levels', 'movements', 'reservations'],
      around: (write) => {
        bulk = { thresholds: null };
        try {
          write();
        } finally {
          bulk = null;
        }
        sql.prepare(`INSERT INTO items_fts (items_fts) VALUES ('rebuild')`).run();
      },
    },
    clear: () => {
      for (const table of ['items', 'locations', 'levels', 'movements', 'reservations', 'thresholds'])
        sql.prepare(`DELETE FROM ${table}`).run();
      sql.prepare(`INSERT INTO items_fts (items_fts) VALUES ('delete-all')`).run();
      fromLedger.clear();
      levels.counts.clear();
      counters.clear('inventory.');
    },
  };
}

export interface MovementRow extends Omit<Movement, 'actor'> {
  readonly actor: string | null;
}

/** A ledger line with the level it names, in the shape of Movement but for the actor's JSON. */
export const MOVEMENT_COLUMNS = `m.seq, m.n, m.type, l.item_id AS itemId, l.location_id AS locationId, m.lot_id AS lotId,
  m.delta_on_hand AS deltaOnHand, m.delta_committed AS deltaCommitted, m.delta_unavailable AS deltaUnavailable,
  m.on_hand_after AS onHandAfter, m.committed_after AS committedAfter, m.unavailable_after AS unavailableAfter,
  m.actor, m.reason, m.reference, m.command_id AS commandId, m.at`;

export function toMovement(row: MovementRow): Movement {
  return { ...row, actor: row.actor === null ? null : JSON.parse(row.actor) };
}

export const ITEM_COLUMNS =
  'id, sku, name, category, barcode, unit, price, cost, currency, status, backorder_limit AS backorderLimit';
export const LEVEL_COLUMNS =
  'item_id AS itemId, location_id AS locationId, on_hand AS onHand, committed, unavailable, incoming, seq, at';
export const RESERVATION_COLUMNS =
  'id, item_id AS itemId, location_id AS locationId, quantity, status, order_id AS orderId, expires_at AS expiresAt, created_at AS createdAt';

/** All rows of the channel `inventory`, kind by kind, each by its key. */
export const dumpInventory: Dump = function* (sql) {
  const rows = <R>(text: string): IterableIterator<R> => sql.raw.prepare<[], R>(text).iterate();
  for (const row of rows<Item>(`SELECT ${ITEM_COLUMNS} FROM items ORDER BY id`)) yield { kind: 'item', row };
  for (const row of rows<Location>('SELECT id, name, kind FROM locations ORDER BY id'))
    yield { kind: 'location', row };
  for (const row of rows<Level>(`SELECT ${LEVEL_COLUMNS} FROM levels ORDER BY item_id, location_id`))
    yield { kind: 'level', row };
  for (const row of rows<MovementRow>(
    `SELECT ${MOVEMENT_COLUMNS} FROM movements m CROSS JOIN levels l ON l.k = m.level_k ORDER BY m.seq, m.n`,
  )) {
    yield { kind: 'movement', row: toMovement(row) };
  }
  for (const row of rows<Reservation>(`SELECT ${RESERVATION_COLUMNS} FROM reservations ORDER BY id`))
    yield { kind: 'reservation', row };
  for (const row of rows<ThresholdRow>('SELECT * FROM thresholds ORDER BY scope'))
    yield { kind: 'threshold', row: toThreshold(row) };
};
