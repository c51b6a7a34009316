import type { EngineDomain, SearchSource } from '../../store/domain.ts';
import { matches } from '../../store/text.ts';
import { inventoryActivity } from './activity.ts';
import { inventoryEffects } from './effects.ts';
import * as created from './migrations/0020-inventory.ts';
import { dumpInventory, inventoryProjection } from './projection.ts';
import { facets, item, ledger } from './reads.ts';
import { stockList } from './stock-list.ts';

const items: SearchSource = {
  channel: 'inventory',
  find: (reader, query, limit) =>
    reader
      .all<{ id: string; sku: string; name: string; category: string }>(
        `SELECT i.id, i.sku, i.name, i.category FROM ${matches('items_fts')} CROSS JOIN items i ON i.k = f.rowid`,
        query,
        limit,
      )
      .map((row) => ({
        kind: 'item',
        id: row.id,
        title: row.name,
        snippet: `${row.sku} · ${row.category}`,
        at: null,
        subject: { kind: 'item', id: row.id },
      })),
};

/** The domain of items, locations and stock. */
export const inventoryDomain: EngineDomain = {
  name: 'inventory',
  migrations: [{ version: 20, ...created }],
  projections: { inventory: inventoryProjection },
  dumps: { inventory: dumpInventory },
  reads: {
    'inventory.list': stockList,
    'inventory.facets': facets,
    'inventory.item': item,
    'inventory.ledger': ledger,
  },
  effects: inventoryEffects,
  search: { item: items },
  activity: inventoryActivity,
};
