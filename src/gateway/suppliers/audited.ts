import type { Audited } from '../kernel.ts';
import { readOffer, readSupplier } from './queries.ts';

/** Which fields the events of suppliers change. */
export const suppliersAudited: Audited = {
  'suppliers.created': (_sql, { supplier }) => ({
    record: `supplier:${supplier.id}`,
    before: null,
    after: supplier,
  }),
  'suppliers.updated': (sql, { supplier }) => ({
    record: `supplier:${supplier.id}`,
    before: readSupplier(sql, supplier.id) ?? null,
    after: supplier,
  }),
  'suppliers.item_set': (sql, { offer }) => ({
    record: `supplier_item:${offer.supplierId}:${offer.itemId}`,
    before: readOffer(sql, offer.supplierId, offer.itemId) ?? null,
    after: offer,
  }),
  'suppliers.item_removed': (sql, { supplierId, itemId }) => ({
    record: `supplier_item:${supplierId}:${itemId}`,
    before: readOffer(sql, supplierId, itemId) ?? null,
    after: null,
  }),
};
