import type { AlertCause } from '#shared/bridge/alerts.ts';
import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { type Alert, isOpen, locationOf } from '#shared/domain/alerts.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { asOf, type Reader } from '../../store/reader.ts';
import { MOVEMENT_COLUMNS, movementsTable } from '../inventory/tables.ts';
import { type FirstLot, firstLot } from './expiring.ts';
import { alertViews } from './reads.ts';
import { alertsTable } from './tables.ts';

/** How many earlier alerts are shown. */
const EARLIER = 10;

/** Returns one alert with the events that raised and resolved it, and the earlier alerts of its rule about the same subject. */
export function alertDetail(
  reader: Reader,
  { alertId }: MethodInput<'alerts.detail'>,
  now: number,
): MethodOutput<'alerts.detail'> {
  const row = reader.get<StoredRow>(`SELECT ${alertsTable.select()} FROM alerts WHERE id = ?`, alertId);
  const provenance = asOf(reader, ['alerts', 'inventory']);
  if (row === undefined)
    return { alert: null, raisedBy: null, resolvedBy: null, lot: null, earlier: [], asOf: provenance };
  const alert = alertsTable.decode(row);
  return {
    alert: alertViews(reader, now)(alert),
    raisedBy: causeOf(reader, alert, alert.raisedSeq),
    resolvedBy: causeOf(reader, alert, alert.resolvedSeq),
    lot: isOpen(alert) && alert.kind === 'expiring' ? lotOf(reader, alert, now) : null,
    earlier: earlierThan(reader, alert),
    asOf: provenance,
  };
}

function lotOf(reader: Reader, { subject }: Alert, now: number): FirstLot | null {
  return subject.type === 'stock' ? firstLot(reader, subject, now) : null;
}

function causeOf(reader: Reader, { subject }: Alert, seq: number | null): AlertCause | null {
  if (seq === null || seq === 0) return null;
  const place = locationOf({ subject });
  const itemId = subject.type === 'stock' ? subject.itemId : null;
  // Of an event with several movements, the last about this level is the one that counts.
  const row = reader.get<StoredRow>(
    `SELECT ${MOVEMENT_COLUMNS} FROM movements m JOIN levels l ON l.k = m.level_k
     WHERE m.seq = ? AND l.location_id IS ? AND (? IS NULL OR l.item_id = ?) ORDER BY m.n DESC LIMIT 1`,
    seq,
    place,
    itemId,
    itemId,
  );
  const movement = row ? movementsTable.decode(row) : null;
  const order =
    movement?.reference == null
      ? null
      : (reader.get<{ id: string; number: string }>(
          'SELECT id, number FROM orders WHERE number = ? OR id = ? LIMIT 1',
          movement.reference,
          movement.reference,
        ) ?? null);
  return { seq, movement, order };
}

function earlierThan(reader: Reader, alert: Alert): Alert[] {
  const { subject, ruleId, raisedAt, id } = alert;
  const place = locationOf({ subject });
  if (place === null) return [];
  return reader
    .all<StoredRow>(
      `SELECT ${alertsTable.select()} FROM alerts
       WHERE rule_id = ? AND location_id = ? AND raised_at <= ? AND id <> ? AND (? IS NULL OR subject ->> '$.itemId' = ?)
       ORDER BY raised_at DESC LIMIT ${EARLIER}`,
      ruleId,
      place,
      raisedAt,
      id,
      subject.type === 'stock' ? subject.itemId : null,
      subject.type === 'stock' ? subject.itemId : null,
    )
    .map(alertsTable.decode);
}
