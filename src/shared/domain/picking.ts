import { addGoods } from './order-account.ts';
import type { LineQuantity } from './refunds.ts';

/** The most orders on one picking list. */
export const MAX_PICK_ORDERS = 100;

/** What is left to pick of an order. */
export interface PickOrder {
  readonly id: string;
  readonly lines: readonly (LineQuantity & { readonly itemId: string })[];
}

/** What is fulfilled of an order: quantities of its lines. */
export interface PickedOrder {
  readonly orderId: string;
  readonly lines: readonly LineQuantity[];
}

/** Returns how much of each item is to be picked for all orders together. */
export function toPick(orders: readonly PickOrder[]): Map<string, number> {
  const goods = addGoods(orders.flatMap(({ lines }) => lines));
  return new Map(goods.map(({ itemId, quantity }) => [itemId, quantity]));
}

/**
 * Allots what was picked to the orders: the first ones get all they need, while there is enough; where too little was picked, the last
 * ones get a part or nothing. Never more of an item than was picked, never more of a line than is left of it.
 */
export function allotPicked(
  orders: readonly PickOrder[],
  picked: Readonly<Record<string, number>>,
): PickedOrder[] {
  const rest = new Map(Object.entries(picked));
  return orders.flatMap(({ id, lines }) => {
    const taken = lines.flatMap(({ line, itemId, quantity }) => {
      const part = Math.min(quantity, Math.max(0, rest.get(itemId) ?? 0));
      rest.set(itemId, (rest.get(itemId) ?? 0) - part);
      return part > 0 ? [{ line, quantity: part }] : [];
    });
    return taken.length > 0 ? [{ orderId: id, lines: taken }] : [];
  });
}
