import type { Described, EngineDomain, SearchSource } from '../../store/domain.ts';
import { snippet } from '../../store/text.ts';
import { findText, type Searched } from '../../store/text-search.ts';
import { purchaseEffects } from './effects.ts';
import { leadTime } from './lead-time.ts';
import * as created from './migrations/0311-purchasing.ts';
import { dumpPurchasing, purchasingProjection } from './projection.ts';
import { entries, findItems, itemsById, ofItem, order } from './reads.ts';
import { searchPurchases } from './search-list.ts';

export { draftLines, draftsKey } from './drafts.ts';

interface PurchaseHit {
  readonly id: string;
  readonly number: string;
  readonly supplierName: string;
  readonly firstLine: string | null;
  readonly at: number;
  readonly words: string;
}

const PURCHASES: Searched<PurchaseHit> = {
  index: 'purchases_fts',
  columns:
    "p.id, p.number, p.supplier_name AS supplierName, p.lines ->> '$[0].name' AS firstLine, p.created_at AS at, p.words",
  from: 'purchases p ON p.k = f.rowid',
  words: ({ words }) => words,
};

const purchases: SearchSource = {
  channel: 'purchasing',
  find: (reader, terms, after, limit) =>
    findText(reader, PURCHASES, terms, after, limit).map(({ row, position }) => ({
      position,
      hit: {
        kind: 'purchase',
        id: row.id,
        title: row.number,
        snippet: snippet([row.supplierName, row.firstLine].filter(Boolean).join(' · '), terms),
        at: row.at,
        subject: { kind: 'purchase', id: row.id },
      },
    })),
};

interface Change {
  readonly purchaseId: string;
  readonly number: string;
  readonly supplierName: string;
  readonly reason?: string;
}

function described({ purchaseId, number, supplierName, reason }: Change): Described {
  return {
    values: { purchase: number, supplier: supplierName, reason: reason ?? null },
    subject: { kind: 'purchase', id: purchaseId },
  };
}

/** The domain of purchase orders and the deliveries for them. */
export const purchasingDomain: EngineDomain = {
  name: 'purchasing',
  migrations: [{ version: 311, ...created }],
  projections: { purchasing: purchasingProjection },
  dumps: { purchasing: dumpPurchasing },
  reads: {
    'purchasing.search': searchPurchases,
    'purchasing.order': order,
    'purchasing.entries': entries,
    'purchasing.of_item': ofItem,
    'purchasing.find_items': findItems,
    'purchasing.items': itemsById,
    'purchasing.lead_time': leadTime,
  },
  effects: purchaseEffects,
  search: { purchase: purchases },
  activity: {
    'purchasing.order_created': ({ purchase: { id, ...rest } }) => described({ purchaseId: id, ...rest }),
    'purchasing.order_edited': ({ purchase: { id, ...rest } }) => described({ purchaseId: id, ...rest }),
    'purchasing.order_placed': described,
    'purchasing.order_received': ({ arrivals, differences, ...change }) => {
      const count = (kind: 'short' | 'over'): number =>
        differences.filter((one) => one.kind === kind).reduce((sum, { quantity }) => sum + quantity, 0);
      const units = arrivals.reduce((sum, { quantity }) => sum + quantity, 0);
      const { values, subject } = described(change);
      return { values: { ...values, units, short: count('short'), over: count('over') }, subject };
    },
    'purchasing.order_closed': described,
    'purchasing.order_cancelled': described,
  },
};
