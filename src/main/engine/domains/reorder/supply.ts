import type { ReorderPolicy, Supply } from '#shared/domain/reorder.ts';
import type { Reader } from '../../store/reader.ts';

/** How an item is supplied, by whom, and what a unit costs there, minor units of a currency. */
export interface ItemSupply extends Supply {
  readonly supplier: { readonly id: string; readonly name: string } | null;
  /** Null for the item's own cost. */
  readonly price: { readonly amount: number; readonly currency: string } | null;
}

/** Returns a function that says how an item is supplied: by the terms of the workspace. */
export function supplyOf(_reader: Reader, policy: ReorderPolicy): (itemId: string) => ItemSupply {
  const { leadTimeDays, leadTimeDeviationDays, multiple } = policy;
  const common: ItemSupply = { leadTimeDays, leadTimeDeviationDays, multiple, supplier: null, price: null };
  return () => common;
}
