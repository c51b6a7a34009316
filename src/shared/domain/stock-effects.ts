import { addGoods } from './order-account.ts';
import type { ReturnedGoods } from './orders.ts';
import { type Shipped, shippedLines } from './shipments.ts';

/** What an order does to the stock of one of its items, as quantities. They add up to what was ordered. */
export interface StockEffect {
  readonly itemId: string;
  /** Held back at the order's location until it leaves. */
  readonly committed: number;
  /** Left the stock and did not come back. */
  readonly left: number;
  /** Came back and is in stock again. */
  readonly returned: number;
  /** Free again, because the order ended before it left. */
  readonly released: number;
}

/** Returns what an order does to the stock, one entry per item. What has left stays gone, however the order ends. */
export function stockEffects(order: Shipped, returned: readonly ReturnedGoods[]): StockEffect[] {
  const sums = (goods: readonly ReturnedGoods[]): Map<string, number> =>
    new Map(goods.map(({ itemId, quantity }) => [itemId, quantity]));
  const back = sums(addGoods(returned));
  const gone = sums(addGoods(shippedLines(order)));
  const isOpen = order.status === 'placed' || order.status === 'paid';
  return addGoods(order.lines).map(({ itemId, quantity }) => {
    const shipped = gone.get(itemId) ?? 0;
    const came = Math.min(shipped, back.get(itemId) ?? 0);
    const rest = quantity - shipped;
    return {
      itemId,
      committed: isOpen ? rest : 0,
      left: shipped - came,
      returned: came,
      released: isOpen ? 0 : rest,
    };
  });
}
