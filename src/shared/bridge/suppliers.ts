import { z } from 'zod';
import { Id } from '../domain/ids.ts';
import { Supplier, SupplierItem } from '../domain/suppliers.ts';
import { PageRequest, Provenance, page, read } from './contract.ts';

/** A supplier in a list. `pending`: it includes a command that the server has not decided yet. */
export const SupplierRow = Supplier.extend({
  items: z.int().min(0),
  /** Orders that were placed and not closed. */
  openOrders: z.int().min(0),
  pending: z.boolean(),
});
export type SupplierRow = z.infer<typeof SupplierRow>;

/** An item of a supplier, with what the shop calls it. */
export const OfferRow = SupplierItem.extend({
  sku: z.string(),
  name: z.string(),
  unit: z.string(),
  pending: z.boolean(),
});
export type OfferRow = z.infer<typeof OfferRow>;

/** Reads of suppliers and what they sell. */
export const supplierMethods = {
  /** By name. `search` matches the name, the contact and the e-mail address. */
  'suppliers.list': read(
    'suppliers:read',
    z.strictObject({
      ...PageRequest,
      search: z.string().max(200),
      status: z.enum(['any', 'active', 'archived']),
    }),
    page(SupplierRow).extend({ total: z.int().min(0) }),
  ),
  /** `supplier` is null if there is none with this id. */
  'suppliers.supplier': read(
    'suppliers:read',
    z.strictObject({ supplierId: Id }),
    z.object({ supplier: SupplierRow.nullable(), asOf: Provenance }),
  ),
  /** The items of a supplier, by name. `search` matches the name and both SKUs. */
  'suppliers.items': read(
    'suppliers:read',
    z.strictObject({ ...PageRequest, supplierId: Id, search: z.string().max(200) }),
    page(OfferRow).extend({ total: z.int().min(0) }),
  ),
  /** Who sells an item, the preferred supplier first. */
  'suppliers.of_item': read(
    'suppliers:read',
    z.strictObject({ itemId: Id }),
    z.object({
      offers: z
        .array(
          SupplierItem.extend({
            supplierName: z.string(),
            currency: z.string(),
            leadTimeDays: z.int(),
            status: z.enum(['active', 'archived']),
          }),
        )
        .max(50),
      asOf: Provenance,
    }),
  ),
} as const;
