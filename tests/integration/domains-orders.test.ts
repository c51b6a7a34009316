import { describe, expect, it } from 'vitest';
import type { Movement, Reservation } from '#shared/domain/inventory.ts';
import type { OrderEntry, RecordedPayment } from '#shared/domain/order-account.ts';
import type { Order, Payment } from '#shared/domain/orders.ts';
import { CUSTOMER, domainShopPerTest, TEA } from '../support/domain-shop.ts';
import { makeItem } from '../support/make/item.ts';

const shop = domainShopPerTest();
const { fresh, rows, level, stock, placeOrder, pay, order } = shop;

describe('orders', () => {
  it('sums the demand for one item over all lines before it commits any', () => {
    stock(5);
    const before = shop.domains.head();
    expect(() => placeOrder([{ quantity: 3 }, { quantity: 3 }])).toThrow(/available/);
    expect(shop.domains.head()).toBe(before);
    const id = placeOrder([{ quantity: 3 }, { quantity: 2 }]);
    expect(rows<Reservation>('inventory', 'reservation')).toMatchObject([
      { quantity: 5, status: 'committed', orderId: id },
    ]);
  });

  it('takes over what was reserved for it, reserves what is missing and releases the rest', () => {
    stock(4);
    const reserve = (quantity: number, orderId: string | null): string => {
      const reservationId = fresh();
      shop.domains.command('inventory.reserve', {
        ...TEA,
        reservationId,
        quantity,
        orderId,
        expiresAt: null,
      });
      return reservationId;
    };
    const own = reserve(1, 'o2');
    const others = reserve(1, 'o3');
    reserve(2, 'o2');
    // Nothing is left but what is reserved for it.
    expect(() => placeOrder([{ quantity: 1 }], 'o1')).toThrow(/available/);
    expect(() => placeOrder([{ quantity: 4 }], 'o2')).toThrow(/available/);
    placeOrder([{ quantity: 2 }], 'o2');
    const held = rows<Reservation>('inventory', 'reservation');
    expect(held.find(({ id }) => id === own)).toMatchObject({ status: 'committed', expiresAt: null });
    expect(held.find(({ id }) => id === others)?.status).toBe('active');
    expect(held.filter(({ status, orderId }) => status === 'committed' && orderId === 'o2')).toHaveLength(2);
    expect(level()).toMatchObject({ onHand: 4, committed: 3 });
    pay('o2', 600);
    shop.domains.command('orders.fulfil', { orderId: 'o2' });
    expect(level()).toMatchObject({ onHand: 2, committed: 1 });
  });

  it('ends what is held for it besides, however it ends itself', () => {
    stock(10);
    const hold = (orderId: string): void => {
      const reservation = { ...TEA, reservationId: fresh(), quantity: 2, expiresAt: null };
      shop.domains.command('inventory.reserve', { ...reservation, orderId });
    };
    for (const id of ['o1', 'o2', 'o3']) {
      placeOrder([{ quantity: 1 }], id);
      hold(id);
    }
    expect(level()).toMatchObject({ onHand: 10, committed: 9 });
    shop.domains.command('orders.cancel', { orderId: 'o1', reason: 'ordered twice' });
    expect(level()).toMatchObject({ onHand: 10, committed: 6 });
    pay('o2', 300);
    shop.domains.command('orders.fulfil', { orderId: 'o2' });
    expect(level()).toMatchObject({ onHand: 9, committed: 3 });
    const left = rows<Reservation>('inventory', 'reservation').filter(({ status }) => status === 'active');
    expect(left).toMatchObject([{ orderId: 'o3' }]);
  });

  it('can have the last unit, which was reserved for it, but not after that has expired', () => {
    stock(1);
    const reservation = { ...TEA, reservationId: fresh(), quantity: 1, expiresAt: null };
    shop.domains.command('inventory.reserve', { ...reservation, orderId: 'o2' });
    placeOrder([{ quantity: 1 }], 'o2');
    expect(level()).toMatchObject({ onHand: 1, committed: 1 });
    expect(rows<Reservation>('inventory', 'reservation')).toMatchObject([
      { status: 'committed', orderId: 'o2' },
    ]);
    expect(() => placeOrder([{ quantity: 1 }], 'o3')).toThrow(/available/);
  });

  it('keeps numbers unique', () => {
    stock(5);
    const id = placeOrder([{ quantity: 1 }]);
    expect(() => placeOrder([{ quantity: 1 }], id)).toThrow(/already/);
  });

  it('is paid when the last of its payments arrives, and only that one settles it', () => {
    stock(5);
    const id = placeOrder([{ quantity: 2 }]);
    expect(pay(id, 200).status).toBe('placed');
    expect(() => pay(id, 500)).toThrow(/owed/);
    expect(
      shop.domains.refusal('payments.receive', {
        paymentId: 'p',
        orderId: id,
        amount: 1,
        currency: 'EUR',
        method: 'card',
      }),
    ).toMatchObject({ code: 'invalid', field: 'currency' });
    expect(pay(id, 400).status).toBe('paid');
    expect(rows<Payment>('payments', 'payment').map((p) => p.settlesOrder)).toEqual([false, true]);
    expect(order(id)?.status).toBe('paid');
  });

  it('takes goods off the shelf when it is fulfilled and puts them back when they are returned, once', () => {
    stock(5);
    const id = placeOrder([{ quantity: 2 }]);
    pay(id, 600);
    shop.domains.command('orders.fulfil', { orderId: id });
    expect(level()).toMatchObject({ onHand: 3, committed: 0 });
    const refund = (amount: number, back: number) =>
      shop.domains.refusal('payments.refund', {
        paymentId: fresh(),
        orderId: id,
        amount,
        currency: 'USD',
        reason: 'broken',
        returned: back > 0 ? [{ itemId: order(id)?.lines[0]?.itemId ?? '', quantity: back }] : [],
      });
    expect(refund(700, 0)).toMatchObject({ code: 'invalid', field: 'amount' });
    expect(refund(100, 3)).toMatchObject({ code: 'invalid', field: 'returned' });
    expect(refund(100, 1)).toBeNull();
    expect(level()?.onHand).toBe(4);
    expect(refund(100, 2)).toMatchObject({ code: 'invalid', field: 'returned' });
    expect(refund(100, 1)).toBeNull();
    expect(level()?.onHand).toBe(5);
    expect(refund(100, 1)).toMatchObject({ code: 'invalid', field: 'returned' });
    expect(order(id)?.status).toBe('fulfilled');
    expect(refund(400, 0)).toBeNull();
    expect(order(id)?.status).toBe('refunded');
    expect(rows<Movement>('inventory', 'movement').at(-1)).toMatchObject({
      type: 'returned',
      reference: `N-${id}`,
    });
  });

  it('records who fulfilled and cancelled it, notes, and what came back with a refund', () => {
    stock(5);
    const id = placeOrder([{ quantity: 2 }]);
    pay(id, 600);
    shop.domains.command('orders.note', { orderId: id, body: 'Fragile.' });
    shop.domains.command('orders.fulfil', { orderId: id });
    shop.domains.command('payments.refund', {
      paymentId: 'r1',
      orderId: id,
      amount: 300,
      currency: 'USD',
      reason: 'broken',
      returned: [{ itemId: TEA.itemId, quantity: 1 }],
    });
    const other = placeOrder([{ quantity: 1 }]);
    shop.domains.command('orders.cancel', { orderId: other, reason: 'ordered twice' });
    expect(rows<OrderEntry>('orders', 'order_entry')).toMatchObject([
      { orderId: id, kind: 'note', text: 'Fragile.', actor: { name: 'Mara' } },
      { orderId: id, kind: 'fulfilled', text: null },
      { orderId: other, kind: 'cancelled', text: 'ordered twice' },
    ]);
    expect(
      rows<RecordedPayment>('payments', 'payment').find((payment) => payment.id === 'r1')?.returned,
    ).toEqual([{ itemId: TEA.itemId, quantity: 1 }]);
    expect(shop.domains.refusal('orders.note', { orderId: 'none', body: 'x' })).toMatchObject({
      code: 'not_found',
    });
  });

  it('gives back stock and money when it is cancelled', () => {
    stock(5);
    const id = placeOrder([{ quantity: 2 }]);
    pay(id, 200);
    expect(shop.domains.command('orders.cancel', { orderId: id, reason: 'changed my mind' })).toEqual({
      status: 'cancelled',
      refunded: 200,
    });
    expect(level()).toMatchObject({ onHand: 5, committed: 0 });
    expect(shop.domains.refusal('orders.fulfil', { orderId: id })).toMatchObject({
      code: 'conflict',
      current: 'cancelled',
    });
  });

  it('releases what it held when it is refunded in full before it was sent', () => {
    stock(5);
    const id = placeOrder([{ quantity: 2 }]);
    pay(id, 600);
    shop.domains.command('payments.refund', {
      paymentId: fresh(),
      orderId: id,
      amount: 600,
      currency: 'USD',
      reason: 'late',
      returned: [],
    });
    expect(order(id)?.status).toBe('refunded');
    expect(level()).toMatchObject({ onHand: 5, committed: 0 });
  });

  it('does not let its stock be released by hand', () => {
    stock(5);
    placeOrder([{ quantity: 2 }]);
    const reservationId = rows<Reservation>('inventory', 'reservation')[0]?.id ?? '';
    expect(shop.domains.refusal('inventory.release', { reservationId, reason: 'oops' })).toMatchObject({
      code: 'conflict',
    });
  });
});

