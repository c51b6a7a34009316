import type { UnavailableReason } from '#shared/domain/inventory.ts';
import { setAsideFor } from '#shared/domain/lots.ts';
import { availableAt, setAsideAt } from '../inventory/index.ts';
import type { CommandContext } from '../kernel.ts';
import type { StockedShop } from './incidents.ts';
import { asMember, colleague } from './personas.ts';
import { WAREHOUSE } from './plan.ts';
import { type Random, randomFor } from './random.ts';
import type { Due } from './simulation.ts';

/** Pause until the first happening after a start, and between those after it, ms. */
const FIRST_MS = 12_000;
const PAUSE_MS = [10 * 60_000, 20 * 60_000] as const;
/** Steps of one round, ms after its delivery. */
const INSPECT_MS = 15_000;
const HOLD_MS = 30_000;
const DISCARD_MS = 200_000;
/** How long the lots of a delivery are for sale, ms: one of them expires while somebody watches. */
const LIFE_MS = [150_000, 4 * 86_400_000, 45 * 86_400_000] as const;
const BESTSELLERS = 60;
const STOREKEEPER = colleague(2);
const SELLER = colleague(0);

/** Lots are delivered, some are set aside, one expires and is thrown away, and a customer has goods put by: again and again. */
export function stockroomDue(shop: StockedShop, now: number): Due {
  return round(shop, now + FIRST_MS, 0);
}

function round(shop: StockedShop, due: number, n: number): Due {
  return {
    at: due,
    key: `stockroom:${n}`,
    happen: ({ at, run }) => {
      const random = randomFor(shop.seed, 'stockroom', at);
      const itemId = random.pick(shop.bestsellers.slice(0, BESTSELLERS)).id;
      run(asMember(STOREKEEPER), at, (context) => deliver(context, itemId, random));
      return [
        step(at + INSPECT_MS, `inspect:${n}`, (context) => inspect(context, itemId)),
        step(at + HOLD_MS, `hold:${n}`, (context) => hold(context, itemId), SELLER),
        step(at + DISCARD_MS, `discard:${n}`, (context) => discard(context, itemId)),
        round(shop, at + random.between(...PAUSE_MS), n + 1),
      ];
    },
  };
}

function step(
  due: number,
  key: string,
  work: (context: CommandContext) => void,
  who: typeof STOREKEEPER = STOREKEEPER,
): Due {
  return {
    at: due,
    key: `stockroom:${key}`,
    happen: ({ at, run }) => {
      run(asMember(who), at, work);
      return [];
    },
  };
}

function deliver(context: CommandContext, itemId: string, random: Random): void {
  const day = new Date(context.now).toISOString().slice(2, 10).replaceAll('-', '');
  const from = random.between(100, 899);
  LIFE_MS.forEach((life, n) => {
    context.dispatch('inventory.receive', {
      itemId,
      locationId: WAREHOUSE,
      quantity: random.between(6, 20),
      reference: `PO-${random.between(10_000, 99_999)}`,
      lot: { code: `L${day}-${from + n}`, expiresAt: context.now + life },
    });
  });
}

function inspect(context: CommandContext, itemId: string): void {
  const part = { itemId, locationId: WAREHOUSE, lotId: null, reference: null };
  if (availableAt(context.sql, itemId, WAREHOUSE) < 8) return;
  context.dispatch('inventory.set_aside', { ...part, quantity: 2, reason: 'damaged', note: null });
  context.dispatch('inventory.set_aside', { ...part, quantity: 3, reason: 'quarantined', note: null });
}

function hold(context: CommandContext, itemId: string): void {
  if (availableAt(context.sql, itemId, WAREHOUSE) < 4) return;
  context.dispatch('inventory.reserve', {
    reservationId: context.newId(),
    itemId,
    locationId: WAREHOUSE,
    quantity: 2,
    orderId: null,
    expiresAt: context.now + 20 * 60_000,
  });
}

/** Throws the damaged goods away, and puts back what was held for inspection; what has expired stays until somebody acts. */
function discard(context: CommandContext, itemId: string): void {
  const part = { itemId, locationId: WAREHOUSE, lotId: null, reference: null, note: null };
  const split = setAsideAt(context.sql, part);
  const aside = (reason: UnavailableReason): number => setAsideFor(split, reason);
  if (aside('damaged') >= 1)
    context.dispatch('inventory.write_off', { ...part, quantity: 1, reason: 'damaged' });
  if (aside('quarantined') >= 2)
    context.dispatch('inventory.put_back', { ...part, quantity: 2, reason: 'quarantined' });
}
