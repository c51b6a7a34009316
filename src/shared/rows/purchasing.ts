import type { Actor } from '../domain/ids.ts';
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
