import type { EventOf } from '#shared/protocol/events/index.ts';
import { perConnection, tableOn } from '../db/tables.ts';
import type { Applying, Projection } from '../kernel.ts';
import { supplierItemsTable, suppliersTable } from './tables.ts';

const writes = perConnection((sql) => {
  const offers = tableOn(sql, supplierItemsTable);
  return { suppliers: tableOn(sql, suppliersTable), offers, removeOffer: offers.remover() };
});

function recordSupplier(
  { sql }: Applying,
  { data }: EventOf<'suppliers.created' | 'suppliers.updated'>,
): void {
  writes(sql).suppliers.upsert(data.supplier, {});
}

/** Updates the tables of suppliers from their events. */
export const suppliersProjection: Projection = {
  'suppliers.created': recordSupplier,
  'suppliers.updated': recordSupplier,
  'suppliers.item_set': ({ sql }, { data }) => void writes(sql).offers.upsert(data.offer, {}),
  'suppliers.item_removed': ({ sql }, { data }) => void writes(sql).removeOffer(data.supplierId, data.itemId),
};
