import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCommand } from '#shared/protocol/commands/index.ts';
import { makePurchase, makePurchaseLine } from '../../../../../../tests/support/make/supplier.ts';
import {
  draftData,
  draftFormOf,
  EMPTY_DRAFT,
  errorsOf,
  lineTotal,
  newLine,
  packHint,
  totalOf,
} from './draft-form.ts';

const purchase = makePurchase({
  lines: [makePurchaseLine(), makePurchaseLine({ itemId: 'mug', quantity: 5 })],
});

describe('the form of a purchase order', () => {
  it('becomes a command that the protocol accepts, with what it was made from', () => {
    const data = draftData(draftFormOf(purchase), 'USD');
    expect(data).toMatchObject({
      locationId: 'l1',
      lines: [
        { itemId: 'tea', quantity: 12, unitPrice: 450 },
        { itemId: 'mug', quantity: 5, unitPrice: 450 },
      ],
    });
    expect(parseCommand('purchasing.edit_order', { purchaseId: 'p1', expected: 1, ...data }).ok).toBe(true);
  });

  it('is no command while something is missing or wrong', () => {
    const form = draftFormOf(purchase);
    const line = { itemId: 'tea', quantity: '1', price: '1' };
    expect(draftData(EMPTY_DRAFT, 'USD')).toBeNull();
    expect(draftData({ ...form, locationId: null }, 'USD')).toBeNull();
    for (const wrong of [{ quantity: '0' }, { quantity: '' }, { price: '' }, { price: '-1' }])
      expect(draftData({ ...form, lines: [{ ...line, ...wrong }] }, 'USD')).toBeNull();
    expect(errorsOf({ ...line, quantity: '0', price: 'x' }, 'USD')).toEqual({ quantity: true, price: true });
  });

  it('adds up its lines exactly', () => {
    const line = fc.record({ quantity: fc.nat(1000), price: fc.nat(100_000) });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        const typed = lines.map(({ quantity, price }) => ({
          itemId: 'i',
          quantity: String(quantity),
          price: (price / 100).toFixed(2),
        }));
        const sum = lines.reduce((n, { quantity, price }) => n + quantity * price, 0);
        expect(totalOf(typed, 'USD')).toBe(sum);
        expect(typed.reduce((n, one) => n + (lineTotal(one, 'USD') ?? 0), 0)).toBe(sum);
      }),
    );
  });

  it('begins a line with one pack, and says what whole packs would be', () => {
    const item = { itemId: 'i', sku: 's', name: 'n', barcode: null, unit: 'piece', supplierSku: null };
    expect(newLine({ ...item, packSize: 6, price: 450 }, 'USD')).toEqual({
      itemId: 'i',
      quantity: '6',
      price: '4.50',
    });
    expect([packHint('7', 6), packHint('12', 6), packHint('x', 6), packHint('0', 6)]).toEqual([
      12,
      null,
      null,
      null,
    ]);
  });
});
