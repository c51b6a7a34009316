import type { Reader } from '../../store/reader.ts';
import { pendingCreations } from './effects.ts';

/** An item on a purchase order that has not been sent to the supplier. */
export interface DraftLine {
  readonly purchaseId: string;
  /** null until the server has given the order a number. */
  readonly number: string | null;
  readonly locationId: string;
  readonly itemId: string;
  readonly quantity: number;
}

/** The newest drafts that are looked at. */
const MAX_DRAFTS = 200;

/** Names the state of purchase orders: another one means that drafts may have changed. */
export function draftsKey(reader: Reader): string {
  const row = reader.get<{ seq: number | null; pending: string | null }>(
    `SELECT (SELECT seq FROM cursors WHERE channel = 'purchasing') AS seq,
       (SELECT group_concat(id || state, ' ') FROM outbox WHERE type = 'purchasing.create_order') AS pending`,
  );
  return `${row?.seq ?? ''} ${row?.pending ?? ''}`;
}

/** Returns the lines of all drafts, newest first, with those that wait in the outbox. */
export function draftLines(reader: Reader): DraftLine[] {
  const stored = reader.all<DraftLine>(
    `SELECT p.id AS purchaseId, p.number, p.location_id AS locationId, line.value ->> '$.itemId' AS itemId,
       line.value ->> '$.quantity' AS quantity
     FROM (SELECT * FROM purchases INDEXED BY purchases_by_status WHERE status = 'draft' ORDER BY created_at DESC LIMIT ${MAX_DRAFTS}) p
     CROSS JOIN json_each(p.lines) line`,
  );
  const known = new Set(stored.map(({ purchaseId }) => purchaseId));
  const waiting = pendingCreations(reader).flatMap(({ purchaseId, locationId, lines }) =>
    known.has(purchaseId) ? [] : lines.map((line) => ({ purchaseId, number: null, locationId, ...line })),
  );
  return [...waiting, ...stored];
}
