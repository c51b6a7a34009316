import { z } from 'zod';
import { Id } from '#shared/domain/ids.ts';
import { SupplierItemTerms, SupplierTerms } from '#shared/domain/suppliers.ts';
import type { Effects } from '../../store/domain.ts';
import { pendingEffects, type Reader } from '../../store/reader.ts';

const Updated = z.object({ kind: z.literal('supplier_updated'), supplier: SupplierTerms });
const OfferChanged = z.object({
  kind: z.literal('supplier_item'),
  supplierId: Id,
  itemId: Id,
  /** null: removed. */
  offer: SupplierItemTerms.nullable(),
});
const SupplierEffect = z.discriminatedUnion('kind', [Updated, OfferChanged]);
type SupplierEffect = z.infer<typeof SupplierEffect>;

/** The effects of commands on suppliers. */
export const supplierEffects: Effects<SupplierEffect> = {
  schema: SupplierEffect,
  of: {
    'suppliers.update': ({ supplier }) => ({ kind: 'supplier_updated', supplier }),
    'suppliers.set_item': ({ expected: _expected, ...offer }) => ({
      kind: 'supplier_item',
      supplierId: offer.supplierId,
      itemId: offer.itemId,
      offer,
    }),
    'suppliers.remove_item': ({ supplierId, itemId }) => ({
      kind: 'supplier_item',
      supplierId,
      itemId,
      offer: null,
    }),
  },
  topic: (effect) => ({
    topic: 'suppliers',
    key: effect.kind === 'supplier_updated' ? effect.supplier.id : effect.supplierId,
  }),
};

/** Applies the user's unsettled commands to suppliers. Each raises the version, so that the next one expects the right one. */
export function pendingSuppliers(reader: Reader) {
  const updates = Map.groupBy(
    pendingEffects(reader, Updated).map(({ effect }) => effect.supplier),
    ({ id }) => id,
  );
  return <T extends SupplierTerms & { readonly version: number }>(
    supplier: T,
  ): T & { readonly pending: boolean } => {
    const waiting = updates.get(supplier.id) ?? [];
    const version = supplier.version + waiting.length;
    return { ...supplier, ...waiting.at(-1), version, pending: waiting.length > 0 };
  };
}

/** Applies the user's unsettled commands to items of suppliers; null for one that they remove. */
export function pendingOffers(reader: Reader) {
  const changes = Map.groupBy(
    pendingEffects(reader, OfferChanged).map(({ effect }) => effect),
    ({ supplierId, itemId }) => `${supplierId}:${itemId}`,
  );
  return <T extends SupplierItemTerms & { readonly version: number }>(
    offer: T,
  ): (T & { readonly pending: boolean }) | null => {
    const waiting = changes.get(`${offer.supplierId}:${offer.itemId}`) ?? [];
    const last = waiting.at(-1);
    if (last?.offer === null) return null;
    const version = offer.version + waiting.length;
    return { ...offer, ...last?.offer, version, pending: waiting.length > 0 };
  };
}
