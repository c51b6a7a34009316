import { beforeEach, describe, expect, it } from 'vitest';
import type { Level, Reservation } from '#shared/domain/inventory.ts';
import type { RecordedPayment } from '#shared/domain/order-account.ts';
import type { Shipment } from '#shared/domain/shipments.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';
import { domainShopPerTest, TEA } from '../support/domain-shop.ts';
import { makeLocation } from '../support/make/item.ts';

const shop = domainShopPerTest();
const { fresh, rows, stock, placeOrder, pay, order } = shop;

const at = (locationId: string, itemId = 'tea') =>
  rows<Level>('inventory', 'level').find((row) => row.itemId === itemId && row.locationId === locationId);
const shipments = () => rows<Shipment>('orders', 'shipment');
const fulfil = (orderId: string, rest: Partial<CommandData<'orders.fulfil'>> = {}) =>
  shop.domains.command('orders.fulfil', { orderId, ...rest });
const refusal = (orderId: string, rest: Partial<CommandData<'orders.fulfil'>> = {}) =>
  shop.domains.refusal('orders.fulfil', { orderId, ...rest });
const receive = (locationId: string, itemId: string, quantity: number) =>
  shop.domains.command('inventory.receive', { itemId, locationId, quantity, reference: null });
const paidOrder = (...lines: { itemId?: string; quantity: number }[]): string => {
  const id = placeOrder(lines);
  pay(id, 300 * lines.reduce((sum, { quantity }) => sum + quantity, 0));
  return id;
};

beforeEach(() => {
  shop.domains.command('inventory.create_location', {
    location: makeLocation({ id: 'depot', name: 'Depot' }),
  });
});

