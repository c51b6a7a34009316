import { z } from 'zod';
import { Id } from './ids.ts';
import { Quantity } from './inventory.ts';
import { Currency, MinorUnits } from './money.ts';
import { ServiceLevelChoice } from './reorder.ts';

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
  /** How likely stock of this supplier's items lasts until a delivery, %; null for the workspace's terms. */
  serviceLevel: ServiceLevelChoice.nullable().default(null),
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

/** What decides between the suppliers of an item. The price is of a unit, in minor units of the supplier's currency. */
export interface Choosable {
  readonly supplierId: string;
  readonly preferred: boolean;
  readonly price: number;
  readonly currency: string;
  readonly leadTimeDays: number;
  readonly status: Supplier['status'];
}

/** Why an item is ordered from a supplier. */
export const SUPPLIER_CHOICES = ['preferred', 'only', 'cheapest'] as const;
export type SupplierChoice = (typeof SUPPLIER_CHOICES)[number];

/**
 * Returns the supplier that an item is ordered from, and why: the preferred one, or the only one, or the cheapest, the fastest of
 * several. Archived suppliers do not count. undefined if a person has to choose: nobody sells it, or prices in several currencies
 * cannot be compared.
 */
export function supplierOf<T extends Choosable>(
  offers: readonly T[],
): { readonly offer: T; readonly why: SupplierChoice } | undefined {
  const open = offers.filter(({ status }) => status === 'active');
  const preferred = open.find((offer) => offer.preferred);
  if (preferred) return { offer: preferred, why: 'preferred' };
  const [first] = open;
  if (first === undefined) return undefined;
  if (open.length === 1) return { offer: first, why: 'only' };
  if (open.some(({ currency }) => currency !== first.currency)) return undefined;
  const [cheapest = first] = open.toSorted(
    (a, b) => a.price - b.price || a.leadTimeDays - b.leadTimeDays || (a.supplierId < b.supplierId ? -1 : 1),
  );
  return { offer: cheapest, why: 'cheapest' };
}
