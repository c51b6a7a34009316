import { v7 as uuidv7 } from 'uuid';
import type { Customer, Order, OrderLine, Payment } from '#shared/domain/orders.ts';

/** A customer without an address. The name is derived from the id. */
export function makeCustomer(overrides: Partial<Customer> = {}): Customer {
  const id = overrides.id ?? uuidv7();
  return { id, name: `Customer ${id}`, email: null, ...overrides };
}

/** A line for one unit. The total is price times quantity. */
export function makeOrderLine(overrides: Partial<OrderLine> = {}): OrderLine {
  const { itemId = 'item', quantity = 1, unitPrice = 100 } = overrides;
  return {
    itemId,
    sku: itemId,
    name: itemId,
    quantity,
    unitPrice,
    total: unitPrice * quantity,
    ...overrides,
  };
}

/** An order just placed by a guest. The total is the sum of its lines. */
export function makeOrder(overrides: Partial<Order> = {}): Order {
  const { id = uuidv7(), lines = [makeOrderLine()] } = overrides;
  return {
    id,
    number: `N-${id}`,
    customer: null,
    lines,
    total: lines.reduce((sum, line) => sum + line.total, 0),
    currency: 'USD',
    status: 'placed',
    locationId: null,
    placedAt: 0,
    shipped: [],
    ...overrides,
  };
}

/** A payment by card that succeeded but does not settle its order. */
export function makePayment(overrides: Partial<Payment> = {}): Payment {
  const { orderId = 'order' } = overrides;
  return {
    id: overrides.id ?? uuidv7(),
    orderId,
    orderNumber: `N-${orderId}`,
    kind: 'payment',
    status: 'succeeded',
    amount: 100,
    currency: 'USD',
    method: 'card',
    reason: null,
    at: 0,
    settlesOrder: false,
    locationId: null,
    ...overrides,
  };
}
