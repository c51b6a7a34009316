import { isIncoming, missingOf, type Purchase } from '#shared/domain/purchasing.ts';
import { wholePacks } from '#shared/domain/suppliers.ts';
import { itemsBelow } from '../inventory/index.ts';
import type { CommandContext } from '../kernel.ts';
import { listOpenPurchases } from '../purchasing/index.ts';
import { readPreferredOffer } from '../suppliers/index.ts';
import { DEMO_CURRENCY, type Product } from './catalogue.ts';
import { type DemoGateway, SHOP } from './gateway.ts';
import { STORE, WAREHOUSE } from './plan.ts';
import { type Random, randomFor } from './random.ts';
import type { Due } from './simulation.ts';

/** How the ids of the demo's purchase orders start. Orders of the team are left alone. */
const PREFIX = 'demo:po:';
/** By location: reorder level and stock after a delivery. */
const REORDER = {
  [WAREHOUSE]: { below: 18, upTo: 60 },
  [STORE]: { below: 9, upTo: 22 },
} as const;
const LOCATIONS = [WAREHOUSE, STORE] as const;
/** Maximum low levels that are looked at, per location; lines of one order; open orders that are looked at. */
const MAX_LOW = 400;
const MAX_LINES = 24;
/** An order waits until it has this many lines, but for a few that are urgent. */
const MIN_LINES = 5;
const URGENT = 0.08;
const MAX_OPEN = 200;
/** Chance at each delivery that an order arrives: some are always on their way. */
const ARRIVES = 0.3;
/** Chances that a delivery is incomplete, and that it has more than was ordered. */
const INCOMPLETE = 0.12;
const TOO_MUCH = 0.03;
/** Pause between happenings at the dock while the demo lives, ms, and before the first. */
const DOCK_MS = [45_000, 80_000] as const;
const FIRST_DOCK_MS = 20_000;

/** A supplier of the demo: name, contact, lead time and its deviation in days, minimum order in minor units, pack sizes. */
const SUPPLIERS = [
  ['harbour', 'Harbour Office Supply', 'Jette Holm', 6, 1.5, 15_000, [1, 6, 12]],
  ['northsea', 'North Sea Paper Mills', 'Pieter de Vries', 9, 2.5, 25_000, [5, 10]],
  ['lindqvist', 'Lindqvist Möbler AB', 'Åsa Lindqvist', 21, 5, 40_000, [1, 2]],
  ['aegean', 'Χαρτικά Αιγαίου', 'Ελένη Ζωγράφου', 18, 4, 30_000, [1, 4]],
  ['baltic', 'Baltic Freight & Storage', 'Ilze Bērziņa', 12, 3, 0, [1, 10]],
  ['slowboat', 'Slow Boat Trading', 'Marisol Vega', 1, 3, 20_000, [1, 6]],
] as const;
/** The supplier that delivers days too late. */
const LATE_SUPPLIER = 'slowboat';
/** Share of the products that it sells, and the chance at each delivery that one of its orders arrives after all. */
const LATE_SHARE = 0.05;
const LATE_ARRIVES = 0.01;

/** Creates the suppliers of the shop. */
export function createSuppliers(context: CommandContext): void {
  for (const [id, name, contactName, leadTimeDays, leadTimeDeviationDays, minimumOrder] of SUPPLIERS)
    context.dispatch('suppliers.create', {
      supplier: {
        ...{ id, name, contactName, leadTimeDays, leadTimeDeviationDays, minimumOrder },
        email: `orders@${id}.example`,
        phone: null,
        currency: DEMO_CURRENCY,
        serviceLevel: id === LATE_SUPPLIER ? 99 : null,
        note: null,
        status: 'active',
      },
    });
}

/** Adds a product to the supplier that sells its category; a few are sold by the one that is late. */
export function createOffer(context: CommandContext, seed: number, product: Product, cost: number): void {
  const random = randomFor(seed, 'supplier', product.id);
  const usual = SUPPLIERS.filter(([id]) => id !== LATE_SUPPLIER);
  const supplier = random.chance(LATE_SHARE)
    ? SUPPLIERS.find(([id]) => id === LATE_SUPPLIER)
    : usual[randomFor(seed, 'category', product.category).between(0, usual.length - 1)];
  if (!supplier) return;
  context.dispatch('suppliers.set_item', {
    supplierId: supplier[0],
    itemId: product.id,
    supplierSku: `${supplier[0].slice(0, 2).toUpperCase()}-${random.between(10_000, 99_999)}`,
    packSize: random.pick(supplier[6]),
    price: cost,
    preferred: true,
    expected: null,
  });
}