describe('an order that is too large for one event', () => {
  const create = (count: number) => ({
    orderId: 'large',
    number: 'N-large',
    customer: CUSTOMER,
    currency: 'USD',
    locationId: 'shop',
    lines: Array.from({ length: count }, (_, n) => ({
      itemId: `long-${n}`,
      quantity: 1,
      unitPrice: 1,
      total: 1,
    })),
  });
  const items = (count: number): void =>
    shop.domains.run((context) => {
      for (let n = 0; n < count; n += 1) {
        context.dispatch('inventory.create_item', {
          item: makeItem({ id: `long-${n}`, sku: `LONG-${n}`, name: 'ü'.repeat(120), price: 1 }),
        });
        context.dispatch('inventory.receive', {
          itemId: `long-${n}`,
          locationId: 'shop',
          quantity: 1,
          reference: null,
        });
      }
    });

  it('is refused as such, naming its lines, before anything is done', () => {
    items(1000);
    const head = shop.domains.head();
    expect(shop.domains.refusal('orders.create', create(1000))).toMatchObject({
      code: 'too_large',
      field: 'lines',
    });
    expect(shop.domains.head()).toBe(head);
    shop.domains.command('orders.create', create(600));
    expect(rows<Order>('orders', 'order')[0]?.lines).toHaveLength(600);
  });
});
