import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { RESERVATION_SOON_MS } from '#shared/domain/inventory.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { asOf, decodeCursor, encodeCursor, type Reader } from '../../store/reader.ts';
import { ftsQuery, searchTerms } from '../../store/text.ts';
import { reservationsTable } from './tables.ts';

/** The most items that a search of reservations finds. */
const MAX_ITEMS = 500;

type Input = MethodInput<'inventory.reservations'>;

interface Clause {
  readonly sql: string;
  readonly params: readonly (string | number)[];
}

/** The reservations of a status at a time. Expiry holds at once, before the gateway has recorded it. */
function ofStatus(status: Input['status'], now: number): Clause | null {
  switch (status) {
    case 'any':
      return null;
    case 'active':
      return { sql: "r.status = 'active' AND (r.expires_at IS NULL OR r.expires_at > ?)", params: [now] };
    case 'expiring':
      return {
        sql: "r.status = 'active' AND r.expires_at > ? AND r.expires_at <= ?",
        params: [now, now + RESERVATION_SOON_MS],
      };
    case 'committed':
      return { sql: "r.status = 'committed'", params: [] };
    case 'ended':
      return {
        sql: "(r.status IN ('fulfilled', 'released', 'expired') OR (r.status = 'active' AND r.expires_at <= ?))",
        params: [now],
      };
  }
}

/** The reservations of items that are found, or of the order with this number. */
function found(reader: Reader, search: string): Clause | null {
  const terms = searchTerms(search);
  if (terms.length === 0) return null;
  const items = reader.all<{ id: string }>(
    `SELECT i.id FROM items_fts f JOIN items i ON i.k = f.rowid WHERE items_fts MATCH ? LIMIT ${MAX_ITEMS}`,
    ftsQuery(terms),
  );
  const orders = reader.all<{ id: string }>('SELECT id FROM orders WHERE number = ? LIMIT 10', search.trim());
  return {
    sql: '(r.item_id IN (SELECT value FROM json_each(?)) OR r.order_id IN (SELECT value FROM json_each(?)))',
    params: [JSON.stringify(items.map(({ id }) => id)), JSON.stringify(orders.map(({ id }) => id))],
  };
}

/** Lists reservations over all items, newest first; those that expire soon, soonest first. */
export function reservations(
  reader: Reader,
  input: Input,
  now: number,
): MethodOutput<'inventory.reservations'> {
  const soonest = input.status === 'expiring';
  const column = soonest ? 'r.expires_at' : 'r.created_at';
  const key = decodeCursor(input.after, ['number', 'string']);
  const clauses: (Clause | null)[] = [
    ofStatus(input.status, now),
    found(reader, input.search),
    input.itemId === null ? null : { sql: 'r.item_id = ?', params: [input.itemId] },
    input.locationId === null ? null : { sql: 'r.location_id = ?', params: [input.locationId] },
    input.orderId === null ? null : { sql: 'r.order_id = ?', params: [input.orderId] },
    input.conversationId === null ? null : { sql: 'r.conversation_id = ?', params: [input.conversationId] },
    key && { sql: `(${column}, r.id) ${soonest ? '>' : '<'} (?, ?)`, params: [key[0] ?? 0, key[1] ?? ''] },
  ];
  const wanted = clauses.filter((clause) => clause !== null);
  const where = wanted.map(({ sql }) => sql).join(' AND ');
  const order = soonest ? 'ASC' : 'DESC';
  const rows = reader.all<StoredRow & { sku: string; item_name: string; location_name: string }>(
    `SELECT ${reservationsTable.select('r')}, coalesce(i.sku, '') AS sku, coalesce(i.name, r.item_id) AS item_name,
       coalesce(o.name, r.location_id) AS location_name
     FROM reservations r LEFT JOIN items i ON i.id = r.item_id LEFT JOIN locations o ON o.id = r.location_id
     ${where === '' ? '' : `WHERE ${where}`} ORDER BY ${column} ${order}, r.id ${order} LIMIT ?`,
    ...wanted.flatMap(({ params }) => params),
    input.limit + 1,
  );
  const shown = rows.slice(0, input.limit).map((row) => ({
    ...reservationsTable.decode(row),
    sku: row.sku,
    itemName: row.item_name,
    locationName: row.location_name,
  }));
  const last = shown.at(-1);
  return {
    rows: shown,
    next:
      rows.length > input.limit && last
        ? encodeCursor([(soonest ? last.expiresAt : last.createdAt) ?? 0, last.id])
        : null,
    asOf: asOf(reader, ['inventory']),
  };
}
