import { type Order, soldGoods } from '#shared/domain/orders.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import { makeOrder, makeOrderLine, makePayment } from '../order.ts';
import type { SampleInventory } from './inventory.ts';
import type { World } from './world.ts';

/** The orders and payments of a sample shop. */
export class SampleOrders {
  readonly #orders: Order[] = [];
  readonly #world: World;
  readonly #inventory: SampleInventory;

  constructor(world: World, inventory: SampleInventory) {
    this.#world = world;
    this.#inventory = inventory;
  }

  order(): AnyEvent {
    const world = this.#world;
    const lines = Array.from({ length: 1 + world.int(3) }, () => {
      const item = world.pick(this.#inventory.items);
      const quantity = 1 + world.int(4);
      return makeOrderLine({
        itemId: item?.id ?? '',
        sku: item?.sku ?? '',
        name: item?.name ?? '',
        quantity,
        unitPrice: item?.price ?? 0,
      });
    });
    const customer =
      world.random() < 0.2
        ? null
        : {
            id: `c-${world.int(50)}`,
            name: `${world.text(1)} ${world.text(1)}`,
            email: 'someone@example.test',
          };
    const order = makeOrder({
      id: world.id(),
      number: `N-${this.#orders.length}`,
      customer,
      lines,
      currency: world.random() < 0.1 ? 'EUR' : 'USD',
      locationId: this.#inventory.locations[0] ?? null,
      placedAt: world.at,
    });
    this.#orders.push(order);
    return world.event('orders.created', { order });
  }

  change(): AnyEvent | null {
    const world = this.#world;
    const order = world.pick(this.#orders);
    if (!order) return null;
    const change = { orderId: order.id, number: order.number, reason: null };
    if (world.random() < 0.3) return this.#shipment(order);
    const which = world.int(3);
    if (which === 0) return world.event('orders.cancelled', { ...change, status: 'cancelled' });
    return which === 1
      ? world.event('orders.fulfilled', { ...change, status: 'fulfilled' })
      : world.event('orders.updated', { ...change, status: 'refunded' });
  }

  /** One unit of the first line more. */
  #shipment(order: Order): AnyEvent {
    const shipped = order.lines.map(({ quantity }, n) =>
      Math.min(quantity, (order.shipped[n] ?? 0) + (n === 0 ? 1 : 0)),
    );
    this.#orders[this.#orders.indexOf(order)] = { ...order, shipped };
    return this.#world.event('orders.shipped', {
      shipment: {
        ...{ id: this.#world.id(), orderId: order.id, lines: [{ line: 0, quantity: 1 }] },
        ...{ locationId: order.locationId, carrier: null, tracking: null },
      },
      number: order.number,
      shipped,
    });
  }

  payment(): AnyEvent | null {
    const world = this.#world;
    const order = world.pick(this.#orders);
    if (!order) return null;
    const kind = world.random() < 0.2 ? 'refund' : 'payment';
    const payment = makePayment({
      id: world.id(),
      orderId: order.id,
      orderNumber: order.number,
      kind,
      amount: 1 + world.int(order.total + 1),
      currency: order.currency,
      at: world.at,
      settlesOrder: kind === 'payment' && world.random() < 0.7,
      locationId: order.locationId,
    });
    return kind === 'refund'
      ? world.event('payments.refunded', { payment, returned: [], lines: [] })
      : world.event('payments.received', {
          payment,
          sold: payment.settlesOrder ? soldGoods(order.lines) : [],
        });
  }
}
