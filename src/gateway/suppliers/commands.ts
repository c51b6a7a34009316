import type { Supplier } from '#shared/domain/suppliers.ts';
import { readItem } from '../inventory/index.ts';
import type { CommandContext, GatewayModule } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { hasOffers, readOffer, readPreferredOffer, readSupplier } from './queries.ts';

function existing(context: CommandContext, supplierId: string, field: string): Supplier {
  return readSupplier(context.sql, supplierId) ?? refuse('unknown_supplier', {}, { field });
}

/** Takes the mark of the preferred supplier from the one that an item has, unless it is this one. */
function demote(context: CommandContext, itemId: string, supplierId: string): void {
  const before = readPreferredOffer(context.sql, itemId);
  if (!before || before.supplierId === supplierId) return;
  context.emit('suppliers.item_set', {
    offer: { ...before, preferred: false, version: before.version + 1 },
  });
}

export const supplierHandlers: GatewayModule['commands'] = {
  'suppliers.create': (context, { supplier }) => {
    const present = readSupplier(context.sql, supplier.id);
    if (present) refuse('duplicate_id', {}, { field: 'supplier.id', current: present });
    context.emit('suppliers.created', { supplier: { ...supplier, version: 1 } });
    return { supplierId: supplier.id };
  },

  'suppliers.update': (context, { supplier, expected }) => {
    const before = existing(context, supplier.id, 'supplier.id');
    if (before.version !== expected) refuse('supplier_changed', {}, { current: before });
    // Prices are in the supplier's currency: 5.00 USD would become 5.00 EUR.
    if (before.currency !== supplier.currency && hasOffers(context.sql, supplier.id))
      refuse('supplier_currency', { currency: before.currency }, { field: 'supplier.currency' });
    const version = before.version + 1;
    context.emit('suppliers.updated', { supplier: { ...supplier, version } });
    return { version };
  },

  'suppliers.set_item': (context, { expected, ...terms }) => {
    existing(context, terms.supplierId, 'supplierId');
    if (!readItem(context.sql, terms.itemId)) refuse('unknown_item', {}, { field: 'itemId' });
    const before = readOffer(context.sql, terms.supplierId, terms.itemId);
    if ((before?.version ?? null) !== expected)
      refuse('supplier_item_changed', {}, { current: before ?? null });
    if (terms.preferred) demote(context, terms.itemId, terms.supplierId);
    const version = (before?.version ?? 0) + 1;
    context.emit('suppliers.item_set', { offer: { ...terms, version } });
    return { version };
  },

  'suppliers.remove_item': (context, { supplierId, itemId, expected }) => {
    const before =
      readOffer(context.sql, supplierId, itemId) ?? refuse('unknown_supplier_item', {}, { field: 'itemId' });
    if (before.version !== expected) refuse('supplier_item_changed', {}, { current: before });
    context.emit('suppliers.item_removed', { supplierId, itemId });
    return {};
  },
};
