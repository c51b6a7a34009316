import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { Alert } from '#shared/domain/alerts.ts';
import {
  type Item,
  type Level,
  type Location,
  pickThreshold,
  type Reservation,
  type StockLimits,
  stockState,
} from '#shared/domain/inventory.ts';
import {
  asOf,
  counter,
  decodeCursor,
  encodeCursor,
  pendingEffects,
  pendingStock,
  ReadError,
  type Reader,
} from '../../store/reader.ts';
import { scopeKeys, THRESHOLDS_IN_SCOPE, type ThresholdRow, toThreshold } from './levels.ts';
import {
  ITEM_COLUMNS,
  LEVEL_COLUMNS,
  MOVEMENT_COLUMNS,
  type MovementRow,
  RESERVATION_COLUMNS,
  toMovement,
} from './projection.ts';

/** Locations, categories in use, and how many levels are low or out. */
export function facets(reader: Reader): MethodOutput<'inventory.facets'> {
  const counted = reader.get<{ low: number | null; out: number | null }>(
    'SELECT sum(n) FILTER (WHERE state = 1) AS low, sum(n) FILTER (WHERE state = 2) AS out FROM stock_counts',
  );
  return {
    locations: reader.all<Location>('SELECT id, name, kind FROM locations ORDER BY name, id LIMIT 1000'),
    categories: reader
      .all<{ category: string }>(
        'SELECT category FROM stock_counts GROUP BY category HAVING sum(n) > 0 ORDER BY category COLLATE NOCASE LIMIT 1000',
      )
      .map((row) => row.category),
    low: counted?.low ?? 0,
    out: counted?.out ?? 0,
    asOf: asOf(reader, ['inventory']),
  };
}

/** One item with its levels, open reservations and the threshold that applies to it everywhere. */
export function item(
  reader: Reader,
  { itemId }: MethodInput<'inventory.item'>,
): MethodOutput<'inventory.item'> {
  const found = reader.get<Item>(`SELECT ${ITEM_COLUMNS} FROM items WHERE id = ?`, itemId);
  if (!found)
    throw new ReadError({
      code: 'not_found',
      message: 'There is no such item in the cache.',
      field: 'itemId',
    });
  const pending = pendingStock(reader);
  const levels = reader.all<Level & StockLimits & { locationName: string }>(
    `SELECT ${LEVEL_COLUMNS}, low_at AS lowAt, out_at AS outAt, coalesce(o.name, l.location_id) AS locationName
     FROM levels l LEFT JOIN locations o ON o.id = l.location_id WHERE l.item_id = ? ORDER BY locationName LIMIT 1000`,
    itemId,
  );
  const scoped = reader.all<ThresholdRow>(THRESHOLDS_IN_SCOPE, ...scopeKeys(itemId, '', found.category));
  return {
    item: found,
    levels: levels.map((level) => ({
      ...level,
      pendingOnHand: pending.get(`${itemId}:${level.locationId}`) ?? 0,
      status: stockState(level, level),
    })),
    reservations: reader.all<Reservation>(
      `SELECT ${RESERVATION_COLUMNS} FROM reservations WHERE item_id = ? AND status IN ('active', 'committed') ORDER BY created_at DESC LIMIT 100`,
      itemId,
    ),
    threshold: pickThreshold(
      scoped.map(toThreshold).filter((t) => t.locationId === null),
      { itemId, locationId: '', category: found.category },
    ),
    asOf: asOf(reader, ['inventory']),
  };
}

/** The ledger of an item, newest first; of one location where given. Each level gives its own newest lines, merged. */
export function ledger(
  reader: Reader,
  input: MethodInput<'inventory.ledger'>,
): MethodOutput<'inventory.ledger'> {
  const key = decodeCursor(input.after, ['number', 'number']) ?? [Number.MAX_SAFE_INTEGER, 0];
  const levels = reader.all<{ k: number }>(
    'SELECT k FROM levels WHERE item_id = ? AND location_id = coalesce(?, location_id) LIMIT 1000',
    input.itemId,
    input.locationId,
  );
  const found = levels.flatMap(({ k }) =>
    reader.all<MovementRow>(
      `SELECT ${MOVEMENT_COLUMNS} FROM levels l CROSS JOIN movements m ON m.level_k = l.k
       WHERE l.k = ? AND (m.seq, m.n) < (?, ?) ORDER BY m.seq DESC, m.n DESC LIMIT ?`,
      k,
      key[0],
      key[1],
      input.limit + 1,
    ),
  );
  found.sort((a, b) => b.seq - a.seq || b.n - a.n);
  const rows = found.slice(0, input.limit).map(toMovement);
  const last = rows.at(-1);
  return {
    rows,
    next: found.length > input.limit && last ? encodeCursor([last.seq, last.n]) : null,
    asOf: asOf(reader, ['inventory']),
  };
}

interface AlertKey {
  readonly doc: string;
  readonly k: number;
  readonly severity: number;
  readonly at: number;
}

const OPEN_ALERTS = `SELECT k, severity, raised_at AS at, doc FROM alerts WHERE open = 1 AND (severity, raised_at, k) < (?, ?, ?)
  ORDER BY severity DESC, raised_at DESC, k DESC LIMIT ?`;
const RESOLVED_ALERTS = `SELECT k, severity, resolved_at AS at, doc FROM alerts WHERE state = 'resolved' AND (resolved_at, k) < (?, ?)
  ORDER BY resolved_at DESC, k DESC LIMIT ?`;

/** Open alerts by severity, then newest first; resolved ones newest first. */
export function alertList(reader: Reader, input: MethodInput<'alerts.list'>): MethodOutput<'alerts.list'> {
  const key = decodeCursor(input.after, ['number', 'number', 'number']) ?? [
    Number.MAX_SAFE_INTEGER,
    Number.MAX_SAFE_INTEGER,
    Number.MAX_SAFE_INTEGER,
  ];
  const open = input.status === 'open';
  const found = open
    ? reader.all<AlertKey>(OPEN_ALERTS, ...key, input.limit + 1)
    : reader.all<AlertKey>(RESOLVED_ALERTS, key[1], key[2], input.limit + 1);
  const acknowledged = new Set(
    pendingEffects(reader).flatMap(({ effect }) => (effect.kind === 'acknowledge' ? [effect.alertId] : [])),
  );
  const shown = found.slice(0, input.limit);
  const last = shown.at(-1);
  return {
    rows: shown.map((row) => {
      // Written by the projection from a parsed alert.
      const alert: Alert = JSON.parse(row.doc);
      return { ...alert, pendingAcknowledge: acknowledged.has(alert.id) };
    }),
    next: found.length > input.limit && last ? encodeCursor([last.severity, last.at, last.k]) : null,
    asOf: asOf(reader, ['alerts']),
  };
}

export function alertCounts(reader: Reader): MethodOutput<'alerts.counts'> {
  return {
    open: counter(reader, 'alerts.open'),
    critical: counter(reader, 'alerts.open.2'),
    unacknowledged: counter(reader, 'alerts.unacknowledged'),
    asOf: asOf(reader, ['alerts']),
  };
}