/** Returns the open orders of the demo, oldest first. */
function openOrders(context: Pick<CommandContext, 'sql'>): Purchase[] {
  return listOpenPurchases(context.sql, MAX_OPEN).filter(({ id }) => id.startsWith(PREFIX));
}

/** Returns the items that are on their way to a location. */
function onTheirWay(orders: readonly Purchase[], locationId: string): ReadonlySet<string> {
  return new Set(
    orders.flatMap((order) =>
      order.locationId === locationId ? order.lines.map(({ itemId }) => itemId) : [],
    ),
  );
}

/** A delivery: a part of what was ordered arrives, and what is low is ordered. */
export function restock(context: CommandContext, random: Random): void {
  for (const order of openOrders(context)) {
    if (!isIncoming(order)) continue;
    if (!random.chance(order.supplierId === LATE_SUPPLIER ? LATE_ARRIVES : ARRIVES)) continue;
    receiveOrder(context, order, random, order.lines.length);
  }
  for (const locationId of LOCATIONS) placeOrder(context, locationId, random.chance(URGENT) ? 1 : MIN_LINES);
}

/** Receives some lines of an order, most of them in full. An order that was incomplete once is completed. */
function receiveOrder(context: CommandContext, order: Purchase, random: Random, maxLines: number): void {
  const again = order.status === 'partly_received';
  const missing = order.lines.flatMap((line, n) => (missingOf(line) > 0 ? [{ line, n }] : []));
  const arrivals = missing.slice(0, maxLines).flatMap(({ line, n }) => {
    const left = missingOf(line);
    const short = !again && random.chance(INCOMPLETE) ? random.between(0, Math.floor(left / 2)) : left;
    const quantity = short === left && random.chance(TOO_MUCH) ? left + 1 : short;
    return quantity > 0 ? [{ line: n, quantity, expected: line.received, lot: null }] : [];
  });
  if (arrivals.length === 0) return;
  context.dispatch('purchasing.receive', {
    purchaseId: order.id,
    locationId: order.locationId,
    reference: `DN-${random.between(10_000, 99_999)}`,
    arrivals,
    acceptOver: true,
  });
}

/** Orders what is low at a location from the supplier that sells most of it, if that is enough for an order. */
function placeOrder(context: CommandContext, locationId: (typeof LOCATIONS)[number], minLines: number): void {
  const { below, upTo } = REORDER[locationId];
  const coming = onTheirWay(openOrders(context), locationId);
  const wanted = itemsBelow(context.sql, locationId, below, MAX_LOW).flatMap(({ itemId, available }) => {
    const offer = coming.has(itemId) ? undefined : readPreferredOffer(context.sql, itemId);
    return offer ? [{ offer, quantity: wholePacks(upTo - available, offer.packSize) }] : [];
  });
  const bySupplier = [...Map.groupBy(wanted, ({ offer }) => offer.supplierId)];
  const [supplierId, lines] = bySupplier.sort(([, a], [, b]) => b.length - a.length)[0] ?? [];
  if (supplierId === undefined || !lines || lines.length < minLines) return;
  context.dispatch('purchasing.create_order', {
    // The same each time, like all that happens here.
    purchaseId: `${PREFIX}${context.now}:${supplierId}:${locationId}`,
    number: null,
    ...{ supplierId, locationId, expectedOn: null, note: null, place: true },
    lines: lines
      .slice(0, MAX_LINES)
      .map(({ offer, quantity }) => ({ itemId: offer.itemId, quantity, unitPrice: null })),
  });
}

/** Returns what happens at the dock while the demo lives: deliveries are counted bit by bit, and new orders go out. */
export function dockDue(shop: { readonly gateway: DemoGateway; readonly seed: number }, now: number): Due {
  return dockAt(shop, now + FIRST_DOCK_MS);
}

function dockAt(shop: { readonly gateway: DemoGateway; readonly seed: number }, due: number): Due {
  return {
    at: due,
    key: 'dock',
    happen: ({ at, speed, run }) => {
      const random = randomFor(shop.seed, 'dock', due);
      run(SHOP, at, (context) => {
        const orders = openOrders(context).filter(
          (order) => isIncoming(order) && order.supplierId !== LATE_SUPPLIER,
        );
        const partly = orders.find(({ status }) => status === 'partly_received');
        const next = partly && random.chance(0.7) ? partly : orders[0];
        if (next && random.chance(0.75)) receiveOrder(context, next, random, random.between(1, 3));
        else placeOrder(context, random.pick(LOCATIONS), 1);
      });
      return [dockAt(shop, at + Math.ceil(random.between(...DOCK_MS) / speed))];
    },
  };
}
