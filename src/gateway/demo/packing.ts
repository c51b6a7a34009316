import type { Order } from '#shared/domain/orders.ts';
import { canShip, hasShipped, isPartlyFulfilled, notShipped } from '#shared/domain/shipments.ts';
import { DAY_MS } from '#shared/domain/time.ts';
import { type CommandContext, CommandError } from '../kernel.ts';
import { listOrders } from '../orders/index.ts';
import { asMember, colleague } from './personas.ts';
import { ORDER_PREFIX } from './plan.ts';
import { type Random, randomFor } from './random.ts';
import type { Due } from './simulation.ts';
import type { Shop } from './trading.ts';

/** After a start, once somebody looks, ms. */
const FIRST_MS = 12_000;
/** Pause between two parcels, ms. */
const PAUSE_MS = [25_000, 70_000] as const;
/** The newest orders that are looked through, and how many may wait for their second parcel. */
const LOOKED_THROUGH = 300;
const MAX_PARTLY = 4;
/** A second parcel is sent after this, ms, or once too many wait. */
const REST_AFTER_MS = DAY_MS;
const CARRIERS = ['DHL', 'UPS', 'FedEx'] as const;
/** The colleague who packs. */
const PACKER = colleague(2);

/** A colleague picks and packs while somebody looks: of large orders some goods leave first, and the rest later. */
export function packingDue(shop: Shop, now: number): Due {
  return packDue(shop, now + FIRST_MS);
}

function packDue(shop: Shop, at: number): Due {
  return {
    at,
    key: 'packing',
    happen: ({ at: now, speed, run }) => {
      const random = randomFor(shop.seed, 'packing', now);
      run(asMember(PACKER), now, (context) => pack(context, random));
      return [packDue(shop, now + Math.ceil(random.between(...PAUSE_MS) / speed))];
    },
  };
}

function pack(context: CommandContext, random: Random): void {
  const orders = listOrders(context.sql, { at: Number.MAX_SAFE_INTEGER, id: '' }, LOOKED_THROUGH)
    .filter((order) => order.id.startsWith(ORDER_PREFIX) && canShip(order))
    .reverse();
  const partly = orders.filter(isPartlyFulfilled);
  const rest =
    partly.find(({ placedAt }) => context.now - placedAt > REST_AFTER_MS) ?? partly[MAX_PARTLY - 1];
  if (rest) {
    send(context, rest, notShipped(rest), random);
    return;
  }
  const large = orders.find((order) => !hasShipped(order) && unitsOf(order) > 1);
  if (large) send(context, large, firstParcel(large), random);
}

const unitsOf = (order: Order): number => notShipped(order).reduce((sum, { quantity }) => sum + quantity, 0);

/** Half of the lines; of a single line half of its units. */
function firstParcel(order: Order): { line: number; quantity: number }[] {
  const left = notShipped(order);
  const [first] = left;
  if (left.length > 1 || first === undefined) return left.slice(0, Math.floor(left.length / 2));
  return [{ line: first.line, quantity: Math.floor(first.quantity / 2) }];
}

function send(
  context: CommandContext,
  order: Order,
  lines: readonly { readonly line: number; readonly quantity: number }[],
  random: Random,
): void {
  try {
    context.dispatch('orders.fulfil', {
      ...{ orderId: order.id, lines: [...lines], carrier: random.pick(CARRIERS) },
      tracking: String(random.between(100_000_000, 999_999_999)),
    });
  } catch (error) {
    // Somebody was faster.
    if (!(error instanceof CommandError)) throw error;
  }
}