describe('an order that leaves in parts', () => {
  it('stays paid until all of it has left, and keeps held back what has not', () => {
    stock(9);
    receive('shop', 'mug', 4);
    const id = paidOrder({ quantity: 3 }, { itemId: 'mug', quantity: 2 }, { quantity: 2 });
    expect(fulfil(id, { lines: [{ line: 0, quantity: 1 }], carrier: 'DHL', tracking: 'JD01' })).toEqual({
      status: 'paid',
    });
    expect(at('shop')).toMatchObject({ onHand: 8, committed: 4 });
    expect(order(id)).toMatchObject({ status: 'paid', shipped: [1, 0, 0] });
    const held = rows<Reservation>('inventory', 'reservation').filter(({ itemId }) => itemId === 'tea');
    expect(held.map(({ status, quantity }) => [status, quantity]).sort()).toEqual([
      ['committed', 4],
      ['fulfilled', 1],
    ]);
    const twice = [1, 2].map((quantity) => ({ line: 2, quantity }));
    expect(refusal(id, { lines: twice })).toMatchObject({
      code: 'invalid',
      field: 'lines',
      current: [1, 0, 0],
    });
    expect(refusal(id, { lines: [{ line: 3, quantity: 1 }] })).toMatchObject({ field: 'lines.0.line' });
    fulfil(id, {
      lines: [
        { line: 2, quantity: 2 },
        { line: 0, quantity: 1 },
      ],
    });
    expect(fulfil(id)).toEqual({ status: 'fulfilled' });
    expect(order(id)).toMatchObject({ status: 'fulfilled', shipped: [3, 2, 2] });
    expect(at('shop')).toMatchObject({ onHand: 4, committed: 0 });
    expect(at('shop', 'mug')).toMatchObject({ onHand: 2, committed: 0 });
    expect(shipments().map(({ lines, carrier, actor }) => [lines.length, carrier, actor?.kind])).toEqual(
      expect.arrayContaining([
        [1, 'DHL', 'user'],
        [2, null, 'user'],
        [2, null, 'user'],
      ]),
    );
    expect(refusal(id)).toMatchObject({ code: 'conflict' });
  });

  it('leaves another location only with what is free there, and frees what was held back at its own', () => {
    stock(5);
    receive('depot', 'tea', 2);
    const id = paidOrder({ quantity: 4 });
    const other = { locationId: 'depot' };
    expect(refusal(id, { ...other, lines: [{ line: 0, quantity: 3 }] })).toMatchObject({
      ...{ code: 'insufficient_stock', field: 'lines', available: 2 },
    });
    expect(refusal(id, { locationId: 'nowhere' })).toMatchObject({ field: 'locationId' });
    fulfil(id, { ...other, lines: [{ line: 0, quantity: 2 }] });
    expect(at('depot')).toMatchObject({ onHand: 0, committed: 0 });
    expect(at('shop')).toMatchObject({ onHand: 5, committed: 2 });
    expect(shipments()[0]).toMatchObject({ locationId: 'depot' });
    fulfil(id);
    expect(at('shop')).toMatchObject({ onHand: 3, committed: 0 });
  });

  it('cannot be cancelled; its rest is closed, which refunds what has not left', () => {
    stock(6);
    const id = paidOrder({ quantity: 4 }, { quantity: 2 });
    expect(shop.domains.refusal('orders.close_rest', { orderId: id, reason: 'sold out' })).toMatchObject({
      ...{ code: 'conflict', why: { id: 'order_nothing_shipped' } },
    });
    fulfil(id, { lines: [{ line: 0, quantity: 3 }] });
    expect(shop.domains.refusal('orders.cancel', { orderId: id, reason: 'sold out' })).toMatchObject({
      ...{ code: 'conflict', why: { id: 'order_partly_shipped' } },
    });
    expect(shop.domains.command('orders.close_rest', { orderId: id, reason: 'sold out' })).toEqual({
      ...{ status: 'fulfilled', refunded: 900 },
    });
    expect(at('shop')).toMatchObject({ onHand: 3, committed: 0 });
    const refunds = rows<RecordedPayment>('payments', 'payment').filter(({ kind }) => kind === 'refund');
    expect(refunds).toMatchObject([
      {
        amount: 900,
        lines: [
          { line: 0, quantity: 1, amount: 300 },
          { line: 1, quantity: 2, amount: 600 },
        ],
      },
    ]);
    expect(refusal(id)).toMatchObject({ code: 'conflict' });
  });

  it('takes back only what has left, and releases the rest when it is refunded as a whole', () => {
    stock(6);
    const id = paidOrder({ quantity: 4 });
    fulfil(id, { lines: [{ line: 0, quantity: 2 }] });
    const refund = (amount: number, quantity: number) =>
      shop.domains.refusal('payments.refund', {
        ...{ paymentId: fresh(), orderId: id, amount, currency: 'USD', reason: 'broken' },
        returned: [{ itemId: TEA.itemId, quantity }],
      });
    expect(refund(300, 3)).toMatchObject({ field: 'returned', why: { id: 'return_above' } });
    expect(refund(1200, 2)).toBeNull();
    expect(order(id)).toMatchObject({ status: 'refunded', shipped: [2] });
    // What came back is in stock again, and what never left is held back no more.
    expect(at('shop')).toMatchObject({ onHand: 6, committed: 0 });
  });

  it('does not leave with what was refunded before, unless somebody says so', () => {
    stock(9);
    receive('shop', 'mug', 4);
    const refund = (orderId: string, line: number, quantity: number) =>
      shop.domains.command('payments.refund', {
        ...{ paymentId: fresh(), orderId, amount: 300 * quantity, currency: 'USD', reason: 'sold out' },
        ...{ returned: [], lines: [{ line, quantity }] },
      });
    const id = paidOrder({ quantity: 1 }, { itemId: 'mug', quantity: 2 });
    refund(id, 1, 2);
    expect(fulfil(id)).toEqual({ status: 'fulfilled' });
    expect(shipments().at(-1)?.lines).toEqual([{ line: 0, quantity: 1 }]);
    expect(at('shop', 'mug')).toMatchObject({ onHand: 4, committed: 0 });
    // One of two is refunded after the other has left: nothing more leaves, and the order is done.
    const parts = paidOrder({ quantity: 2 });
    fulfil(parts, { lines: [{ line: 0, quantity: 1 }] });
    refund(parts, 0, 1);
    expect(fulfil(parts)).toEqual({ status: 'fulfilled' });
    expect(order(parts)?.shipped).toEqual([1]);
    // Nothing has left and nothing should: fulfilled, all of it would count as sent.
    const none = paidOrder({ quantity: 2 });
    shop.domains.command('payments.refund', {
      ...{ paymentId: fresh(), orderId: none, amount: 500, currency: 'USD', reason: 'sold out' },
      ...{ returned: [], lines: [{ line: 0, quantity: 2 }] },
    });
    expect(refusal(none)).toMatchObject({ code: 'conflict', why: { id: 'order_nothing_to_ship' } });
    expect(order(none)).toMatchObject({ status: 'paid', shipped: [] });
    // Sent all the same.
    const gift = paidOrder({ quantity: 1 }, { itemId: 'mug', quantity: 1 });
    refund(gift, 1, 1);
    fulfil(gift, { lines: [{ line: 1, quantity: 1 }] });
    expect(order(gift)).toMatchObject({ status: 'paid', shipped: [0, 1] });
    expect(fulfil(gift)).toEqual({ status: 'fulfilled' });
  });

  it('takes lots first that expire first', () => {
    const lot = (code: string, days: number) =>
      shop.domains.command('inventory.receive', {
        ...{ ...TEA, quantity: 2, reference: null },
        lot: { code, expiresAt: shop.domains.now + days * 86_400_000 },
      });
    lot('late', 90);
    lot('soon', 9);
    const id = paidOrder({ quantity: 4 });
    fulfil(id, { lines: [{ line: 0, quantity: 3 }] });
    const left = rows<{ code: string; onHand: number }>('inventory', 'lot').map(({ code, onHand }) => [
      code,
      onHand,
    ]);
    expect(left.sort()).toEqual([
      ['late', 1],
      ['soon', 0],
    ]);
  });
});
