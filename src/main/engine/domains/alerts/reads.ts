import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { Alert } from '#shared/domain/alerts.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { olderThan } from '../../store/older.ts';
import { asOf, counter, decodeCursor, encodeCursor, type Reader } from '../../store/reader.ts';
import { pendingAcknowledgements } from './effects.ts';
import { alertsTable, openCounter } from './tables.ts';

interface Listed extends StoredRow {
  readonly k: number;
  readonly rank: number;
  readonly listed_at: number;
}

const OPEN_ALERTS = `SELECT k, rank, raised_at AS listed_at, ${alertsTable.select()} FROM alerts
  WHERE open = 1 AND (rank, raised_at, k) < (?, ?, ?) ORDER BY rank DESC, raised_at DESC, k DESC LIMIT ?`;
const RESOLVED_ALERTS = `SELECT k, rank, resolved_at AS listed_at, ${alertsTable.select()} FROM alerts
  WHERE state = 'resolved' AND (resolved_at, k) < (?, ?)
  ORDER BY resolved_at DESC, k DESC LIMIT ?`;

/** Lists open alerts by severity and then newest first, or resolved alerts newest first. */
export function alertList(reader: Reader, input: MethodInput<'alerts.list'>): MethodOutput<'alerts.list'> {
  const key = decodeCursor(input.after, ['number', 'number', 'number']) ?? [
    Number.MAX_SAFE_INTEGER,
    Number.MAX_SAFE_INTEGER,
    Number.MAX_SAFE_INTEGER,
  ];
  const open = input.status === 'open';
  const found = open
    ? reader.all<Listed>(OPEN_ALERTS, ...key, input.limit + 1)
    : reader.all<Listed>(RESOLVED_ALERTS, key[1], key[2], input.limit + 1);
  const acknowledged = pendingAcknowledgements(reader);
  const shown = found.slice(0, input.limit);
  const last = shown.at(-1);
  return {
    rows: shown.map((row) => {
      const alert = alertsTable.decode(row);
      return {
        ...alert,
        pendingAcknowledge: acknowledged.has(alert.id),
        valueNow: open ? availableNow(reader, alert) : null,
      };
    }),
    next: found.length > input.limit && last ? encodeCursor([last.rank, last.listed_at, last.k]) : null,
    asOf: asOf(reader, open ? ['alerts', 'inventory'] : ['alerts']),
    ...(open
      ? {}
      : olderThan(reader, {
          channel: 'alerts',
          kind: 'alert',
          of: null,
          before: null,
          isLast: found.length <= input.limit,
          at: last?.listed_at ?? null,
        })),
  };
}

/** Returns what is available now where an alert is about stock; null where the cache has no such level. */
function availableNow(reader: Reader, { subject }: Alert): number | null {
  if (subject.type !== 'stock') return null;
  const { itemId, locationId } = subject;
  const level = reader.get<{ available: number }>(
    'SELECT available FROM levels WHERE item_id = ? AND location_id = ?',
    itemId,
    locationId,
  );
  return level?.available ?? null;
}

/** Counts the open alerts, and the critical and unacknowledged ones among them. */
export function alertCounts(reader: Reader): MethodOutput<'alerts.counts'> {
  return {
    open: counter(reader, 'alerts.open'),
    critical: counter(reader, openCounter('critical')),
    unacknowledged: counter(reader, 'alerts.unacknowledged'),
    asOf: asOf(reader, ['alerts']),
  };
}
