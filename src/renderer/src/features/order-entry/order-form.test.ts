import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SellableItem } from '#shared/bridge/orders.ts';
import { suggestLocation } from '#shared/domain/manual-orders.ts';
import { parseCommand } from '#shared/protocol/commands/index.ts';
import {
  changeLine,
  customerError,
  EMPTY_ORDER,
  entryOf,
  errorOfLine,
  fitsOf,
  formOfEntry,
  isEmptyOrder,
  type OrderForm,
  sumsOf,
  withItem,
} from './order-form.ts';

const TEA: SellableItem = {
  ...{ id: 'tea', sku: 'TEA-1', name: 'Tea', unit: 'piece', price: 450, currency: 'EUR', status: 'active' },
  ...{ backorderLimit: 0, stock: [{ locationId: 'l1', available: 3 }] },
};
const MUG: SellableItem = { ...TEA, id: 'mug', price: 300, stock: [{ locationId: 'l2', available: 9 }] };
const ITEMS = new Map([TEA, MUG].map((item) => [item.id, item]));
const IDS = { orderId: 'o1', paymentId: 'p1' };
const tea = (quantity = 1): OrderForm => withItem(EMPTY_ORDER, TEA, quantity);

describe('the form of an order', () => {
  it('takes items at their price and counts up those that it has', () => {
    const form = withItem(withItem(tea(), MUG), TEA, 2);
    expect(form.lines).toMatchObject([
      { itemId: 'tea', quantity: '3', price: '4.50' },
      { itemId: 'mug', quantity: '1', price: '3.00' },
    ]);
    expect(form.currency).toBe('EUR');
    expect([isEmptyOrder(EMPTY_ORDER), isEmptyOrder(form)]).toEqual([true, false]);
  });

  it('becomes a command that the protocol accepts, and that becomes the same form again', () => {
    const dented = changeLine(tea(2), 0, { price: '4', discount: '1.50', reason: 'Dented' });
    const form: OrderForm = { ...dented, note: ' Friday ', method: 'cash' };
    const data = entryOf(form, ITEMS, 'l1', IDS);
    expect(data).toEqual({
      ...{ orderId: 'o1', customer: null, currency: 'EUR', locationId: 'l1', note: 'Friday' },
      lines: [{ itemId: 'tea', quantity: 2, unitPrice: 400, discount: 150, priceReason: 'Dented' }],
      payment: { paymentId: 'p1', method: 'cash' },
    });
    expect(parseCommand('orders.enter', data).ok).toBe(true);
    if (data) expect(entryOf(formOfEntry(data), ITEMS, 'l1', IDS)).toEqual(data);
  });

  it('is no command while something is missing or wrong, and says what', () => {
    const wrong = (part: object): unknown => {
      const form = changeLine(tea(), 0, part);
      expect(entryOf(form, ITEMS, 'l1', IDS)).toBeNull();
      return form.lines[0] && errorOfLine(form.lines[0], TEA, 'EUR');
    };
    expect([wrong({ quantity: '0' }), wrong({ price: 'x' }), wrong({ discount: '4.51' })]).toEqual([
      ...['quantity', 'price', 'discount'],
    ]);
    expect(wrong({ price: '4.49' })).toBe('reason');
    expect(entryOf(tea(), ITEMS, null, IDS)).toBeNull();
    expect(entryOf(EMPTY_ORDER, ITEMS, 'l1', IDS)).toBeNull();
    const other = new Map([['tea', { ...TEA, currency: 'USD' }]]);
    expect(entryOf(tea(), other, 'l1', IDS)).toBeNull();
  });

  it('needs a name for a new customer, and an address only if it is one', () => {
    const customer = (name: string, email: string) => customerError({ kind: 'new', id: 'c', name, email });
    expect([
      customer('', ''),
      customer('Ada', 'ada'),
      customer('Ada', ''),
      customer('Ada', 'a@b.example'),
    ]).toEqual(['name', 'email', null, null]);
  });

  it('finds the location that has everything', () => {
    const best = (form: OrderForm) => suggestLocation(fitsOf(form, ITEMS, ['l1', 'l2']));
    expect(best(tea(3))).toEqual({ locationId: 'l1', short: [], missing: 0 });
    expect(best(tea(4))).toEqual({ locationId: 'l1', short: ['tea'], missing: 1 });
    expect(best(withItem(EMPTY_ORDER, MUG))?.locationId).toBe('l2');
  });

  it('adds up its lines exactly', () => {
    const line = fc.record({
      quantity: fc.integer({ min: 1, max: 1000 }),
      price: fc.nat(100_000),
      off: fc.nat(100_000),
    });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        const text = (amount: number): string => (amount / 100).toFixed(2);
        const form: OrderForm = {
          ...EMPTY_ORDER,
          currency: 'EUR',
          lines: lines.map(({ quantity, price, off }) => ({
            ...{ itemId: 'i', quantity: String(quantity), price: text(price), reason: '' },
            discount: text(Math.min(off, quantity * price)),
          })),
        };
        const before = lines.reduce((sum, { quantity, price }) => sum + quantity * price, 0);
        const off = lines.reduce((sum, one) => sum + Math.min(one.off, one.quantity * one.price), 0);
        expect(sumsOf(form)).toEqual({ before, total: before - off });
      }),
    );
  });
});
