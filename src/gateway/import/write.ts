import { sumDemand } from '#shared/domain/inventory.ts';
import {
  type Customer,
  excessReturn,
  type OrderLine,
  type Payment,
  type ReturnedGoods,
} from '#shared/domain/orders.ts';
import { shippedLines } from '#shared/domain/shipments.ts';
import { readItemBySku, readLocation } from '../inventory/index.ts';
import type { CommandContext } from '../kernel.ts';
import { hasOrder, hasPayment, readOrder, refundableOrders } from '../orders/index.ts';
import type { SourceRow } from './row.ts';

/** The location of imported orders. */
export const IMPORT_LOCATION = 'main';
/** The ledger reference of stock that imported orders need and that was never received. */
export const IMPORT_REFERENCE = 'import';
/** Maximum lines of one order and of one stock event. */
export const MAX_ORDER_LINES = 1000;

/** The result of one order of the file; `net` is the added revenue, minor units. */
export interface Outcome {
  readonly kind: 'order' | 'refund' | 'already_there' | 'refused';
  readonly net: number;
}

/** An order or a cancellation with all its rows. */
export interface SourceDocument {
  readonly id: string;
  readonly number: string;
  readonly customer: Customer | null;
  readonly currency: string;
  readonly rows: readonly SourceRow[];
}

const ALREADY_THERE: Outcome = { kind: 'already_there', net: 0 };

/**
 * Writes an order as history: placed, paid and fulfilled at its own time. Creates missing items and the location, and receives
 * what it sells first, so that history neither needs stock nor takes from what is there.
 */
export function writeOrder(context: CommandContext, document: SourceDocument): Outcome {
  if (hasOrder(context.sql, document.id)) return ALREADY_THERE;
  ensureLocation(context);
  const lines = document.rows.map((row) => ({
    itemId: ensureItem(context, row, document.currency),
    quantity: row.quantity,
    unitPrice: row.unitPrice,
    total: row.total,
  }));
  for (const [itemId, quantity] of sumDemand(
    lines,
    (line) => line.itemId,
    (line) => line.quantity,
  )) {
    // Exactly what it sells: what is in stock today was there for other orders.
    context.dispatch('inventory.receive', {
      itemId,
      locationId: IMPORT_LOCATION,
      quantity,
      reference: IMPORT_REFERENCE,
    });
  }
  const { total } = context.dispatch('orders.create', {
    orderId: document.id,
    number: document.number,
    customer: document.customer,
    currency: document.currency,
    locationId: IMPORT_LOCATION,
    lines,
  });
  if (total > 0) {
    context.dispatch('payments.receive', {
      paymentId: `${document.id}:p`,
      orderId: document.id,
      amount: total,
      currency: document.currency,
      method: 'import',
    });
  }
  context.dispatch('orders.fulfil', { orderId: document.id });
  return { kind: 'order', net: total };
}

/**
 * Writes a cancellation as one refund of its whole amount. If an earlier order of the same customer contains all its goods and
 * enough unrefunded money, the refund is booked on that order and the goods return to stock. Otherwise (a later discount, an
 * order from before the file) it is a refund of its own, under the cancellation's number, and no stock moves.
 */
export function writeCancellation(context: CommandContext, document: SourceDocument): Outcome {
  if (hasPayment(context.sql, document.id)) return ALREADY_THERE;
  const amount = document.rows.reduce((sum, row) => sum + row.total, 0);
  const returned = sumDemand(
    document.rows,
    (row) => row.sku,
    (row) => row.quantity,
  );
  const original = amount > 0 ? findOriginal(context, document, amount, returned) : null;
  if (!original) {
    writeStandaloneRefund(context, document, amount);
    return { kind: 'refund', net: -amount };
  }
  context.dispatch('payments.refund', {
    paymentId: document.id,
    orderId: original.id,
    amount,
    currency: document.currency,
    reason: `Cancellation ${document.number}`,
    returned: original.returned,
  });
  return { kind: 'refund', net: -amount };
}

function ensureLocation(context: CommandContext): void {
  if (readLocation(context.sql, IMPORT_LOCATION)) return;
  context.dispatch('inventory.create_location', {
    location: { id: IMPORT_LOCATION, name: 'Main', kind: 'warehouse', region: null },
  });
}

/** Returns the id of the item with a row's SKU. Creates it if it is missing; an existing item is used as it is. */
function ensureItem(context: CommandContext, row: SourceRow, currency: string): string {
  const known = readItemBySku(context.sql, row.sku);
  if (known) return known.id;
  return context.dispatch('inventory.create_item', {
    item: {
      id: row.sku,
      sku: row.sku,
      name: row.name === '' ? row.sku : row.name,
      category: row.category,
      barcode: null,
      unit: 'piece',
      price: row.unitPrice,
      cost: null,
      currency,
      status: 'active',
      backorderLimit: 0,
    },
  }).itemId;
}

interface Original {
  readonly id: string;
  /** The cancelled goods as items of the order. */
  readonly returned: ReturnedGoods[];
}

/** Maximum orders of the same customer a cancellation is matched against. */
const MAX_CANDIDATES = 200;

/**
 * Returns the customer's latest earlier order that contains all cancelled goods, not returned before, and at least the unrefunded
 * amount.
 */
function findOriginal(
  context: CommandContext,
  document: SourceDocument,
  amount: number,
  returned: ReadonlyMap<string, number>,
): Original | null {
  if (!document.customer) return null;
  const search = {
    customerId: document.customer.id,
    placedBy: context.now,
    currency: document.currency,
    amount,
  };
  for (const order of refundableOrders(context.sql, search, MAX_CANDIDATES)) {
    const { id } = order;
    const goods = goodsOf(order.lines, returned);
    if (goods === null) continue;
    const before = readOrder(context.sql, id)?.returned ?? [];
    if (excessReturn(shippedLines(order), before, goods) === null) return { id, returned: goods };
  }
  return null;
}

/** Returns cancelled quantities by SKU as items of an order; null if the order does not have them all. */
function goodsOf(
  lines: readonly OrderLine[],
  cancelled: ReadonlyMap<string, number>,
): ReturnedGoods[] | null {
  const goods: ReturnedGoods[] = [];
  for (const [sku, quantity] of cancelled) {
    const line = lines.find((candidate) => candidate.sku === sku);
    if (!line) return null;
    goods.push({ itemId: line.itemId, quantity });
  }
  return goods;
}

function writeStandaloneRefund(context: CommandContext, document: SourceDocument, amount: number): void {
  const payment: Payment = {
    id: document.id,
    orderId: document.id,
    orderNumber: document.number,
    kind: 'refund',
    status: 'succeeded',
    amount,
    currency: document.currency,
    method: 'import',
    reason: `Cancellation ${document.number}; its order is not in the database`,
    at: context.now,
    settlesOrder: false,
    locationId: null,
  };
  context.emit('payments.refunded', { payment, returned: [], lines: [] });
}
