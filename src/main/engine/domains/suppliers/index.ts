import type { Supplier } from '#shared/domain/suppliers.ts';
import type { Described, EngineDomain, SearchSource } from '../../store/domain.ts';
import type { Reader } from '../../store/reader.ts';
import { snippet } from '../../store/text.ts';
import { findText, type Searched } from '../../store/text-search.ts';
import { supplierEffects } from './effects.ts';
import * as created from './migrations/0310-suppliers.ts';
import * as service from './migrations/0400-supplier-service.ts';
import { dumpSuppliers, suppliersProjection } from './projection.ts';
import { items, list, ofItem, supplier } from './reads.ts';

export { pendingOffers, pendingSuppliers } from './effects.ts';

interface SupplierHit {
  readonly id: string;
  readonly name: string;
  readonly contactName: string | null;
  readonly email: string | null;
  readonly words: string;
}

const SUPPLIERS: Searched<SupplierHit> = {
  index: 'suppliers_fts',
  columns: 's.id, s.name, s.contact_name AS contactName, s.email, s.words',
  from: 'suppliers s ON s.k = f.rowid',
  words: ({ words }) => words,
};

const suppliersSearch: SearchSource = {
  channel: 'suppliers',
  find: (reader, terms, after, limit) =>
    findText(reader, SUPPLIERS, terms, after, limit).map(({ row, position }) => ({
      position,
      hit: {
        kind: 'supplier',
        id: row.id,
        title: row.name,
        snippet: snippet([row.contactName, row.email].filter(Boolean).join(' · '), terms),
        at: null,
        subject: { kind: 'supplier', id: row.id },
      },
    })),
};

function described({ supplier: { id, name } }: { readonly supplier: Supplier }): Described {
  return { values: { supplier: name }, subject: { kind: 'supplier', id } };
}

function describeOffer(supplierId: string, itemId: string, reader: Reader): Described {
  const nameOf = (table: 'suppliers' | 'items', id: string): string =>
    reader.get<{ name: string }>(`SELECT name FROM ${table} WHERE id = ?`, id)?.name ?? id;
  return {
    values: { supplier: nameOf('suppliers', supplierId), item: nameOf('items', itemId) },
    subject: { kind: 'supplier', id: supplierId },
  };
}

/** The domain of suppliers and what they sell. */
export const suppliersDomain: EngineDomain = {
  name: 'suppliers',
  migrations: [
    { version: 310, ...created },
    { version: 400, ...service },
  ],
  projections: { suppliers: suppliersProjection },
  dumps: { suppliers: dumpSuppliers },
  reads: {
    'suppliers.list': list,
    'suppliers.supplier': supplier,
    'suppliers.items': items,
    'suppliers.of_item': ofItem,
  },
  effects: supplierEffects,
  search: { supplier: suppliersSearch },
  activity: {
    'suppliers.created': described,
    'suppliers.updated': described,
    'suppliers.item_set': ({ offer }, reader) => describeOffer(offer.supplierId, offer.itemId, reader),
    'suppliers.item_removed': ({ supplierId, itemId }, reader) => describeOffer(supplierId, itemId, reader),
  },
};
