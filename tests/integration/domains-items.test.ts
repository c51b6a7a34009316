import { describe, expect, it } from 'vitest';
import type { Item, Reservation, Threshold } from '#shared/domain/inventory.ts';
import { MAX_BULK } from '#shared/domain/items.ts';
import { domainShopPerTest, TEA } from '../support/domain-shop.ts';
import { makeItem } from '../support/make/item.ts';

const shop = domainShopPerTest();
const { rows, stock } = shop;
const item = (id: string): Item | undefined => rows<Item>('inventory', 'item').find((row) => row.id === id);
const PNG = `data:image/png;base64,${btoa('\x89PNG\r\n\x1a\n0123456789')}`;

describe('items', () => {
  it('share no barcode while they are active', () => {
    const create = (id: string, over: Partial<Item> = {}) =>
      shop.domains.refusal('inventory.create_item', {
        item: makeItem({ id, barcode: '4006381333931', ...over }),
      });
    expect(create('a')).toBeNull();
    expect(create('b')).toMatchObject({ code: 'conflict', field: 'item.barcode', current: { id: 'a' } });
    expect(create('c', { status: 'archived' })).toBeNull();
    const activate = { changes: { status: 'active' as const }, items: [{ itemId: 'c', expected: {} }] };
    expect(shop.domains.refusal('inventory.edit_items', activate)).toMatchObject({
      field: 'items.0.barcode',
    });
  });

  it('are edited all or not at all, and conflicts show both values', () => {
    const edit = (price: number) =>
      shop.domains.refusal('inventory.edit_items', {
        changes: { category: 'new', price: { mode: 'percent', hundredths: 1_000 } },
        items: [
          { itemId: 'tea', expected: { price: 300 } },
          { itemId: 'mug', expected: { price, category: 'kitchen' } },
        ],
      });
    expect(edit(299)).toMatchObject({
      code: 'conflict',
      field: 'items.1.expected.price',
      current: [{ line: 1, field: 'price', expected: 299, current: 300 }],
    });
    expect(item('tea')).toMatchObject({ category: 'kitchen', price: 300 });
    expect(edit(300)).toBeNull();
    expect(item('tea')).toMatchObject({ category: 'new', price: 330 });
    expect(item('mug')).toMatchObject({ category: 'new', price: 330 });
  });

  it('refuse an edit by its line', () => {
    const refusal = (items: { itemId: string; expected: object }[], amount = 1) =>
      shop.domains.refusal('inventory.edit_items', { changes: { price: { mode: 'add', amount } }, items });
    const tea = { itemId: 'tea', expected: {} };
    expect(refusal([tea, { itemId: 'none', expected: {} }])).toMatchObject({ field: 'items.1.itemId' });
    expect(refusal([tea, tea])).toMatchObject({ code: 'invalid', field: 'items.1.itemId' });
    expect(refusal([tea], -301)).toMatchObject({ code: 'invalid', field: 'items.0.price' });
    expect(MAX_BULK).toBe(500);
  });

  it('have a picture that is what it says it is', () => {
    const set = (image: string | null) =>
      shop.domains.refusal('inventory.set_item_image', { itemId: 'tea', image });
    expect(set(PNG)).toBeNull();
    expect(rows('inventory', 'item_image')).toEqual([{ itemId: 'tea', image: PNG }]);
    expect(set('https://example.com/a.png')).toMatchObject({ code: 'invalid', field: 'image' });
    expect(set(null)).toBeNull();
    expect(rows('inventory', 'item_image')).toEqual([]);
  });
});

describe('limits of many scopes', () => {
  const scope = (itemId: string) => ({ itemId, locationId: null, category: null });
  const limits = () => rows<Threshold>('inventory', 'threshold');

  it('begin with what applies, and keep what is not edited', () => {
    const set = (changes: object, expected: object | null) =>
      shop.domains.refusal('inventory.set_thresholds', {
        changes,
        scopes: ['tea', 'mug'].map((id) => ({ ...scope(id), expected })),
      });
    expect(set({ overAt: 90, expiringWithinDays: 14 }, null)).toBeNull();
    expect(limits()).toMatchObject([
      { itemId: 'mug', lowAt: 5, overAt: 90, expiringWithinDays: 14 },
      { itemId: 'tea', lowAt: 5, overAt: 90 },
    ]);
    expect(set({ lowAt: 8 }, null)).toMatchObject({ code: 'conflict' });
    expect(set({ lowAt: 8 }, { lowAt: 4 })).toMatchObject({
      code: 'conflict',
      current: [
        { line: 0, field: 'lowAt', expected: 4, current: 5 },
        { line: 1, field: 'lowAt', expected: 4, current: 5 },
      ],
    });
    expect(set({ lowAt: 8 }, { lowAt: 5 })).toBeNull();
    expect(limits().map(({ lowAt, overAt }) => [lowAt, overAt])).toEqual([
      [8, 90],
      [8, 90],
    ]);
    expect(set({ lowAt: 90 }, { lowAt: 8 })).toMatchObject({ code: 'invalid', field: 'scopes.0.overAt' });
  });
});

describe('reservations', () => {
  it('say who made them and for which conversation', () => {
    stock(5);
    const reserve = { ...TEA, quantity: 1, orderId: null, expiresAt: null };
    shop.domains.command('inventory.reserve', { ...reserve, reservationId: 'r1' });
    shop.domains.command('inventory.reserve', { ...reserve, reservationId: 'r2', conversationId: 'c1' });
    expect(
      rows<Reservation>('inventory', 'reservation').map(({ conversationId, madeBy }) => [
        conversationId,
        madeBy,
      ]),
    ).toEqual([
      [null, 'Mara'],
      ['c1', 'Mara'],
    ]);
  });
});
