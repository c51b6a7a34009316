import { sumDemand } from '#shared/domain/inventory.ts';
import type { ReasonCode } from '#shared/domain/reasons.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';
import { availableAt } from '../inventory/index.ts';
import { type CommandContext, CommandError } from '../kernel.ts';
import { demoBarcode } from './barcodes.ts';
import { DEMO_CURRENCY, type Product } from './catalogue.ts';
import { type OrderPlan, type OrderStep, STORE, WAREHOUSE } from './plan.ts';
import { createOffer } from './purchases.ts';
import { randomFor } from './random.ts';

/** By location: range of the opening stock, reorder level, stock after a reorder, and low-stock threshold. */
export const STOCKING = {
  [WAREHOUSE]: { opening: [30, 90], reorderBelow: 18, upTo: 60, lowAt: 5 },
  [STORE]: { opening: [12, 26], reorderBelow: 9, upTo: 22, lowAt: 2 },
} as const;
/** Share of the products that the store stocks too. */
const IN_STORE = 0.4;
/** Creates the two locations and their thresholds. */
export function createPlaces(context: CommandContext): void {
  context.dispatch('inventory.create_location', {
    location: { id: WAREHOUSE, name: 'Central warehouse', kind: 'warehouse', region: 'Central' },
  });
  context.dispatch('inventory.create_location', {
    location: { id: STORE, name: 'Harbour store', kind: 'store', region: 'West' },
  });
  for (const locationId of [WAREHOUSE, STORE] as const) {
    context.dispatch('inventory.set_threshold', {
      threshold: {
        itemId: null,
        locationId,
        category: null,
        lowAt: STOCKING[locationId].lowAt,
        outAt: 0,
        overAt: null,
        expiringWithinDays: null,
        recoverAt: null,
      },
      removed: false,
    });
  }
}

/** Creates a product with its opening stock. */
export function createProduct(context: CommandContext, seed: number, product: Product): void {
  const random = randomFor(seed, 'stock', product.id);
  const cost = Math.round(product.price * (0.45 + random.next() * 0.25));
  context.dispatch('inventory.create_item', {
    item: {
      id: product.id,
      sku: product.id,
      name: product.name,
      category: product.category,
      barcode: demoBarcode(seed, product.id),
      unit: 'piece',
      price: product.price,
      cost,
      currency: DEMO_CURRENCY,
      status: 'active',
      backorderLimit: 0,
    },
  });
  createOffer(context, seed, product, cost);
  const places = random.chance(IN_STORE) ? ([WAREHOUSE, STORE] as const) : ([WAREHOUSE] as const);
  for (const locationId of places) {
    const [from, to] = STOCKING[locationId].opening;
    context.dispatch('inventory.receive', {
      itemId: product.id,
      locationId,
      quantity: random.between(from, to),
      reference: 'opening stock',
    });
  }
}

/** Returns an order's demand by item. */
function demandOf(plan: OrderPlan): Map<string, number> {
  return sumDemand(
    plan.lines,
    (line) => line.product.id,
    (line) => line.quantity,
  );
}

/** Places an order at a location that has its goods; missing stock is delivered to the warehouse first. */
export function placeOrder(context: CommandContext, plan: OrderPlan): void {
  const demand = demandOf(plan);
  const holds = (locationId: string): boolean =>
    [...demand].every(([itemId, quantity]) => availableAt(context.sql, itemId, locationId) >= quantity);
  const locationId = holds(plan.locationId) ? plan.locationId : WAREHOUSE;
  if (locationId !== plan.locationId || plan.locationId === WAREHOUSE) {
    for (const [itemId, quantity] of demand) {
      const short = quantity - availableAt(context.sql, itemId, WAREHOUSE);
      if (short > 0)
        context.dispatch('inventory.receive', {
          itemId,
          locationId: WAREHOUSE,
          quantity: short + STOCKING[WAREHOUSE].reorderBelow,
          reference: `express for ${plan.number}`,
        });
    }
  }
  context.dispatch('orders.create', {
    orderId: plan.id,
    number: plan.number,
    customer: plan.customer,
    currency: DEMO_CURRENCY,
    locationId,
    lines: plan.lines.map((line) => ({
      itemId: line.product.id,
      quantity: line.quantity,
      unitPrice: line.unitPrice,
      total: line.total,
    })),
  });
}

/** Takes one step of an order. Skips a step that the team has made impossible (by cancelling the order). */
export function takeStep(context: CommandContext, plan: OrderPlan, step: OrderStep): void {
  try {
    stepOf(context, plan, step);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    if (error.error.code !== 'conflict' && error.error.code !== 'invalid' && error.error.code !== 'not_found')
      throw error;
  }
}

function stepOf(context: CommandContext, plan: OrderPlan, step: OrderStep): void {
  const amount = plan.lines.reduce((sum, line) => sum + line.total, 0);
  switch (step) {
    case 'fail':
      if (amount > 0 && plan.failure !== null)
        context.dispatch('payments.fail', {
          ...{ paymentId: `${plan.id}:f`, orderId: plan.id, amount, currency: DEMO_CURRENCY },
          ...{ method: plan.method, reason: plan.failure },
        });
      return;
    case 'pay':
      if (amount > 0)
        context.dispatch('payments.receive', {
          paymentId: `${plan.id}:p`,
          orderId: plan.id,
          amount,
          currency: DEMO_CURRENCY,
          method: plan.method,
        });
      return;
    case 'fulfil':
      context.dispatch('orders.fulfil', { orderId: plan.id });
      return;
    case 'cancel':
      context.dispatch('orders.cancel', { orderId: plan.id, reason: 'changed my mind' });
      return;
    case 'refund':
      if (amount > 0) context.dispatch('payments.refund', refundOf(plan, amount));
  }
}

/** Every other customer who ordered several lines sends back only the first of them. */
function refundOf(plan: OrderPlan, amount: number): CommandData<'payments.refund'> {
  const [line] = plan.lines;
  const rest = { paymentId: `${plan.id}:r`, orderId: plan.id, currency: DEMO_CURRENCY };
  const reason = 'order.returned' satisfies ReasonCode;
  if (line && line.total > 0 && plan.lines.length > 1 && plan.n % 2 === 1)
    return {
      ...{ ...rest, reason, amount: line.total, lines: [{ line: 0, quantity: line.quantity }] },
      returned: [{ itemId: line.product.id, quantity: line.quantity }],
    };
  return {
    ...{ ...rest, reason, amount },
    lines: plan.lines.map(({ quantity }, n) => ({ line: n, quantity })),
    returned: [...demandOf(plan)].map(([itemId, quantity]) => ({ itemId, quantity })),
  };
}
