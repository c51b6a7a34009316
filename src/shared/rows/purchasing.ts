import type { Actor } from '../domain/ids.ts';
import { MAX_DELIVERIES, MAX_ORDERS } from '../domain/lead-times.ts';
import { Purchase, PurchaseEntry } from '../domain/purchasing.ts';
import { defineRow, json, nullableJson } from './define.ts';

/** Purchase orders. */
export const purchaseRow = defineRow({
  kind: 'purchase',
  schema: Purchase,
  key: ['id'],
  codecs: { lines: json<Purchase['lines']>() },
});
/** What happened to purchase orders. */
export const purchaseEntryRow = defineRow({
  kind: 'purchase_entry',
  schema: PurchaseEntry,
  key: ['seq'],
  codecs: {
    arrivals: json<PurchaseEntry['arrivals']>(),
    differences: json<PurchaseEntry['differences']>(),
    actor: nullableJson<Actor>(),
  },
});

/** The deliveries of a supplier (`?`), newest order first, in SQL: both sides keep these rows in tables of the same names. */
export const DELIVERIES_SQL = `SELECT placed_at AS placedAt, arrived_at AS arrivedAt FROM (
    SELECT p.placed_at, p.created_at,
      (SELECT max(e.at) FROM purchase_entries e WHERE e.purchase_id = p.id AND e.kind = 'received') AS arrived_at
    FROM (SELECT * FROM purchases WHERE supplier_id = ? ORDER BY created_at DESC LIMIT ${MAX_ORDERS}) p
    WHERE p.status = 'received' AND p.placed_at IS NOT NULL)
  WHERE arrived_at IS NOT NULL ORDER BY created_at DESC LIMIT ${MAX_DELIVERIES}`;
