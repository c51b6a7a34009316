import type { EngineDomain, SearchSource } from '../../store/domain.ts';
import { findText, type Searched } from '../../store/text-search.ts';
import { inventoryActivity } from './activity.ts';
import { findCode } from './codes.ts';
import { inventoryEffects } from './effects.ts';
import { lotsOfItem } from './lots.ts';
import * as created from './migrations/0020-inventory.ts';
import * as lots from './migrations/0300-lots.ts';
import * as images from './migrations/0301-item-images.ts';
import * as sorts from './migrations/0350-stock-sorts.ts';
import * as codes from './migrations/0380-codes.ts';
import * as regions from './migrations/0571-regions.ts';
import { itemsNamed } from './named.ts';
import { dumpInventory, inventoryProjection } from './projection.ts';
import { facets, item, itemsById, ledger } from './reads.ts';
import { reservations } from './reservations.ts';
import { stockList, stockPageKeys } from './stock-list.ts';

interface ItemHit {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  readonly words: string;
}

const ITEMS: Searched<ItemHit> = {
  index: 'items_fts',
  columns: 'i.id, i.sku, i.name, i.category, i.words',
  from: 'items i ON i.k = f.rowid',
  words: ({ words }) => words,
};

const items: SearchSource = {
  channel: 'inventory',
  find: (reader, terms, after, limit) =>
    findText(reader, ITEMS, terms, after, limit).map(({ row, position }) => ({
      position,
      hit: {
        kind: 'item',
        id: row.id,
        title: row.name,
        snippet: `${row.sku} · ${row.category}`,
        at: null,
        subject: { kind: 'item', id: row.id },
      },
    })),
};

/** The domain of items, locations and stock. */
export const inventoryDomain: EngineDomain = {
  name: 'inventory',
  migrations: [
    { version: 20, ...created },
    { version: 300, ...lots },
    { version: 301, ...images },
    { version: 350, ...sorts },
    { version: 380, ...codes },
    { version: 571, ...regions },
  ],
  projections: { inventory: inventoryProjection },
  dumps: { inventory: dumpInventory },
  reads: {
    'inventory.list': stockList,
    'inventory.page_keys': stockPageKeys,
    'inventory.facets': facets,
    'inventory.item': item,
    'inventory.items': itemsById,
    'inventory.reservations': reservations,
    'inventory.lots': lotsOfItem,
    'inventory.ledger': ledger,
    'inventory.find_code': findCode,
    'inventory.named': itemsNamed,
  },
  effects: inventoryEffects,
  search: { item: items },
  activity: inventoryActivity,
};
