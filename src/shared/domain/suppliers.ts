import { z } from 'zod';
import { Id } from './ids.ts';
import { Quantity } from './inventory.ts';
import { Currency, MinorUnits } from './money.ts';

/** A text that is null where there is none. */
const line = (max: number) => z.string().trim().min(1).max(max).nullable();

/** What a person says about a supplier. Lead times are in days; `minimumOrder` is in minor units of `currency`, 0 for none. */
export const SupplierTerms = z.object({
  id: Id,
  name: z.string().trim().min(1).max(200),
  contactName: line(200),
  email: z.email().max(200).nullable(),
  phone: line(60),
  /** Days from the order to the delivery, on average, and their standard deviation. */
  leadTimeDays: z.int().min(0).max(730),
  leadTimeDeviationDays: z.number().min(0).max(365),
  currency: Currency,
  minimumOrder: MinorUnits.min(0),
  note: z.string().max(2000).nullable(),
  status: z.enum(['active', 'archived']),
});
export type SupplierTerms = z.infer<typeof SupplierTerms>;

/** A supplier. `version` counts its changes: who edits it names the version they saw. */
export const Supplier = SupplierTerms.extend({ version: z.int().min(1) });
export type Supplier = z.infer<typeof Supplier>;

/** What a supplier sells an item for: its own SKU, how many units are in a pack, and the price of a unit in its currency. */
export const SupplierItemTerms = z.object({
  supplierId: Id,
  itemId: Id,
  supplierSku: line(64),
  packSize: Quantity.min(1),
  price: MinorUnits.min(0),
  /** Whether the item is ordered from this supplier unless somebody says otherwise. An item has at most one such supplier. */
  preferred: z.boolean(),
});
export type SupplierItemTerms = z.infer<typeof SupplierItemTerms>;

/** An item of a supplier. `version` counts its changes. */
export const SupplierItem = SupplierItemTerms.extend({ version: z.int().min(1) });
export type SupplierItem = z.infer<typeof SupplierItem>;

/** Returns a quantity rounded up to whole packs. */
export function wholePacks(quantity: number, packSize: number): number {
  return Math.ceil(quantity / packSize) * packSize;
}

/** Returns whether a quantity is made of whole packs. */
export function isWholePacks(quantity: number, packSize: number): boolean {
  return quantity % packSize === 0;
}

/**
 * Returns the supplier that an item is ordered from: the preferred one, or the only one there is. undefined if a person has to
 * choose.
 */
export function supplierOf<T extends Pick<SupplierItem, 'preferred'>>(offers: readonly T[]): T | undefined {
  return offers.find(({ preferred }) => preferred) ?? (offers.length === 1 ? offers[0] : undefined);
}
