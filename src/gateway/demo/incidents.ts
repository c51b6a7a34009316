import { availableAt } from '../inventory/index.ts';
import type { CommandContext } from '../kernel.ts';
import { SHOP } from './gateway.ts';
import { asMember, colleague } from './personas.ts';
import { WAREHOUSE } from './plan.ts';
import { type Random, randomFor } from './random.ts';
import { STOCKING } from './shop.ts';
import type { Due, Moment } from './simulation.ts';
import { type DemoState, saveChange } from './state.ts';
import type { Shop } from './trading.ts';

/** Pause between incidents, and until the missing goods arrive, ms. */
const PAUSE_MS = [2 * 3_600_000, 5 * 3_600_000] as const;
const DELIVERY_MS = [6 * 60_000, 25 * 60_000] as const;
/** The same for the first incident after a start: somebody who has just arrived sees an alert arise and end. */
const FIRST_PAUSE_MS = [40_000, 70_000] as const;
const FIRST_DELIVERY_MS = [70_000, 130_000] as const;
/** Bestsellers that incidents concern, and how many are tried for one with enough stock. */
const BESTSELLERS = 200;
const ATTEMPTS = 20;
/** The colleague who counts the stock and receives the delivery. */
const STOREKEEPER = colleague(2);

/** The shop with its products, the most sold first. */
export interface StockedShop extends Shop {
  readonly bestsellers: readonly { readonly id: string }[];
}

/** Returns the next incident, and the delivery that ends the last one. */
export function incidentsDue(shop: StockedShop, state: DemoState, now: number): Due[] {
  return [
    incidentDue(shop, state.nextIncident, state.nextIncidentAt ?? now, DELIVERY_MS),
    ...(state.short ? [reliefDue(shop, state.short)] : []),
  ];
}

/** Returns the first incident after a start, in place of the next one. */
export function firstIncident(shop: StockedShop, state: DemoState, now: number): Due {
  const random = randomFor(shop.seed, 'first incident', state.nextIncident);
  return incidentDue(shop, state.nextIncident, now + random.between(...FIRST_PAUSE_MS), FIRST_DELIVERY_MS);
}

/** Damaged goods are taken off the shelf; what is left raises an alert, until a delivery comes. */
function incidentDue(shop: StockedShop, n: number, due: number, deliveryMs: readonly [number, number]): Due {
  return {
    at: due,
    key: `incident:${n}`,
    happen: ({ at, run }) => {
      const random = randomFor(shop.seed, 'incident', n);
      const nextIncidentAt = at + random.between(...PAUSE_MS);
      const deliveryAt = at + random.between(...deliveryMs);
      const short = run(asMember(STOREKEEPER), at, (context) => {
        const itemId = damage(context, shop, random);
        const found = itemId === null ? null : { itemId, deliveryAt };
        saveChange(context, { nextIncident: n + 1, nextIncidentAt, short: found });
        return found;
      });
      return [
        incidentDue(shop, n + 1, nextIncidentAt, DELIVERY_MS),
        ...(short ? [reliefDue(shop, short)] : []),
      ];
    },
  };
}

/** Takes most of a product off the shelf and returns its id; null where no product has enough. */
function damage(context: CommandContext, shop: StockedShop, random: Random): string | null {
  const { lowAt } = STOCKING[WAREHOUSE];
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const itemId = random.pick(shop.bestsellers.slice(0, BESTSELLERS)).id;
    const available = availableAt(context.sql, itemId, WAREHOUSE);
    if (available <= 2 * lowAt) continue;
    context.dispatch('inventory.adjust', {
      itemId,
      locationId: WAREHOUSE,
      change: { mode: 'delta', quantity: random.between(1, lowAt - 1) - available },
      reason: 'damaged',
      reference: null,
    });
    return itemId;
  }
  return null;
}

function reliefDue(shop: StockedShop, short: NonNullable<DemoState['short']>): Due {
  return {
    at: short.deliveryAt,
    key: 'relief',
    happen: (moment) => {
      relieve(shop, short.itemId, moment);
      return [];
    },
  };
}

/** Receives what ran short, unless somebody else did before. */
function relieve(shop: StockedShop, itemId: string, { at, run }: Moment): void {
  run(SHOP, at, (context) => {
    const { upTo, reorderBelow } = STOCKING[WAREHOUSE];
    const available = availableAt(context.sql, itemId, WAREHOUSE);
    if (available < reorderBelow) {
      context.dispatch('inventory.receive', {
        itemId,
        locationId: WAREHOUSE,
        quantity: upTo - available,
        reference: `PO-${randomFor(shop.seed, 'relief', itemId, at).between(10_000, 99_999)}`,
      });
    }
    saveChange(context, { short: null });
  });
}
